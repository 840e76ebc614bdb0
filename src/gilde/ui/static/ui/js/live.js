// While a page is in view it hears that something changed: "live:bell" on the body, for htmx to ask anew.
// A page that is out of sight lets go of its stream, because browsers keep only six connections to one house.
import { root } from "./page.js";

const PATIENCE = 30000; // ms out of sight
let stream, away, waiting;

// What comes in a burst is asked for once.
function tell() {
  waiting ??= setTimeout(() => {
    waiting = undefined;
    document.body.dispatchEvent(new CustomEvent("live:bell", { bubbles: true }));
  }, 400);
}

function open() {
  if (stream) return;
  stream = new EventSource("/live");
  ["bell", "resync"].forEach((kind) => stream.addEventListener(kind, tell));
}

function close() { stream?.close(); stream = undefined; }

if ("live" in root.dataset) {
  document.addEventListener("visibilitychange", () => {
    clearTimeout(away);
    if (document.hidden) away = setTimeout(close, PATIENCE);
    else if (!stream) { open(); tell(); }
  });
  if (!document.hidden) open();
}
