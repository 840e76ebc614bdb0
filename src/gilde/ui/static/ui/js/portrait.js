// Choose a square of a photo, with pointer, touch or keys. The hidden fields carry x and size as fractions of the width,
// y as a fraction of the height.

const STAGE = 288;

class GildePortrait extends HTMLElement {
  connectedCallback() {
    if (this.stage) return;
    this.input = this.querySelector("input[type=file]");
    this.stage = this.querySelector(".portrait-stage");
    [this.left, this.top, this.side] = this.querySelectorAll("input[type=hidden]");
    this.input.addEventListener("change", () => this.open());
    this.stage.addEventListener("keydown", (event) => this.key(event));
    this.stage.addEventListener("pointerdown", (event) => this.grab(event));
    this.stage.addEventListener("wheel", (event) => { event.preventDefault(); this.resize(event.deltaY < 0 ? 0.95 : 1.05); }, { passive: false });
  }

  async open() {
    const [file] = this.input.files;
    this.stage.hidden = true;
    [this.left, this.top, this.side].forEach((field) => { field.value = ""; });
    if (!file) return;
    try { this.picture = await createImageBitmap(file); } catch { return; } // not a picture: the server says so
    const { width, height } = this.picture;
    const scale = Math.min(STAGE / Math.max(width, height), 1) * (Math.max(width, height) < STAGE ? STAGE / Math.max(width, height) : 1);
    this.canvas ??= this.stage.appendChild(document.createElement("canvas"));
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    this.size = Math.min(this.canvas.width, this.canvas.height);
    this.x = (this.canvas.width - this.size) / 2;
    this.y = (this.canvas.height - this.size) / 3;
    this.stage.hidden = false;
    this.draw();
  }

  draw() {
    const { width, height } = this.canvas;
    this.size = Math.max(24, Math.min(this.size, width, height));
    this.x = Math.max(0, Math.min(this.x, width - this.size));
    this.y = Math.max(0, Math.min(this.y, height - this.size));
    const brush = this.canvas.getContext("2d");
    brush.globalAlpha = 1;
    brush.clearRect(0, 0, width, height);
    brush.globalAlpha = 0.35;
    brush.drawImage(this.picture, 0, 0, width, height);
    brush.globalAlpha = 1;
    brush.save();
    brush.beginPath();
    brush.arc(this.x + this.size / 2, this.y + this.size / 2, this.size / 2, 0, 2 * Math.PI);
    brush.clip();
    brush.drawImage(this.picture, 0, 0, width, height);
    brush.restore();
    const style = getComputedStyle(this.stage);
    brush.strokeStyle = style.color;
    brush.lineWidth = 2;
    brush.strokeRect(this.x + 1, this.y + 1, this.size - 2, this.size - 2);
    this.left.value = (this.x / width).toFixed(4);
    this.top.value = (this.y / height).toFixed(4);
    this.side.value = (this.size / width).toFixed(4);
  }

  resize(factor) {
    const before = this.size;
    this.size *= factor;
    this.x += (before - this.size) / 2;
    this.y += (before - this.size) / 2;
    this.draw();
  }

  key(event) {
    const move = { ArrowLeft: [-4, 0], ArrowRight: [4, 0], ArrowUp: [0, -4], ArrowDown: [0, 4] }[event.key];
    if (move) { this.x += move[0]; this.y += move[1]; this.draw(); }
    else if (event.key === "+" || event.key === "=") this.resize(1.06);
    else if (event.key === "-") this.resize(0.94);
    else return;
    event.preventDefault();
  }

  grab(event) {
    if (!this.canvas) return;
    event.preventDefault();
    this.stage.focus();
    const start = { px: event.clientX, py: event.clientY, x: this.x, y: this.y, size: this.size };
    const box = this.canvas.getBoundingClientRect();
    const ratio = this.canvas.width / box.width;
    const corner = Math.hypot((event.clientX - box.left) * ratio - (this.x + this.size), (event.clientY - box.top) * ratio - (this.y + this.size)) < 32;
    this.stage.setPointerCapture(event.pointerId);
    const drag = (moved) => {
      const dx = (moved.clientX - start.px) * ratio;
      const dy = (moved.clientY - start.py) * ratio;
      if (corner) this.size = start.size + Math.max(dx, dy);
      else { this.x = start.x + dx; this.y = start.y + dy; }
      this.draw();
    };
    this.stage.addEventListener("pointermove", drag);
    this.stage.addEventListener("pointerup", () => this.stage.removeEventListener("pointermove", drag), { once: true });
  }
}

customElements.define("gilde-portrait", GildePortrait);
