// A plain text field that understands @names, pasted pictures and files, and shows how the text will look.
import { make, newId, post, toast, tokenOf } from "./page.js";
import { Suggestions } from "./suggest.js";

class GildeEditor extends HTMLElement {
  connectedCallback() {
    if (this.area) return;
    this.area = this.querySelector("textarea");
    this.view = this.querySelector(".editor-preview");
    if (!this.area) return;
    if (this.dataset.mention) this.suggest = new Suggestions(this.area, this.dataset.mention, (area) => this.mention(area), (area, value) => this.take(area, value));
    if (this.dataset.upload) this.acceptFiles();
    if (this.dataset.limit) this.count();
    if (this.dataset.preview) this.previewButton();
    this.area.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.area.form.requestSubmit();
    });
  }

  mention(area) {
    if (area.selectionStart !== area.selectionEnd) return null;
    return area.value.slice(0, area.selectionStart).match(/(?:^|[\s(])@([\p{L}\p{N}_.-]{1,40})$/u)?.[1] ?? null;
  }

  take(area, value) {
    const start = area.value.slice(0, area.selectionStart).lastIndexOf("@");
    if (start < 0) return; // the caret went elsewhere meanwhile
    area.setRangeText(`${value} `, start, area.selectionStart, "end");
  }

  acceptFiles() {
    if (this.dataset.add) {
      const input = make("input", { type: "file", multiple: true, className: "for-readers", tabIndex: -1 });
      input.setAttribute("aria-hidden", "true");
      const button = make("button", { type: "button", className: "button button-plain button-small editor-add", textContent: this.dataset.add });
      button.addEventListener("click", () => input.click());
      input.addEventListener("change", () => { this.send([...input.files]); input.value = ""; });
      this.append(make("div", { className: "editor-foot" }, button, input));
    }
    this.area.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      // A table copied from a spreadsheet comes as text with a picture of it; the text is what is meant.
      if (files.length && !event.clipboardData.types.includes("text/plain")) { event.preventDefault(); this.send(files); }
    });
    this.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      this.classList.add("editor-over");
    });
    this.addEventListener("dragleave", () => this.classList.remove("editor-over"));
    this.addEventListener("drop", (event) => {
      this.classList.remove("editor-over");
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      this.send(event.dataTransfer.files);
    });
  }

  async send(files) {
    for (const file of files) {
      const place = `[${this.dataset.uploading.replace("{name}", file.name.replace(/[[\]]/g, ""))}]()`;
      this.put(place);
      const data = new FormData();
      data.set("file", file);
      data.set("client_id", newId());
      data.set("csrfmiddlewaretoken", tokenOf(this.area.form));
      let markdown = "";
      try {
        const answer = await post(this.dataset.upload, data);
        const told = await answer.json();
        if (answer.ok) markdown = told.markdown;
        else toast(told.error ?? this.dataset.refused);
      } catch { toast(this.dataset.refused); }
      const at = this.area.value.indexOf(place);
      if (at >= 0) this.area.setRangeText(markdown, at, at + place.length, "preserve");
      this.area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  put(text) {
    const { selectionStart: start, value } = this.area;
    const before = start && value[start - 1] !== "\n" ? "\n" : "";
    this.area.setRangeText(`${before}${text}\n`, start, this.area.selectionEnd, "end");
  }

  count() {
    const line = make("p", { className: "field-count" });
    this.append(line);
    const tell = () => {
      const left = Number(this.dataset.limit) - [...this.area.value].length;
      line.textContent = left < Number(this.dataset.limit) * 0.2 ? this.dataset.left.replace("{count}", left.toLocaleString(document.documentElement.lang)) : "";
      line.toggleAttribute("data-over", left < 0);
    };
    this.area.addEventListener("input", tell);
    tell();
  }

  previewButton() {
    const button = this.area.form?.querySelector("[data-preview-toggle]");
    if (!button) return;
    button.addEventListener("click", (event) => {
      event.preventDefault();
      if (!this.view.hidden) this.showPreview(button, false);
      else if (this.area.value.trim()) this.preview(button);
    });
  }

  async preview(button) {
    const data = new FormData();
    data.set("body", this.area.value);
    data.set("csrfmiddlewaretoken", tokenOf(this.area.form));
    try {
      const answer = await post(this.dataset.preview, data, { headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(answer.statusText);
      // The server has cleaned it, as it does for everyone who will read it.
      this.view.innerHTML = await answer.text();
      this.showPreview(button, true);
    } catch { toast(this.dataset.refusedPreview); }
  }

  showPreview(button, on) {
    this.view.hidden = !on;
    this.area.hidden = on;
    button.setAttribute("aria-pressed", String(on));
    const label = button.querySelector("span");
    if (label) label.textContent = on ? this.dataset.write : this.dataset.show;
  }
}

customElements.define("gilde-editor", GildeEditor);
