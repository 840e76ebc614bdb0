// The page without a connection: what this device kept of what was opened last.
const KEPT_SIGNS = { amp: "&", lt: "<", gt: ">", quot: '"' };
const keptList = document.querySelector("[data-kept]");

async function listKept() {
  const cache = await caches.open("pages");
  for (const request of (await cache.keys()).reverse()) {
    const { pathname, search } = new URL(request.url);
    if (pathname === "/-reader") continue;
    const text = await (await cache.match(request)).text();
    const title = /<title>([^<]*)/.exec(text)?.[1].replace(/&(?:#(\d+)|(amp|lt|gt|quot));/g, (_all, code, name) => (code ? String.fromCodePoint(code) : KEPT_SIGNS[name]));
    const link = document.createElement("a");
    link.href = pathname + search;
    link.textContent = title?.replace(/ · [^·]*$/, "") || pathname;
    const item = document.createElement("li");
    item.append(link);
    keptList.append(item);
  }
  keptList.closest("section").hidden = !keptList.children.length;
}

if (keptList && window.caches) listKept();
