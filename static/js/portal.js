/*
 * Every page works without this. It looks for `data-behaviour="…"` and fetches what that element asks for, nothing else.
 * The list is literal, because the names of the files change with their content and only written-out imports are followed.
 */
const behaviours = {
  "autosave": () => import("./behaviours/autosave.js"),
  "confirm-leave": () => import("./behaviours/confirm-leave.js"),
  "copy-link": () => import("./behaviours/copy-link.js"),
  "copy-text": () => import("./behaviours/copy-text.js"),
  "draft": () => import("./behaviours/draft.js"),
  "focus": () => import("./behaviours/focus.js"),
  "left-drafts": () => import("./behaviours/left-drafts.js"),
  "look-up": () => import("./behaviours/look-up.js"),
  "menu": () => import("./behaviours/menu.js"),
  "mention": () => import("./behaviours/mention.js"),
  "preview": () => import("./behaviours/preview.js"),
  "quote": () => import("./behaviours/quote.js"),
  "similar": () => import("./behaviours/similar.js"),
  "shortcuts": () => import("./behaviours/shortcuts.js"),
  "reveal": () => import("./behaviours/reveal.js"),
  "tags": () => import("./behaviours/tags.js"),
  "toolbar": () => import("./behaviours/toolbar.js"),
  "upload": () => import("./behaviours/upload.js"),
};

const bind = async (element) => {
  const names = element.dataset.behaviour.split(/\s+/).filter((name) => name in behaviours);
  for (const name of names) {
    try {
      const { default: behave } = await behaviours[name]();
      behave(element);
    } catch (error) {
      // A script that did not arrive leaves the page as it was, which works.
      console.warn(`${name} did not start`, error);
    }
  }
};

// Nothing is fetched for what is far below: a reply box loads its scripts when a reader comes near it.
const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      waiting.get(target).forEach(bind);
    }
  },
  { rootMargin: "50%" },
);
const waiting = new Map();
for (const element of document.querySelectorAll("[data-behaviour]")) {
  // What the page wants read first is often below: it does not wait for a reader who would have to look for it.
  if (element.dataset.behaviour === "focus") {
    bind(element);
    continue;
  }
  // What is hidden is nowhere on the page, so what holds it is watched; what serves a whole form starts with the form.
  const holder = element.hidden ? element.parentElement : element;
  const seen = "ofForm" in element.dataset ? element.closest("form") : holder;
  waiting.set(seen, [...(waiting.get(seen) ?? []), element]);
  near.observe(seen);
}

// The reader's own zone, told to the server, which writes all times. The next page has it.
const isFirstVisit = !document.cookie.includes("tz=");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.split("; ").includes(`tz=${zone}`)) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `tz=${zone}; path=/; max-age=31536000; samesite=lax${secure}`;
}

// The old address of a topic that became a part of another leads here, and says so.
const was = new URLSearchParams(location.search).get("was")?.match(/^(\d+)-(\d+)$/);
if (was) import("./behaviours/led-on.js").then(({ default: ledOn }) => ledOn(was[1], was[2])).catch(() => {});

// A draft that was accepted is known by the page that came after it.
for (const accepted of document.querySelectorAll('meta[name="draft-accepted"]')) {
  try {
    accepted.content.split(" ").forEach((key) => localStorage.removeItem(`draft:${key}`));
  } catch {
    // No storage, no draft.
  }
}

// A table or a block of code that is wider than its box scrolls: then a keyboard has to get there, and only then.
for (const wide of document.querySelectorAll(".prose :is(pre, table)")) {
  if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
}

// The page for "no network" is fetched on the second page someone opens: the first is kept as light as it can be.
if ("serviceWorker" in navigator && !isFirstVisit) {
  addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}));
}
