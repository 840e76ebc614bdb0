// What was chosen is shown before it is sent; of each picture may be said what it shows.
import { make } from "./page.js";

class GildeUpload extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    this.chosen = this.querySelector(".upload-chosen");
    this.alt = this.querySelector(".upload-alt");
    this.alt?.remove();
    this.said = { "": this.alt?.control.value }; // by file name; first what was said of one that could not be kept
    this.chosen.addEventListener("input", ({ target }) => { this.said[target.title] = target.value; });
    this.input?.addEventListener("change", () => this.show());
  }

  show() {
    const size = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
    this.chosen.replaceChildren(...[...this.input.files].map((file) => {
      const row = make("li");
      const isPicture = file.type.startsWith("image/");
      if (isPicture && file.size < 15e6) {
        const reader = new FileReader();
        const picture = make("img", { alt: "" });
        reader.addEventListener("load", () => { picture.src = reader.result; });
        reader.readAsDataURL(file);
        row.append(picture);
      }
      row.append(make("span", { textContent: file.name }), make("small", { textContent: file.size < 1e6 ? `${Math.ceil(file.size / 1e3)} kB` : `${size.format(file.size / 1e6)} MB` }));
      if (isPicture && this.alt) {
        const alt = this.alt.cloneNode(true);
        Object.assign(alt.control, { title: file.name, value: this.said[file.name] ?? this.said[""] ?? "" });
        this.said[""] = "";
        row.append(alt);
      }
      return row;
    }));
  }
}

customElements.define("gilde-upload", GildeUpload);
