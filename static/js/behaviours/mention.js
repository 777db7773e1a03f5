/*
 * While a name is typed after an @ in a text: the people it may mean, in a listbox. Arrows choose, Enter or Tab takes,
 * Escape leaves it; a finger taps. Without this the handle is typed, and counts all the same.
 */
import { typeInto } from "./typing.js";

const WAIT = 150;
const CALLING = /(?:^|[^\p{L}\p{N}/@.=-])@([\p{L}\p{N}-]{0,30})$/u;
let count = 0;

export default function mention(field) {
  const { mentionUrl: url, mentionNone: none, mentionSome: some, mentionLabel: label } = field.dataset;
  const list = document.createElement("ul");
  list.id = `people-list-${++count}`;
  list.className = "people-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  list.hidden = true;
  const voice = document.createElement("p");
  voice.className = "visually-hidden";
  voice.setAttribute("role", "status");
  const holder = document.createElement("div");
  holder.className = "people-list-holder";
  holder.append(list, voice);
  field.after(holder);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-haspopup", "listbox");
  field.setAttribute("aria-controls", list.id);

  let timer;
  let asking;
  let chosen = -1;
  const known = new Map();

  const typed = () => {
    const start = field.selectionStart;
    if (start !== field.selectionEnd) return null;
    return CALLING.exec(field.value.slice(Math.max(0, start - 40), start))?.[1] ?? null;
  };

  const close = () => {
    list.hidden = true;
    chosen = -1;
    field.removeAttribute("aria-activedescendant");
  };

  const choose = (place) => {
    const options = [...list.children];
    chosen = (place + options.length) % options.length;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === chosen)));
    field.setAttribute("aria-activedescendant", options[chosen].id);
    options[chosen].scrollIntoView({ block: "nearest" });
  };

  const takeOne = (option) => {
    const name = typed();
    if (name === null) return close();
    const end = field.selectionStart;
    const start = end - name.length;
    const text = `${option.dataset.handle} `;
    field.setSelectionRange(start, end);
    typeInto(field, text, start + text.length, start + text.length);
    close();
  };

  const show = (people, name) => {
    if (typed() !== name) return;
    list.replaceChildren(
      ...people.map((person, place) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${place}`;
        option.className = "people-list-one";
        option.setAttribute("role", "option");
        option.dataset.handle = person.handle;
        option.textContent = person.name;
        const about = document.createElement("span");
        about.className = "people-list-about";
        about.textContent = [`@${person.handle}`, person.about].filter(Boolean).join(" · ");
        option.append(about);
        // Before the field loses its focus, and with it the place in the text.
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => takeOne(option));
        return option;
      }),
    );
    list.hidden = !people.length;
    if (!people.length) {
      close();
      voice.textContent = name.length > 1 ? none : "";
      return;
    }
    place();
    choose(0);
    voice.textContent = some;
  };

  const ask = async () => {
    const name = typed();
    if (name === null) return close();
    const board = field.form?.elements.board?.value;
    const query = new URLSearchParams({ q: name });
    if (board) query.set("board", board);
    const address = `${url}${url.includes("?") ? "&" : "?"}${query}`;
    asking?.abort();
    asking = new AbortController();
    try {
      if (!known.has(address)) {
        const answer = await fetch(address, { headers: { "X-Requested-With": "XMLHttpRequest" }, signal: asking.signal, redirect: "error" });
        if (!answer.ok) return close();
        known.set(address, (await answer.json()).people);
      }
      show(known.get(address), name);
    } catch {
      // Typed on, or no connection: the name can be typed out.
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (typed() === null) close();
    else timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("blur", close);
  field.addEventListener("click", () => typed() === null && close());
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter" || event.key === "Tab") takeOne(list.children[chosen]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });

  // Below the line that is typed: a copy of the field, as far as the caret, says where that is.
  function place() {
    const style = getComputedStyle(field);
    const copy = document.createElement("div");
    for (const name of ["font", "letterSpacing", "lineHeight", "padding", "borderWidth", "boxSizing", "inlineSize", "overflowWrap"]) {
      copy.style[name] = style[name];
    }
    Object.assign(copy.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", borderStyle: "solid" });
    copy.textContent = field.value.slice(0, field.selectionStart);
    const caret = document.createElement("span");
    caret.textContent = "@";
    copy.append(caret);
    holder.append(copy);
    const top = caret.offsetTop + caret.offsetHeight - field.scrollTop - field.offsetHeight;
    const left = Math.min(caret.offsetLeft, Math.max(field.clientWidth - 320, 0));
    copy.remove();
    list.style.insetBlockStart = `${Math.min(top, 0)}px`;
    list.style.insetInlineStart = `${left}px`;
  }
}
