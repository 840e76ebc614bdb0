// What was chosen is shown before it is sent.
import { make } from "./page.js";

class GildeUpload extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    this.chosen = this.querySelector(".upload-chosen");
    this.input?.addEventListener("change", () => this.show());
  }

  show() {
    const size = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
    this.chosen.replaceChildren(...[...this.input.files].map((file) => {
      const row = make("li");
      if (file.type.startsWith("image/") && file.size < 15e6) {
        const reader = new FileReader();
        const picture = make("img", { alt: "" });
        reader.addEventListener("load", () => { picture.src = reader.result; });
        reader.readAsDataURL(file);
        row.append(picture);
      }
      row.append(make("span", { textContent: file.name }), make("small", { textContent: file.size < 1e6 ? `${Math.ceil(file.size / 1e3)} kB` : `${size.format(file.size / 1e6)} MB` }));
      return row;
    }));
  }
}

customElements.define("gilde-upload", GildeUpload);
