// Single keys, for those who left them on in their settings.
import { root } from "./page.js";

let prefix = "";

function isTyping(target) {
  return target.isContentEditable || /^(input|textarea|select|audio|video)$/i.test(target.tagName) || target.closest("dialog[open], [popover]:popover-open, [role=application]");
}

function step(by, selector = "[data-item]") {
  const all = [...document.querySelectorAll("[data-item]")];
  const here = all.indexOf(document.activeElement.closest?.("[data-item]"));
  const next = by > 0
    ? all.slice(here + 1).find((item) => item.matches(selector)) ?? (selector === "[data-item]" ? null : all.find((item) => item.matches(selector)))
    : all[here - 1];
  if (!next) return;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

// The search opens over the page; what it needs is fetched when somebody searches.
function find(event) {
  const link = document.querySelector("[data-finder]");
  event?.preventDefault();
  return import(link.dataset.finder).then((finder) => finder.openFinder(link), () => { location.href = link.href; });
}

document.addEventListener("click", (event) => { if (event.target.closest("[data-finder]") && !event.ctrlKey) find(event); });
document.addEventListener("keydown", (event) => { if (event.key === "k" && (event.ctrlKey || event.metaKey)) find(event); });

const acts = {
  "/": () => find(),
  "j": () => step(1),
  "k": () => step(-1),
  "n": () => step(1, ".card-unread, .comment-unread, .answer-unread"),
  "r": () => {
    const own = document.activeElement.closest?.("[data-item]")?.querySelector("[data-reply]");
    if (own) own.click();
    else document.querySelector("#reply textarea, #answer textarea")?.focus();
  },
  "c": () => document.querySelector("[data-key=c]")?.click(),
  "g h": () => { location.href = "/"; },
  "?": () => document.getElementById("shortcuts")?.showModal(),
};

if ("shortcuts" in root.dataset) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
    if (event.key === "Enter" && event.target.matches("[data-item]")) {
      event.target.querySelector(".card-title a")?.click();
      return;
    }
    const key = prefix ? `${prefix} ${event.key}` : event.key;
    prefix = event.key === "g" && !prefix ? "g" : "";
    if (prefix) setTimeout(() => { prefix = ""; }, 1500);
    if (!acts[key]) return;
    event.preventDefault();
    acts[key]();
  });
}
