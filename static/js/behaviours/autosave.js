/*
 * On a form of single fields: each is sent as it is left (or after a pause in typing) to data-autosave-url, with the version
 * the page has of it. What could not be sent stays in the field and in this browser, is tried again, and says so.
 * A field saved elsewhere meanwhile (409) is shown, not overwritten: from then on only the Save button sends it, because
 * that is a decision, and a pause in typing is not.
 */
const PAUSE = 1500;
const RETRY = [3, 8, 20, 60]; // seconds

export default function autosave(form) {
  const { autosaveUrl: url, autosaveKeep: keep, autosaveFailed: failed } = form.dataset;
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const voice = form.querySelector("[data-autosave-said]");
  const count = form.querySelector("[data-autosave-count]");
  const states = new Map(); // name → {timer, tries, sending, dirty}
  let sent = false;
  let countedAt = 0;

  const controls = (name) => [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  const versionOf = (name) => form.querySelector(`[name="${CSS.escape(`version-${name}`)}"]`);
  const valueOf = (name) => {
    const [first, ...others] = controls(name);
    if (first.type === "radio") return [first, ...others].find((each) => each.checked)?.value ?? "";
    if (first.type === "checkbox") return first.checked ? first.value : "";
    return first.value;
  };
  // Only on a page that was opened anew: after "back" or "reload" browsers put old words into fields by themselves.
  const isNew = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  const isTyped = (control) => {
    if (["radio", "checkbox"].includes(control.type)) return control.checked !== control.defaultChecked;
    if (!control.options) return control.value !== control.defaultValue;
    return control.selectedIndex !== Math.max(0, [...control.options].findIndex((each) => each.defaultSelected));
  };
  const say = (words) => {
    voice.textContent = words;
  };
  const complain = (name, words) => {
    const place = form.querySelector(`[data-autosave-error="${CSS.escape(name)}"]`);
    if (!place) return;
    place.textContent = words;
    place.hidden = !words;
    place.closest(".field")?.classList.toggle("field-wrong", Boolean(words));
    controls(name).forEach((each) => (words ? each.setAttribute("aria-invalid", "true") : each.removeAttribute("aria-invalid")));
  };
  const store = (name, value) => {
    try {
      if (value === null) localStorage.removeItem(`${keep}:${name}`);
      else localStorage.setItem(`${keep}:${name}`, JSON.stringify({ value, version: versionOf(name).value }));
    } catch {
      // No storage: the field itself still holds it.
    }
  };
  const stateOf = (name) => {
    if (!states.has(name)) states.set(name, { tries: 0, sending: false, dirty: false });
    return states.get(name);
  };

  const save = async (name) => {
    const state = stateOf(name);
    clearTimeout(state.timer);
    if (state.sending || state.conflict || !state.dirty || !versionOf(name)) return;
    state.sending = true;
    state.dirty = false;
    const value = valueOf(name);
    let answer;
    let told = {};
    try {
      answer = await fetch(url, {
        method: "POST",
        headers: { "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest" },
        body: new URLSearchParams({ field: name, value, version: versionOf(name).value }),
        redirect: "error", // a sign-in page has saved nothing
        keepalive: value.length < 20_000, // what was just left survives the page being left
      });
      told = await answer.json();
    } catch {
      answer = undefined;
    }
    state.sending = false;
    if (!answer || answer.status >= 500 || answer.status === 403) {
      state.dirty = true;
      store(name, value);
      say(failed);
      state.timer = setTimeout(() => save(name), RETRY[Math.min(state.tries++, RETRY.length - 1)] * 1000);
      return;
    }
    state.tries = 0;
    if (told.version !== undefined) versionOf(name).value = told.version;
    if (answer.ok) {
      store(name, null);
      complain(name, "");
      say(told.said);
      // Answers overtake each other: what was counted before a later save is no news any more.
      if (count && told.counted_at >= countedAt) {
        countedAt = told.counted_at;
        count.textContent = told.counted;
      }
    } else if (answer.status === 410) {
      store(name, value);
      say(told.said);
    } else {
      state.conflict = state.dirty = answer.status === 409;
      complain(name, told.said);
      store(name, null);
      say("");
    }
    if (state.dirty) save(name);
  };

  const touched = (event, wait) => {
    const { name } = event.target;
    if (!name || !versionOf(name)) return;
    const state = stateOf(name);
    state.dirty = true;
    clearTimeout(state.timer);
    if (state.conflict) return; // leaving the page asks first
    if (wait) state.timer = setTimeout(() => save(name), wait);
    else save(name);
  };
  form.addEventListener("input", (event) => touched(event, PAUSE));
  form.addEventListener("change", (event) => touched(event, 0));
  form.addEventListener("submit", () => {
    sent = true; // the form itself carries everything
    states.forEach((state) => clearTimeout(state.timer));
  });
  addEventListener("online", () => states.forEach((state, name) => state.dirty && save(name)));
  addEventListener("pagehide", () => !sent && states.forEach((state, name) => state.dirty && save(name)));
  addEventListener("beforeunload", (event) => {
    if (!sent && [...states.values()].some((state) => state.dirty && (state.tries || state.conflict))) event.preventDefault();
  });

  // What an earlier visit could not send: put back where nothing newer stands, and sent now.
  for (const field of form.querySelectorAll('[name^="version-"]')) {
    const name = field.name.slice("version-".length);
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(`${keep}:${name}`));
    } catch {
      kept = null;
    }
    const [first] = controls(name);
    if (isNew && controls(name).some(isTyped)) {
      // Typed before this script arrived: nothing has sent it yet.
      stateOf(name).dirty = true;
      save(name);
      continue;
    }
    if (!kept || !first || kept.version !== field.value || ["radio", "checkbox"].includes(first.type)) continue;
    if (first.value !== kept.value) {
      first.value = kept.value;
      stateOf(name).dirty = true;
      save(name);
    }
  }
}
