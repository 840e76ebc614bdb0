// What the other scripts share. Names at the top of a module are unique over all modules: they end up in one file.

export const root = document.documentElement;
export const words = () => document.getElementById("toasts")?.dataset ?? {};

/** Show a sentence at the foot of the page for some seconds; screen readers read it out. */
export function toast(text) {
  const place = document.getElementById("toasts");
  if (!place || !text) return;
  const item = document.createElement("p");
  item.className = "toast";
  item.textContent = text;
  place.append(item);
  setTimeout(() => item.remove(), 6000);
}

/** The CSRF token of a form on this page. */
export function tokenOf(form) {
  return (form ?? document).querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
}

/** POST form data to an address of ours. */
export function post(url, data, options = {}) {
  return fetch(url, { method: "POST", body: data, headers: { Accept: "application/json" }, credentials: "same-origin", ...options });
}

/** An id for one create; crypto.randomUUID exists only on https and localhost. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Make an element with properties and children. */
export function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/** Ask before something that cannot be undone; resolves to whether the person agrees. */
export function ask(question, yes, no) {
  return new Promise((resolve) => {
    const dialog = make("dialog", { className: "dialog" });
    const agree = make("button", { className: "button button-danger", value: "yes", textContent: yes });
    const refuse = make("button", { className: "button button-quiet", value: "", textContent: no, autofocus: true });
    dialog.append(make("form", { method: "dialog", className: "stack" }, make("p", { textContent: question, id: "asked" }), make("div", { className: "button-row" }, agree, refuse)));
    dialog.setAttribute("aria-labelledby", "asked");
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue === "yes"); });
    document.body.append(dialog);
    dialog.showModal();
  });
}
