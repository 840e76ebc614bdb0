// While a page is in view it hears that something changed: "live:bell" (what concerns me) and "live:talk" (what the page
// shows: its data-topic) on the body, for htmx to ask anew.
// A page that is out of sight lets go of its stream, because browsers keep only six connections to one house.
import { root } from "./page.js";
import { whenShown } from "./reading.js";

const PATIENCE = 30000; // ms out of sight
const KINDS = ["bell", "talk"];
const waiting = {};
let stream, away;

// What comes in a burst is asked for once, and not by everybody in the same instant.
function tell(kind) {
  waiting[kind] ??= setTimeout(() => {
    delete waiting[kind];
    document.body.dispatchEvent(new CustomEvent(`live:${kind}`, { bubbles: true }));
  }, 300 + Math.random() * 300);
}

const tellAll = () => KINDS.forEach(tell);

function open() {
  if (stream) return;
  const page = document.querySelector("[data-topic]")?.dataset;
  stream = new EventSource(page ? `/live?${new URLSearchParams({ topic: page.topic, since: page.since })}` : "/live");
  KINDS.forEach((kind) => stream.addEventListener(kind, () => tell(kind)));
  stream.addEventListener("resync", tellAll);
}

function close() { stream?.close(); stream = undefined; }

if ("live" in root.dataset) {
  document.addEventListener("visibilitychange", () => {
    clearTimeout(away);
    if (document.hidden) away = setTimeout(close, PATIENCE);
    else if (!stream) { open(); tellAll(); }
  });
  if (!document.hidden) open();
  // New replies stand in their place: go to the first, and they are read.
  document.addEventListener("shown", (event) => {
    document.getElementById(event.detail.value)?.focus();
    whenShown();
  });
  navigator.serviceWorker?.register("/worker.js").catch(() => {}); // for reading without a connection
}
