// <passkey-button>: takes WebAuthn options from one address, posts the answer to another, goes on.
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), sign => sign.charCodeAt(0));
const text64 = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const ids = list => list?.map(one => ({ ...one, id: bytes(one.id) }));

const options = plain => ({
  ...plain,
  challenge: bytes(plain.challenge),
  ...(plain.user && { user: { ...plain.user, id: bytes(plain.user.id) } }),
  ...(plain.allowCredentials && { allowCredentials: ids(plain.allowCredentials) }),
  ...(plain.excludeCredentials && { excludeCredentials: ids(plain.excludeCredentials) }),
});

const answer = credential => {
  const { response } = credential;
  const parts = {};
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'])
    if (response[name]) parts[name] = text64(response[name]);
  if (response.getTransports) parts.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: text64(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: parts,
  };
};

const post = async (address, body) => {
  const sent = await fetch(address, { method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'application/json' }, body: JSON.stringify(body) });
  if (!sent.ok) throw new Error((await sent.json().catch(() => ({}))).title ?? '');
  return sent.status === 204 ? {} : sent.json();
};

customElements.define('passkey-button', class extends HTMLElement {
  connectedCallback() {
    if (!window.PublicKeyCredential) return;
    const { mode, options: from, result: to, next, failed } = this.dataset;
    const button = this.querySelector('button');
    const said = make('p', { role: 'alert', className: 'wrong', hidden: true });
    this.hidden = false;
    this.append(said);
    button.onclick = async () => {
      button.disabled = true;
      said.hidden = true;
      try {
        const asked = await post(from, {});
        const publicKey = options(asked.publicKey ?? asked);
        const credential = await navigator.credentials[mode === 'create' ? 'create' : 'get']({ publicKey });
        const done = await post(to, answer(credential));
        location.assign(done.next ?? next);
      } catch (wrong) {
        said.textContent = wrong instanceof DOMException || !wrong.message ? failed : wrong.message;
        said.hidden = false;
        button.disabled = false;
      }
    };
  }
});
