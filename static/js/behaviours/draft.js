/*
 * Keeps what is typed in this browser until the portal has it, so that neither a lost session, a closed tab nor an error
 * takes it away. It is forgotten only when a page says `<meta name="draft-accepted" content="KEY">` (see portal.js):
 * never on submit, because a submit may end at the sign-in page.
 */
const WAIT = 400;
const KEEP_DAYS = 60;

const read = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
};

const write = (key, text) => {
  try {
    if (text.trim()) localStorage.setItem(key, JSON.stringify({ text, at: Date.now() }));
    else localStorage.removeItem(key);
    return true;
  } catch {
    return false; // a private window or a full store: confirm-leave still asks
  }
};

export default function draft(field) {
  const key = `draft:${field.dataset.draft}`;
  const original = field.defaultValue; // as the server sent it: people may have typed before this script came
  const note = document.createElement("p");
  note.className = "form-saved";
  note.setAttribute("role", "status");
  // Below the buttons: words that appear above a button move it away from under the finger that presses it.
  (field.form?.querySelector(".form-actions") ?? field).after(note);

  const kept = read(key);
  const fresh = kept && Date.now() - kept.at < KEEP_DAYS * 86_400_000;
  if (fresh && kept.text !== original) {
    // Words the server sent back (an error) are newer than the draft; words it never saw are not overwritten by nothing.
    if (!original.trim() || "draftOver" in field.dataset) restore();
  }

  let timer;
  const save = () => {
    clearTimeout(timer);
    if (field.value === original && !read(key)) return;
    if (write(key, field.value)) {
      field.dataset.kept = "";
      if (field.value.trim()) note.textContent = field.dataset.draftSaved ?? "";
    }
  };
  field.addEventListener("input", () => {
    delete field.dataset.kept;
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  });
  field.addEventListener("change", save);
  addEventListener("pagehide", save);

  if (field.value !== original && !note.textContent) save();

  // The same draft in a second tab: take over what was typed there while nothing was typed here.
  addEventListener("storage", (event) => {
    if (event.key !== key || !event.newValue) return;
    const before = event.oldValue ? JSON.parse(event.oldValue).text : original;
    if (field.value === before) field.value = JSON.parse(event.newValue).text;
  });

  function restore() {
    const typed = field.value === original ? "" : field.value;
    field.value = kept.text.includes(typed) ? kept.text : `${kept.text}\n\n${typed}`;
    field.dataset.kept = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    note.textContent = `${field.dataset.draftRestored ?? ""} `;
    const forget = document.createElement("button");
    forget.type = "button";
    forget.className = "button button-quiet";
    forget.textContent = field.dataset.draftForget ?? "";
    forget.hidden = !forget.textContent;
    forget.addEventListener("click", () => {
      localStorage.removeItem(key);
      field.value = original;
      note.textContent = "";
      field.focus();
    });
    note.append(forget);
  }
}
