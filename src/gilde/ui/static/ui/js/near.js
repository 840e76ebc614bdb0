// What helps with writing is fetched when something to write in comes near, or is written in: who only reads goes without.
import { words } from "./page.js";

const WRITTEN_IN = "gilde-draft, gilde-editor, gilde-upload, gilde-referring, [data-suggest]";
let writing;

function fetchWriting() {
  near.disconnect();
  writing ??= import(words().writing).catch(() => { writing = undefined; }); // the next touch of a field tries again
}

// What stands in a closed <details> is near only once that is opened.
const near = new IntersectionObserver((found) => { if (found.some((one) => one.isIntersecting)) fetchWriting(); }, { rootMargin: "50%" });

function watch(part) {
  if (!writing) part.querySelectorAll(WRITTEN_IN).forEach((one) => near.observe(one));
}

watch(document);
document.addEventListener("htmx:load", (event) => watch(event.target));
document.addEventListener("focusin", (event) => { if (event.target.closest(WRITTEN_IN)) fetchWriting(); });
