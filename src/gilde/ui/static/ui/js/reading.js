// A page that was really shown is marked as read by a small request of its own, so that reading writes nothing.
import { post, tokenOf } from "./page.js";

function markRead() {
  document.querySelectorAll("[data-read-url]").forEach((mark) => {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", tokenOf(mark) || tokenOf());
    if (mark.dataset.readAt) data.set("at", mark.dataset.readAt);
    post(mark.dataset.readUrl, data, { keepalive: true }).catch(() => {});
    mark.removeAttribute("data-read-url");
  });
}

export function whenShown() {
  if (document.visibilityState === "visible") setTimeout(markRead, 700);
  else document.addEventListener("visibilitychange", whenShown, { once: true });
}

whenShown();

// A line that leads to something new says so when it is followed.
document.addEventListener("click", (event) => {
  const line = event.target.closest?.("[data-reads]");
  if (!line) return;
  const data = new FormData();
  data.set("csrfmiddlewaretoken", tokenOf(line) || tokenOf());
  post(line.dataset.reads, data, { keepalive: true }).catch(() => {});
});
