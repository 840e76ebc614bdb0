// What htmx cannot finish is said in words; nothing typed is touched.
import { toast, words } from "./page.js";

document.addEventListener("htmx:sendError", () => toast(words().offline));
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  if (xhr.getResponseHeader("HX-Redirect") || xhr.getResponseHeader("HX-Refresh")) return;
  // A field with a mistake comes back as the form itself, with its sentence beside the field.
  toast(xhr.getResponseHeader("X-Sentence") ? decodeURIComponent(xhr.getResponseHeader("X-Sentence")) : words().failed);
});
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
// New parts of a list: the keyboard goes on where the "more" button stood.
document.addEventListener("htmx:afterSwap", (event) => {
  const { requestConfig, elt } = event.detail;
  if (requestConfig?.elt?.closest?.(".pager")) elt.parentElement?.querySelector("[data-item]:focus-within")?.focus();
});
