// The desk: counting chosen rows, keys for lists.
for (const form of all('form[data-bulk]')) {
  const boxes = () => all('td.pick input', form);
  const corner = form.querySelector('[data-pick-all]');
  const said = form.querySelector('.picked');
  const master = make('input', { type: 'checkbox', ariaLabel: corner?.dataset.pickAll });
  corner?.append(make('label', {}, master));
  const count = () => {
    const chosen = boxes().filter(box => box.checked).length;
    said.textContent = chosen ? `${form.dataset.bulk} ${chosen}` : '';
    master.checked = chosen > 0 && chosen === boxes().length;
    master.indeterminate = chosen > 0 && !master.checked;
  };
  master.onchange = () => { boxes().forEach(box => box.checked = master.checked); count(); };
  form.addEventListener('change', count);
  count();
}

const help = document.querySelector('desk-keys');
const keysAreOff = () => localStorage.getItem('keys') === 'off';

const openHelp = () => {
  const text = help.dataset;
  const dialog = make('dialog', {}, make('h2', { id: 'keys-title', textContent: text.title }), help.firstElementChild.cloneNode(true));
  dialog.setAttribute('aria-labelledby', 'keys-title');
  const toggle = make('button', { type: 'button', className: 'button second', textContent: keysAreOff() ? text.on : text.off });
  toggle.onclick = () => { localStorage.setItem('keys', keysAreOff() ? 'on' : 'off'); dialog.close(); };
  const close = make('button', { type: 'button', className: 'button', textContent: text.close });
  close.onclick = () => dialog.close();
  dialog.onclose = () => dialog.remove();
  dialog.append(make('div', { className: 'actions row' }, close, toggle));
  document.body.append(dialog);
  dialog.showModal();
};

if (help) {
  const open = make('button', { type: 'button', className: 'look', textContent: help.dataset.title });
  open.onclick = openHelp;
  document.querySelector('.foot .wrap')?.append(open);

  const here = () => document.activeElement.closest('tr[data-row]');
  const move = step => {
    const list = all('tr[data-row]');
    if (!list.length) return;
    const at = list.indexOf(here());
    const row = list[at < 0 ? (step > 0 ? 0 : list.length - 1) : Math.min(Math.max(at + step, 0), list.length - 1)];
    row.tabIndex = -1;
    row.focus();
    row.scrollIntoView({ block: 'nearest' });
  };
  const search = () => {
    const box = document.getElementById('desk-search');
    box?.focus();
    box?.select();
  };
  const acts = {
    j: () => move(1),
    k: () => move(-1),
    x: () => here()?.querySelector('.pick input')?.click(),
    '/': search,
    '?': openHelp,
  };
  document.addEventListener('keydown', event => {
    if (keysAreOff() || event.defaultPrevented || event.altKey || event.isComposing) return;
    if (event.target.closest('input:not([type=checkbox], [type=radio]), select, textarea, dialog')) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() !== 'k' || event.shiftKey) return;
      event.preventDefault();
      return search();
    }
    const key = event.key.toLowerCase();
    // Enter on a link or a button is its own; on a row it opens what the row names.
    const button = key === 'enter'
      ? event.target.matches('tr') && event.target.querySelector('a')
      : /^[a-z]$/.test(key) && document.querySelector(`[data-key="${key}"]:not(:disabled)`);
    const act = acts[key] ?? (button && (() => button.click()));
    if (!act) return;
    event.preventDefault();
    act();
  });
}
