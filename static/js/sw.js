/*
 * One promise: with the network gone, a page still answers, in our own words. Nothing that a person reads is kept here,
 * so nobody who uses this browser next can find it.
 */
const STORE = "offline-1";
const PAGE = "/offline/";

const fill = async () => {
  const store = await caches.open(STORE);
  const answer = await fetch(PAGE, { credentials: "omit", cache: "reload" });
  if (!answer.ok) throw new Error("the offline page did not come");
  const text = await answer.clone().text();
  await store.put(PAGE, answer);
  // The page names its own style sheet and icon, hashed in production: keep exactly those.
  const found = [...text.matchAll(/<link[^>]+rel="(?:stylesheet|icon)"[^>]+href="([^"]+)"/g)].map((match) => match[1]);
  await store.addAll(found);
};

self.addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== STORE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(PAGE)));
  } else if (["style", "image"].includes(request.destination)) {
    event.respondWith(fetch(request).catch(() => caches.match(request).then((kept) => kept ?? Response.error())));
  }
});
