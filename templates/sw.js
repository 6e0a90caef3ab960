{% autoescape off %}// Keeps one page for when there is no network. Pages of the application are never stored.
const CACHE = {{ cache }};
const PAGE = {{ page }};
const RESSOURCES = {{ ressources }};

self.addEventListener("install", (evenement) => {
  evenement.waitUntil(
    caches.open(CACHE)
      .then((cache) => cache.addAll([PAGE, ...RESSOURCES].map((url) => new Request(url, { credentials: "omit" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (evenement) => {
  evenement.waitUntil(
    caches.keys()
      .then((noms) => Promise.all(noms.filter((nom) => nom.startsWith("hors-ligne-") && nom !== CACHE).map((nom) => caches.delete(nom))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (evenement) => {
  const demande = evenement.request;
  if (demande.method !== "GET") return;
  if (demande.mode === "navigate") {
    evenement.respondWith(fetch(demande).catch(() => caches.match(PAGE)));
  } else if (RESSOURCES.includes(new URL(demande.url).pathname)) {
    evenement.respondWith(fetch(demande).catch(() => caches.match(demande, { ignoreSearch: true })));
  }
});
{% endautoescape %}
