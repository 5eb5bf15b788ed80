// Comforts of pages. Everything works without this file.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const words = document.body.dataset;

document.getElementById('errors')?.focus();

// A second press within three seconds is a slip of the hand.
document.addEventListener('submit', event => {
  if (!event.submitter?.matches('[data-once]')) return;
  const { form } = event.submitter;
  if (event.timeStamp - (form.sentAt ?? -9999) < 3000) event.preventDefault();
  else form.sentAt = event.timeStamp;
});
// A page taken back from the browser's memory may send again.
addEventListener('pageshow', () => all('form').forEach(form => delete form.sentAt));

for (const area of all('textarea[data-count]')) {
  const note = document.getElementById(area.id + '-count');
  const most = Number(area.dataset.count);
  let timer;
  area.addEventListener('input', () => {
    const left = most - area.value.length;
    note.textContent = `${left < 0 ? note.dataset.over : note.dataset.left} ${Math.abs(left)}`;
    note.classList.toggle('wrong', left < 0);
    clearTimeout(timer);
    note.ariaLive = 'off';
    timer = setTimeout(() => note.ariaLive = 'polite', 900);
  });
}

for (const box of all('[data-reveal]')) {
  const input = box.querySelector('input');
  const button = make('button', { type: 'button', className: 'button second', textContent: box.dataset.reveal });
  button.setAttribute('aria-controls', input.id);
  button.onclick = () => {
    const shown = input.type === 'text';
    input.type = shown ? 'password' : 'text';
    button.textContent = shown ? box.dataset.reveal : box.dataset.conceal;
  };
  input.form?.addEventListener('submit', () => input.type = 'password');
  box.append(button);
}

for (const code of navigator.clipboard ? all('[data-copy]') : []) {
  const button = make('button', { type: 'button', className: 'button quiet small copy', textContent: words.textCopy });
  const said = make('span', { className: 'hidden', role: 'status' });
  button.onclick = async () => {
    await navigator.clipboard.writeText(code.textContent.trim());
    button.textContent = said.textContent = words.textCopied;
    setTimeout(() => { button.textContent = words.textCopy; said.textContent = ''; }, 2500);
  };
  button.setAttribute('aria-label', `${words.textCopy} ${code.textContent.trim()}`);
  code.after(' ', button, said);
}

// Rows copied from a spreadsheet are laid into the inputs of a table, from the one where they were pasted.
document.addEventListener('paste', event => {
  const table = event.target.closest('table[data-paste]');
  const text = event.clipboardData.getData('text/plain').replace(/\r/g, '').replace(/\n$/, '');
  if (!table || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  const rows = all('tbody tr', table).map(row => all('input:not([type=hidden]), select, textarea', row));
  const top = rows.findIndex(row => row.includes(event.target));
  const left = rows[top].indexOf(event.target);
  text.split('\n').forEach((line, down) => line.split('\t').forEach((value, right) => {
    const input = rows[top + down]?.[left + right];
    if (!input) return;
    input.value = value.trim();
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }));
});

// Before a session ends, the person may stay; looking at any page prolongs it.
const seconds = Number(words.session);
if (seconds > 0) {
  const warn = () => {
    const stay = make('button', { className: 'button', textContent: words.sessionStay });
    const dialog = make('dialog', { role: 'alertdialog' }, make('p', { id: 'session-text', textContent: words.sessionText }), stay);
    dialog.setAttribute('aria-labelledby', 'session-text');
    stay.onclick = async () => {
      await fetch(words.sessionAt);
      dialog.remove();
      wait();
    };
    document.body.append(dialog);
    dialog.showModal();
  };
  const wait = () => setTimeout(warn, Math.max(seconds - 300, seconds / 2) * 1000);
  wait();
}
