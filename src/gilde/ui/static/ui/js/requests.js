// What htmx cannot finish is said in words; nothing typed is touched.
import { showRefusal } from "./forms.js";
import { toast, words } from "./page.js";

document.addEventListener("htmx:sendError", () => toast(words().offline));
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  if (xhr.getResponseHeader("HX-Redirect") || xhr.getResponseHeader("HX-Refresh")) return;
  if (xhr.status === 404 && event.detail.elt.closest("[data-topic]")) return; // the page asked by itself; it moved away
  // A field with a mistake comes back as the form itself, with its sentence beside the field.
  toast(xhr.getResponseHeader("X-Sentence") ? decodeURIComponent(xhr.getResponseHeader("X-Sentence")) : words().failed);
});
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
    document.addEventListener("htmx:afterSettle", showRefusal, { once: true });
  }
});
// New parts of a list: the keyboard goes on where the "more" button stood.
document.addEventListener("htmx:beforeSwap", (event) => {
  const pager = event.detail.requestConfig?.elt?.closest?.(".pager");
  if (!pager || event.detail.isError) return;
  const last = pager.previousElementSibling;
  const list = pager.parentElement;
  document.addEventListener("htmx:afterSettle", () => {
    const fresh = last ? last.nextElementSibling : list.firstElementChild;
    (fresh?.matches("[tabindex]") ? fresh : fresh?.querySelector("a, button, [tabindex]"))?.focus({ preventScroll: true });
  }, { once: true });
});
