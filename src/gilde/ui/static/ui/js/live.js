// While a page is in view it hears that something changed: "live:bell", "live:reply", … on the body, for htmx to ask anew.
// A page that is out of sight lets go of its stream, because browsers keep only six connections to one house.
import { root } from "./page.js";

const PATIENCE = 30000; // ms out of sight
let stream, away;

const waiting = {};

// What comes in a burst is asked for once.
function tell(kind) {
  waiting[kind] ??= setTimeout(() => {
    delete waiting[kind];
    document.body.dispatchEvent(new CustomEvent(`live:${kind}`, { bubbles: true }));
  }, 400);
}

function open() {
  clearTimeout(away);
  if (stream) return;
  const topics = [...document.querySelectorAll("[data-live-topic]")].map((place) => `topic=${encodeURIComponent(place.dataset.liveTopic)}`);
  stream = new EventSource(`/live?${topics.join("&")}`);
  ["bell", "reply"].forEach((kind) => stream.addEventListener(kind, () => tell(kind)));
  stream.addEventListener("resync", () => { tell("bell"); tell("reply"); });
}

function close() { stream?.close(); stream = undefined; }

if ("live" in root.dataset) {
  document.addEventListener("visibilitychange", () => {
    clearTimeout(away);
    if (document.hidden) away = setTimeout(close, PATIENCE);
    else if (!stream) { open(); tell("bell"); tell("reply"); }
  });
  if (!document.hidden) open();
}
