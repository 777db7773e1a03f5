/*
 * Keeps what is typed in a form: with the portal after a pause and when the page is left, in this browser while the portal
 * does not answer or nobody is signed in. What another window wrote meanwhile is shown, not overwritten.
 * Stands on `_draft.html` inside the form. A copy in this browser is forgotten when the portal has the words, or when a page
 * says `<meta name="draft-accepted" content="KEY">` (portal.js): never on submit, because a submit may end elsewhere.
 */
import { sendLeft } from "./left-drafts.js";

const PAUSE = 1500;
const RETRY = [5, 10, 30, 60]; // seconds
const KEEP_DAYS = 60;
const MOST_IN_FLIGHT = 60_000; // bytes a page that is being left may still send
const NOT_WORDS = new Set(["csrfmiddlewaretoken", "token", "keep", "preview", "next"]);

export default function draft(box) {
  const form = box.closest("form");
  const { draftUrl: url, draftOwner: owner } = box.dataset;
  const part = (name) => box.querySelector(`[data-draft-${name}]`);
  const hidden = (name) => form.querySelector(`[name="draft_${name}"]`);
  const [key, version, writer] = ["key", "version", "writer"].map(hidden);
  const store = `draft:${owner ? `${owner}:` : ""}${key.value}`;
  const asLoaded = JSON.stringify(typedIn(form, (control) => control.defaultValue));
  let timer;
  let tries = 0;
  let sending = false; // a save is on its way
  let leaving = false; // the form itself carries everything
  let dirty = false;
  let other = null; // {version, fields}: what stands in the way

  writer.value = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  for (const button of form.querySelectorAll('[name="keep"]:not([data-draft-stay])')) button.hidden = true;
  part("take").hidden = false;
  part("stay").type = "button";

  const say = (words, aloud = true) => {
    part("said").textContent = words;
    // Spoken once and not at each pause: "Kept" is no news the tenth time.
    const spoken = aloud ? words : part("voice").textContent || words;
    if (part("voice").textContent !== spoken) part("voice").textContent = spoken;
  };
  const isKept = (kept) => {
    if (kept) form.dataset.kept = "";
    else delete form.dataset.kept;
  };

  const read = () => {
    try {
      const copy = JSON.parse(localStorage.getItem(store));
      return copy?.fields && Date.now() - copy.at < KEEP_DAYS * 86_400_000 ? copy : null;
    } catch {
      return null;
    }
  };
  const forget = () => {
    try {
      localStorage.removeItem(store);
    } catch {
      // No storage, no copy.
    }
  };
  const copy = (sent = false) => {
    if (other?.isLocal) return true; // the copy is what stands beside the form, until one of the two is chosen
    try {
      const fields = typedIn(form);
      localStorage.setItem(store, JSON.stringify({ fields, version: Number(version.value), at: Date.now(), sent }));
      isKept(true);
      return true;
    } catch {
      return false; // a private window or a full store: confirm-leave still asks
    }
  };

  const save = async ({ last = false } = {}) => {
    clearTimeout(timer);
    if (!dirty || leaving || (other && !other.isLocal)) return;
    if (!url) {
      dirty = false;
      if (copy()) say(box.dataset.draftHere, false);
      return;
    }
    if (last) copy(); // the next page may open before this arrives
    if (sending) return;
    sending = true;
    dirty = false;
    const told = await ask(last);
    sending = false;
    if (told.status === 200) {
      tries = 0;
      version.value = told.version;
      if (!dirty && !leaving) {
        if (!other) forget();
        isKept(true);
      }
      if (!other) say(told.said, false);
      if (dirty) save();
    } else if (told.status === 409) {
      version.value = told.version;
      dirty = true;
      show(told);
    } else {
      dirty = true;
      const isHere = copy();
      const away = told.status === 401 || told.status === 403 ? box.dataset.draftSignedOut : box.dataset.draftOffline;
      say(told.said && told.status !== 401 ? told.said : isHere ? away : "");
      if (told.status !== 413) timer = setTimeout(save, RETRY[Math.min(tries++, RETRY.length - 1)] * 1000);
    }
  };

  const ask = async (last) => {
    const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    ["keep", "preview", "csrfmiddlewaretoken"].forEach((name) => body.delete(name));
    try {
      const answer = await fetch(url, {
        method: "POST",
        headers: { "X-CSRFToken": proof(form), "X-Requested-With": "XMLHttpRequest" },
        body,
        redirect: "error", // a sign-in page has kept nothing
        keepalive: last && body.toString().length < MOST_IN_FLIGHT,
      });
      const told = await answer.json().catch(() => ({}));
      return { ...told, status: answer.status };
    } catch {
      return { status: 0 };
    }
  };

  const show = (found) => {
    other = found;
    copy();
    part("other-said").textContent = found.said || part("other-said").textContent;
    part("other-text").textContent = found.text ?? wordsOf(form, found.fields);
    part("take").hidden = !Object.keys(found.fields).length;
    part("other").hidden = false;
    say("");
    part("voice").textContent = part("other-said").textContent;
  };
  const settle = () => {
    other = null;
    part("other").hidden = true;
    dirty = true;
    save();
  };
  part("take").addEventListener("click", () => {
    write(form, other.fields);
    settle();
  });
  part("stay").addEventListener("click", settle);
  part("forget").addEventListener("click", () => {
    write(form, JSON.parse(asLoaded));
    forget();
    part("forget").hidden = true;
    say("");
    dirty = true;
    save();
  });

  const touched = (event) => {
    if (!event.target.name || event.target.name.startsWith("draft_") || NOT_WORDS.has(event.target.name)) return;
    dirty = true;
    isKept(false);
    clearTimeout(timer);
    if (other && !other.isLocal) copy();
    else timer = setTimeout(save, PAUSE);
  };
  form.addEventListener("input", touched);
  form.addEventListener("change", touched);
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    leaving = true;
    clearTimeout(timer);
    const token = form.querySelector("[name=csrfmiddlewaretoken]");
    if (token) token.value = proof(form);
    if (event.submitter?.hasAttribute("formaction")) forget();
    else copy(true);
  });
  addEventListener("pageshow", () => {
    leaving = false;
  });
  addEventListener("pagehide", () => save({ last: true }));
  document.addEventListener("visibilitychange", () => (document.hidden ? save({ last: true }) : tries && save()));
  addEventListener("online", () => save());
  addEventListener("focus", () => tries && save());

  // What an earlier visit left in this browser.
  const found = read();
  const isTyped = JSON.stringify(typedIn(form)) !== asLoaded; // before this script came, or put back by the browser
  if (!found || same(found.fields, typedIn(form)) || "draftUnsaved" in box.dataset) forget();
  else if (found.version < Number(version.value) && found.sent) forget(); // the portal has heard of it since
  else if (found.version < Number(version.value) || isTyped) show({ fields: found.fields, isLocal: true });
  else {
    write(form, found.fields);
    say(box.dataset.draftRestored);
    part("forget").hidden = Boolean(part("afresh"));
    isKept(true);
  }
  if (isTyped || "draftUnsaved" in box.dataset) {
    dirty = true;
    save();
  }
  if (url) sendLeft({ url, owner, by: hidden("by").value, token: () => proof(form), except: store });
}

/* The proof that a form is ours: it changes when somebody signs in, in another window too. */
function proof(form) {
  const cookie = document.cookie.split("; ").find((each) => each.startsWith("csrftoken="));
  return cookie?.slice("csrftoken=".length) || form.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
}

function controlsOf(form) {
  return [...form.elements].filter(
    ({ name, type }) =>
      name && !name.startsWith("draft_") && !NOT_WORDS.has(name) && !["submit", "button", "file", "hidden"].includes(type),
  );
}

/* {name: [values]} of what a person fills in. */
function typedIn(form, valueOf = (control) => control.value) {
  const fields = {};
  for (const control of controlsOf(form)) {
    const isBox = ["radio", "checkbox"].includes(control.type);
    fields[control.name] ??= [];
    if (!isBox || control.checked) fields[control.name].push(isBox || control.tagName === "SELECT" ? control.value : valueOf(control));
  }
  return fields;
}

/* Fills the form with {name: text or [texts]}; fields it does not name are left empty. */
function write(form, fields) {
  const seen = {};
  for (const control of controlsOf(form)) {
    const values = [fields[control.name] ?? []].flat();
    if (["radio", "checkbox"].includes(control.type)) {
      if (control.name in fields) control.checked = values.includes(control.value);
    } else {
      seen[control.name] = (seen[control.name] ?? -1) + 1;
      const value = values[seen[control.name]] ?? "";
      if (control.tagName !== "SELECT" || value) control.value = value;
    }
    for (const news of ["input", "change"]) control.dispatchEvent(new Event(news, { bubbles: true }));
  }
}

const same = (one, two) => Object.keys({ ...one, ...two }).every((name) => [one[name]].flat().join("\n") === [two[name]].flat().join("\n"));

/* What of `fields` was written, and not only chosen. */
function wordsOf(form, fields) {
  const written = controlsOf(form).filter(({ type, tagName }) => !["radio", "checkbox"].includes(type) && tagName !== "SELECT");
  const names = [...new Set(written.map(({ name }) => name))];
  return names.flatMap((name) => fields[name] ?? []).filter((text) => text.trim()).join("\n\n");
}
