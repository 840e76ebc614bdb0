// The search over any page: quick answers while one types, Enter for the whole page of them.

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

export function openFinder(link) {
  if (document.querySelector("dialog[open]")) return;
  const page = link.href;
  const label = link.textContent.trim();
  const field = element("input", { type: "search", name: "q", className: "finder-field", placeholder: label, autocomplete: "off", maxLength: 300, autofocus: true });
  field.setAttribute("aria-label", label);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "true", "aria-controls": "finder-list", "aria-autocomplete": "list" })) field.setAttribute(name, value);
  const list = element("div", { id: "finder-list", className: "finder-list" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  const close = element("button", { type: "button", className: "button button-plain", textContent: link.dataset.close });
  const form = element("form", { action: page, method: "get", className: "finder-form" }, field, close);
  form.setAttribute("role", "search");
  const dialog = element("dialog", { className: "dialog finder" }, form, list);
  dialog.setAttribute("aria-label", label);

  let timer;
  let turn = 0;
  let chosen = -1;
  const lines = () => [...list.querySelectorAll("[role=option]")];

  function mark(index) {
    const all = lines();
    chosen = all.length ? (index + all.length) % all.length : -1;
    all.forEach((line, at) => { line.id = `finder-${at}`; line.setAttribute("aria-selected", String(at === chosen)); });
    if (chosen < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  }

  async function look() {
    const mine = ++turn;
    const address = new URL("instant/", page);
    address.searchParams.set("q", field.value);
    try {
      const answer = await fetch(address, { headers: { "HX-Request": "true" } });
      if (!answer.ok || mine !== turn) return;
      const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== turn) return;
      list.replaceChildren(...parsed.body.children);
      chosen = -1;
      field.removeAttribute("aria-activedescendant");
    } catch { /* Enter still leads to the page. */ }
  }

  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, 120); });
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); mark(chosen < 0 && step < 0 ? -1 : chosen + step); }
    if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); lines()[chosen].click(); }
  });
  list.addEventListener("click", (event) => {
    const term = event.target.closest("[data-term]")?.dataset.term;
    if (!term) return;
    field.value = field.value.replace(/\S*$/, term.endsWith(":") ? term : `${term} `);
    field.focus();
    look();
  });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => { clearTimeout(timer); dialog.remove(); link.focus(); });
  document.body.append(dialog);
  dialog.showModal();
  field.focus();
  look();
}
