/*
 * On the page's body: keys that lead somewhere. `data-go-…` are the addresses for a key pressed after g, `data-notices`,
 * `data-search` and `data-sheet` those of the pages of that name; the sheet of all keys is taken from its page. Nothing
 * happens while somebody writes, with Ctrl, Alt or ⌘ held, or in a dialog. Moving on moves the focus, so that a screen
 * reader says where one is; in its reading mode it keeps the keys for itself.
 */
const PATIENCE = 1500;
const STOPS = ".rows > .row, .opening, .posts > .post > article";

export default function shortcuts(body) {
  let waits = 0; // until when the key after g counts

  const go = (address) => {
    if (address) location.assign(address);
  };

  const isTyping = (target) => target.isContentEditable || target.closest("input, textarea, select, [role=textbox]");

  // --- Rows and posts

  const stops = () => [...document.querySelectorAll(STOPS)].filter((each) => each.checkVisibility?.() ?? each.offsetParent);
  const linkOf = (stop) => stop.matches(".row") && stop.querySelector("h2 a, h3 a, .row-title a, a");
  const current = () => document.activeElement?.closest(STOPS);

  const step = (by) => {
    const all = stops();
    if (!all.length) return;
    const at = all.indexOf(current());
    const next = at >= 0 ? all[at + by] : by > 0 ? (all.find((each) => each.getBoundingClientRect().top >= 0) ?? all[0]) : null;
    if (!next) return;
    const target = linkOf(next) || next;
    if (target === next) next.tabIndex = -1;
    target.classList.add("keys-at");
    next.scrollIntoView({ block: "nearest" });
    target.focus({ preventScroll: target !== next });
  };

  const post = () => {
    const marked = getSelection();
    const node = marked.rangeCount && !marked.isCollapsed ? marked.anchorNode : null;
    return (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.(".opening, .post") ?? current()?.closest(".opening, .post");
  };

  const reply = () => {
    const link = current()?.querySelector('.post-actions a[href*="/reply/"]:not([data-behaviour])');
    if (link) return link.click();
    const field = document.querySelector("#answer textarea[name=body]");
    field?.scrollIntoView({ block: "center" });
    field?.focus({ preventScroll: true });
  };

  const search = () => {
    const field = document.getElementById("topbar-q");
    if (field?.offsetParent) field.focus();
    else go(body.dataset.search);
  };

  // --- The sheet

  let sheet;
  const show = async () => {
    if (!sheet) {
      try {
        const answer = await fetch(body.dataset.sheet);
        if (!answer.ok) return go(body.dataset.sheet);
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        sheet = sheetOf(page.getElementById("keys"), page.querySelector("h1").textContent);
      } catch {
        return; // no connection: nothing to show
      }
      body.append(sheet);
    }
    if (!sheet.open) sheet.showModal();
  };

  const sheetOf = (keys, words) => {
    const dialog = document.createElement("dialog");
    dialog.className = "keys-sheet";
    dialog.setAttribute("aria-labelledby", "keys-title");
    const head = document.createElement("div");
    head.className = "keys-sheet-head";
    const title = document.createElement("h2");
    title.className = "keys-sheet-title";
    title.id = "keys-title";
    title.textContent = words;
    const close = document.createElement("button");
    close.className = "button button-small";
    close.type = "button";
    close.textContent = body.dataset.close;
    close.addEventListener("click", () => dialog.close());
    head.append(title, close);
    const foot = document.createElement("p");
    foot.className = "keys-sheet-foot";
    const link = document.createElement("a");
    link.href = body.dataset.sheet;
    link.textContent = body.dataset.off;
    foot.append(link);
    dialog.append(head, document.importNode(keys, true), foot);
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    return dialog;
  };

  // --- Keys

  const acts = {
    "?": show,
    "/": search,
    n: () => go(body.dataset.notices),
    j: () => step(1),
    k: () => step(-1),
    o: () => linkOf(current() ?? body)?.click?.(),
    u: () => document.querySelector(".breadcrumbs li:last-child a")?.click(),
    r: reply,
    q: () => post()?.querySelector("[data-quote-number]")?.click(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.repeat && event.key !== "j" && event.key !== "k") return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (waits > event.timeStamp) {
      waits = 0;
      const address = body.dataset[`go${event.key.toUpperCase()}`];
      if (address) {
        event.preventDefault();
        return go(address);
      }
    }
    if (event.key === "g") {
      waits = event.timeStamp + PATIENCE;
      return;
    }
    const act = Object.hasOwn(acts, event.key) && acts[event.key];
    if (!act) return;
    event.preventDefault(); // or the letter would stand in the field that it leads to
    act();
  });
}
