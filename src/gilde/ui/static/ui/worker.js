// The service worker: what was opened last can be read without a connection, and a device can be told something.
// Served at /worker.js with HOUSE in front of it: { version, shell, offline, icon, copy: { nl, en } }.
// Pages come from the network whenever there is one; a copy is only ever shown to the person it was made for.
const SHELL = `shell-${HOUSE.version}`;
const PAGES = "pages";
const MOST = 30; // pages
const OLDEST = 14 * 86400e3; // ms
const READ = /^\/($|d\/|c\/|bell\/)/; // what is read; settings and forms are not kept

self.addEventListener("install", (event) => {
  self.skipWaiting(); // pages come from the network, so a newer worker can take over at once
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll([...HOUSE.shell, HOUSE.offline])));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== SHELL && name !== PAGES) await caches.delete(name);
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (request.method === "GET") event.respondWith(page(event, url));
    else if (url.pathname.startsWith("/account/")) event.waitUntil(caches.delete(PAGES)); // logging in or out
    // What cannot leave leads back to its page, which offers what was typed; with a connection no form passes here.
    else if (!navigator.onLine) event.respondWith(fetch(request).catch(() => Response.redirect(request.referrer || "/", 303)));
  } else if (HOUSE.shell.includes(url.pathname)) {
    event.respondWith(caches.match(request, { cacheName: SHELL }).then((found) => found ?? fetch(request)));
  }
});

async function page(event, url) {
  try {
    const response = await (event.preloadResponse ?? undefined) ?? await fetch(event.request);
    event.waitUntil(keep(url, response.clone()));
    return response;
  } catch {
    return (await copyOf(url)) ?? (await caches.match(HOUSE.offline, { cacheName: SHELL })) ?? Response.error();
  }
}

// One queue: two pages that arrive at once must not each forget the other's reader.
let queue = Promise.resolve();
function keep(url, response) {
  queue = queue.then(() => keepNow(url, response)).catch(() => {});
  return queue;
}

async function keepNow(url, response) {
  if (response.type !== "basic" || !/^text\/html/.test(response.headers.get("Content-Type") ?? "")) return;
  if (response.status >= 500) return;
  const reader = response.headers.get("Gilde-Reader") ?? "";
  let cache = await caches.open(PAGES);
  const known = await cache.match("/-reader");
  if ((known ? await known.text() : "") !== reader) {
    await caches.delete(PAGES);
    if (!reader) return;
    cache = await caches.open(PAGES);
    await cache.put("/-reader", new Response(reader));
  }
  if (!reader) return;
  const address = url.pathname + url.search;
  await cache.delete(address);
  if (!response.ok || response.redirected || !READ.test(url.pathname)) return;
  const headers = new Headers({ "Content-Type": response.headers.get("Content-Type"), "Kept-At": Date.now() });
  for (const name of ["Content-Security-Policy", "Referrer-Policy", "Cross-Origin-Opener-Policy", "X-Content-Type-Options"])
    if (response.headers.has(name)) headers.set(name, response.headers.get(name));
  await cache.put(address, new Response(await response.text(), { headers }));
  const kept = (await cache.keys()).filter((one) => !one.url.endsWith("/-reader"));
  for (const old of kept.slice(0, -MOST)) await cache.delete(old);
}

async function copyOf(url) {
  const cache = await caches.open(PAGES);
  const found = await cache.match(url.pathname + url.search);
  if (!found || Date.now() - found.headers.get("Kept-At") > OLDEST) return null;
  const text = await found.text();
  const words = HOUSE.copy[/<html lang="(\w+)"/.exec(text)?.[1]] ?? HOUSE.copy.en;
  const marked = text.replace(/<main[^>]*>/, (main) => `${main}<div class="flashes" role="status"><p class="notice notice-warn">${words}</p></div>`);
  return new Response(marked, { headers: found.headers });
}

self.addEventListener("push", (event) => {
  let told = {};
  try { told = event.data.json(); } catch { /* not ours, but the browser wants to see something */ }
  event.waitUntil(self.registration.showNotification(told.title ?? HOUSE.name, {
    body: told.body ?? "", tag: told.tag, lang: told.lang, icon: HOUSE.icon, data: { url: told.url ?? "/" },
  }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const to = new URL(event.notification.data?.url ?? "/", location.origin);
  if (to.origin !== location.origin) return;
  event.waitUntil((async () => {
    const [open] = await self.clients.matchAll({ type: "window" });
    await open?.focus();
    await (open ? open.navigate(to.href).catch(() => self.clients.openWindow(to.href)) : self.clients.openWindow(to.href));
  })());
});
