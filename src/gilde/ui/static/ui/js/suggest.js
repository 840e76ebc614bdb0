// A list of suggestions under a field: people after an @, tags after a comma. Answers: {"items": [{value, label, note, picture}]}.
import { make } from "./page.js";

let lists = 0;

export class Suggestions {
  /** `read` gives the words to look up at the caret, or null; `take` puts the chosen value in. */
  constructor(field, url, read, take) {
    Object.assign(this, { field, url, read, take, items: [], chosen: -1, asked: 0 });
    this.list = make("div", { className: "suggestions", id: `suggestions-${++lists}`, hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", field.labels?.[0]?.textContent.trim() ?? "");
    field.after(this.list);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.list.id);
    this.isCombobox = field.tagName === "INPUT";
    if (this.isCombobox) { field.setAttribute("role", "combobox"); field.setAttribute("aria-expanded", "false"); }
    field.addEventListener("input", () => this.later());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    // The field keeps the caret. Chosen by the click and not before: a tap would go on to what lies beneath the list.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose([...this.list.children].indexOf(option));
    });
  }

  later() {
    clearTimeout(this.timer);
    const sought = this.read(this.field);
    if (sought === null) return this.close();
    this.timer = setTimeout(() => this.fetch(sought), 160);
  }

  async fetch(sought) {
    const turn = ++this.asked;
    const address = new URL(this.url, location.href);
    address.searchParams.set("q", sought);
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      const { items } = await answer.json();
      if (turn === this.asked && this.read(this.field) !== null) this.show(items);
    } catch { this.close(); }
  }

  show(items) {
    this.items = items.slice(0, 8);
    if (!this.items.length) return this.close();
    this.list.replaceChildren(...this.items.map((item, index) => {
      const option = make("div", { id: `${this.list.id}-${index}` });
      option.setAttribute("role", "option");
      if (item.picture) option.append(make("img", { src: item.picture, alt: "", width: 32, height: 32, className: "avatar avatar-s" }));
      option.append(make("span", { textContent: item.label }));
      if (item.note) option.append(make("small", { textContent: item.note }));
      return option;
    }));
    this.list.style.top = `${this.below()}px`;
    this.list.hidden = false;
    if (this.isCombobox) this.field.setAttribute("aria-expanded", "true");
    this.mark(0);
  }

  /** Where the list goes: under a line of text, under the line of the caret in a text field. */
  below() {
    const { field } = this;
    const end = field.offsetTop + field.offsetHeight;
    if (this.isCombobox) return end + 2;
    const mirror = make("div", { textContent: field.value.slice(0, field.selectionStart) || " " });
    const style = getComputedStyle(field);
    for (const name of ["font", "letterSpacing", "paddingBlock", "paddingInline", "border", "boxSizing"]) mirror.style[name] = style[name];
    Object.assign(mirror.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word", width: `${field.clientWidth}px` });
    field.after(mirror);
    const height = mirror.offsetHeight;
    mirror.remove();
    return Math.min(end, field.offsetTop + height - field.scrollTop) + 2;
  }

  mark(index) {
    this.chosen = (index + this.items.length) % this.items.length;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === this.chosen)));
    const option = this.list.children[this.chosen];
    this.field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (this.list.hidden) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) { event.preventDefault(); this.mark(this.chosen + move); }
    else if (event.key === "Enter" || event.key === "Tab") { event.preventDefault(); this.choose(this.chosen); }
    else if (event.key === "Escape") { event.stopPropagation(); this.close(); }
  }

  choose(index) {
    const item = this.items[index];
    this.close();
    if (!item) return;
    this.take(this.field, item.value);
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.close();
    this.field.focus();
  }

  close() {
    clearTimeout(this.timer);
    this.asked++;
    this.list.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
    if (this.isCombobox) this.field.setAttribute("aria-expanded", "false");
  }
}

function lastWord(field) {
  const word = field.value.slice(field.value.lastIndexOf(",") + 1).trim();
  return word.length ? word : null;
}

function takeWord(field, value) {
  const before = field.value.slice(0, field.value.lastIndexOf(",") + 1);
  field.value = `${before}${before ? " " : ""}${value}, `;
}

function attachSuggestions(part) {
  part.querySelectorAll("input[data-suggest]").forEach((field) => {
    if (field.suggestions) return;
    const mode = field.dataset.suggestMode;
    const [read, take] = mode === "list" ? [lastWord, takeWord]
      : mode === "terms" ? [(input) => input.value.match(/\S+$/)?.[0] ?? null, (input, value) => { input.value = input.value.replace(/\S+$/, value); }]
      : [(input) => input.value.trim() || null, (input, value) => { input.value = value; }];
    field.suggestions = new Suggestions(field, field.dataset.suggest, read, take);
  });
}

attachSuggestions(document);
document.addEventListener("htmx:load", (event) => attachSuggestions(event.target));
