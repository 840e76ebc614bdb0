// Forms: sent once, asked first where it cannot be undone, and links that are copied.
import { ask, make, post, root, toast, words } from "./page.js";

const sent = new Set();
// A second click within 400 ms is no second wish: htmx may have put the opposite button in place between the two.
let last = "";
let until = 0;

function release(form) {
  sent.delete(form);
  form.removeAttribute("aria-busy");
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.method === "dialog") return;
  if (form.dataset.confirm && !form.dataset.agreed) {
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    if (await ask(form.dataset.confirm, submitter?.textContent.trim() || words().yes, words().no)) {
      form.dataset.agreed = "1";
      form.requestSubmit(submitter);
      delete form.dataset.agreed;
    }
    return;
  }
  if (!("once" in form.dataset)) return;
  if (sent.has(form) || (form.action === last && event.timeStamp < until)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  sent.add(form);
  last = form.action;
  until = event.timeStamp + 400;
  form.setAttribute("aria-busy", "true");
  // An answer that never comes must not lock the form for good; the client id keeps a second try from making two.
  setTimeout(() => release(form), 12000);
}, true);

document.addEventListener("htmx:afterRequest", (event) => release(event.target.closest?.("form") ?? event.target));
/** What was refused comes into view, with the caret where it can be mended: on a phone it may stand far below. */
export function showRefusal() {
  const place = document.querySelector("main :is(.form-errors, .field-bad):not(.style-page *)");
  if (!place) return;
  place.closest("details")?.setAttribute("open", "");
  place.querySelector("input:not([type=hidden]), textarea, select")?.focus({ preventScroll: true });
  place.scrollIntoView({ block: "center" });
}
showRefusal();

// Back from the next page out of the browser's memory: everything can be sent again.
addEventListener("pageshow", (event) => { if (event.persisted) [...sent].forEach(release); });

document.addEventListener("click", async (event) => {
  if (event.target.closest("button[data-refused]")) event.preventDefault();
  const copied = event.target.closest("a[data-copy]");
  if (copied && navigator.clipboard) {
    event.preventDefault();
    if (navigator.share && matchMedia("(pointer: coarse)").matches) {
      await navigator.share({ url: copied.href, title: document.title }).catch(() => {});
    } else {
      await navigator.clipboard.writeText(copied.href).then(() => toast(words().copied), () => { location.href = copied.href; });
    }
    copied.closest("details")?.removeAttribute("open");
  }
  // Opened to write in, so the caret is there; at once, or a phone would not bring its keyboard.
  const box = event.target.closest(".reply-box > summary")?.parentElement;
  if (box && !box.open) {
    event.preventDefault();
    box.open = true;
    box.querySelector("textarea")?.focus();
  }
  const reply = event.target.closest("[data-reply]");
  if (reply) answerTo(reply, event);
});

// Reply to one comment: without scripts the link leads to a page whose form knows it already.
function answerTo(link, event) {
  const box = document.getElementById(link.dataset.replyBox || "reply");
  const area = box?.querySelector("textarea");
  if (!area) return;
  event.preventDefault();
  area.closest("details")?.setAttribute("open", "");
  const form = area.form;
  if (link.dataset.replyField) {
    form.querySelector(`[name="${link.dataset.replyField}"]`)?.remove();
    form.querySelector(".reply-to")?.remove();
    form.append(make("input", { type: "hidden", name: link.dataset.replyField, value: link.dataset.reply }));
    if (link.dataset.replyName) {
      const line = make("p", { className: "reply-to field-hint", textContent: link.dataset.replyName + " " });
      const drop = make("button", { type: "button", className: "button button-plain button-small", textContent: words().no });
      drop.addEventListener("click", () => { form.querySelector(`[name="${link.dataset.replyField}"]`).remove(); line.remove(); });
      line.append(drop);
      area.closest(".field").before(line);
    }
  }
  area.focus();
  area.scrollIntoView({ block: "center" });
}

// Another community, or how far it goes: another circle of readers. The line that says who will see it follows, and so do
// the choices that stand under the names of communities.
function tellAudience({ form }) {
  const { community, audience } = form?.elements ?? {};
  const lines = [...(form?.querySelectorAll("template[data-level]") ?? [])];
  const here = lines.filter((line) => !community || line.dataset.place === community.value);
  const line = here.find((each) => each.dataset.level === audience?.value) ?? here[0];
  if (line) form.querySelector(".audience")?.replaceWith(line.content.firstElementChild.cloneNode(true));
  const name = community?.value && community.selectedOptions?.[0]?.textContent;
  form?.querySelectorAll("optgroup").forEach((group) => {
    group.hidden = group.disabled = Boolean(name) && group.label !== name;
    if (group.disabled && group.querySelector(":checked")) group.parentElement.value = "";
  });
}

document.addEventListener("input", (event) => { if (event.target.matches("select[data-audience]")) tellAudience(event.target); });
addEventListener("pageshow", () => document.querySelectorAll("select[data-audience]").forEach(tellAudience));

// The theme changes at once; the form remembers it. Drafts of one person do not wait for the next at this computer.
document.addEventListener("submit", (event) => {
  const { submitter, target: form } = event;
  if (submitter?.name === "theme" && form.classList.contains("footer-display")) {
    event.preventDefault();
    root.dataset.theme = submitter.value;
    form.querySelectorAll("[name=theme]").forEach((button) => button.toggleAttribute("aria-current", button === submitter));
    submitter.setAttribute("aria-current", "true");
    const data = new FormData(form);
    data.set("theme", submitter.value);
    post(form.action, data, { keepalive: true }).catch(() => form.requestSubmit());
  }
  if (form.hasAttribute("data-forget")) {
    Object.keys(localStorage).filter((key) => key.startsWith("gilde-draft:")).forEach((key) => localStorage.removeItem(key));
  }
});

// A title is one line that may grow: what is pasted loses its line breaks, and Enter does not make one.
document.addEventListener("input", (event) => {
  const area = event.target;
  if (!area.matches?.("textarea[data-line]") || !/[\r\n]/.test(area.value)) return;
  const here = area.selectionStart;
  area.value = area.value.replace(/\s*[\r\n]+\s*/g, " ");
  area.setSelectionRange(here, here);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.isComposing && event.target.matches?.("textarea[data-line]")) event.preventDefault();
});
