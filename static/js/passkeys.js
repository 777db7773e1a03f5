/*
 * Passkeys: the browser's own dialogue between a page and a form. Loaded by the pages that offer one.
 *
 * <form data-passkey="sign-in | confirm | create" …>: `credential` is its hidden field; the options come from the server by
 * a JSON block (`data-passkey-options` names its id) or, for signing in, from the form's own address. The box named by
 * `data-passkey-said` tells what happened, in the words of its own data attributes.
 */
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const keys = (list) => list?.map((key) => ({ ...key, id: bytes(key.id) }));

const optionsOf = async (form) => {
  const block = document.getElementById(form.dataset.passkeyOptions ?? "");
  if (block) return Object.values(JSON.parse(block.textContent))[0].publicKey;
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status} from ${form.action}`);
  return (await answer.json()).request_options.publicKey;
};

const create = async (options) => {
  const selection = { ...options.authenticatorSelection };
  // It has to open the portal by itself: kept on the device, and only after a look at who holds it.
  Object.assign(selection, { residentKey: "required", requireResidentKey: true, userVerification: "required" });
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: keys(options.excludeCredentials),
      authenticatorSelection: selection,
    },
  });
  return written(made, {
    clientDataJSON: text(made.response.clientDataJSON),
    attestationObject: text(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
};

const get = async (options) => {
  const found = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: keys(options.allowCredentials),
    },
  });
  const { response } = found;
  return written(found, {
    clientDataJSON: text(response.clientDataJSON),
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
    userHandle: response.userHandle ? text(response.userHandle) : null,
  });
};

const written = (credential, response) => ({
  type: credential.type,
  id: credential.id,
  rawId: text(credential.rawId),
  authenticatorAttachment: credential.authenticatorAttachment,
  clientExtensionResults: credential.getClientExtensionResults(),
  response,
});

const bind = (form) => {
  const said = document.getElementById(form.dataset.passkeySaid);
  const say = (words) => {
    if (!said) return;
    said.textContent = words ?? "";
    said.hidden = !words;
  };
  const act = form.dataset.passkey === "create" ? create : get;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    // Asked by hand, because our forms leave the checking to the server, and the dialogue comes before the server.
    if (!form.reportValidity()) return;
    say("");
    form.setAttribute("aria-busy", "true");
    try {
      form.elements.credential.value = JSON.stringify(await act(await optionsOf(form)));
      form.submit();
    } catch (error) {
      console.warn("passkey", error);
      const words = said?.dataset ?? {};
      // InvalidStateError: this device has one already. NotAllowedError: closed, or waited too long.
      say({ InvalidStateError: words.already, NotAllowedError: words.refused }[error.name] ?? words.failed);
    } finally {
      form.removeAttribute("aria-busy");
    }
  });
  form.hidden = false;
};

const forms = document.querySelectorAll("form[data-passkey]");
if (window.PublicKeyCredential) forms.forEach(bind);
for (const note of document.querySelectorAll("[data-passkey-missing]")) {
  note.hidden = Boolean(window.PublicKeyCredential);
}
