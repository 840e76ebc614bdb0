// Drafts: within three seconds in this browser and on the server, offered again on any device.
import { make, post, tokenOf } from "./page.js";

const BROWSER_DELAY = 400;
const SERVER_DELAY = 1500;
const SERVER_LATEST = 2800;
const SERVER_AGAIN = 30000;

class GildeDraft extends HTMLElement {
  connectedCallback() {
    if (this.form) return;
    this.form = this.querySelector("form");
    if (!this.form) return;
    this.key = `gilde-draft:${this.dataset.me ?? ""}:${this.dataset.key}`;
    this.status = this.querySelector("[data-draft-status]");
    this.form.addEventListener("input", (event) => { if (event.target.type !== "file") this.changed(); });
    this.form.addEventListener("submit", () => this.sending());
    this.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful && event.target === this.form) this.forget(); });
    addEventListener("online", () => { if (this.dirty && this.dataset.url) this.toServer(); });
    addEventListener("pagehide", () => { if (this.dirty) this.toServer(true); });
    // This script may come after the first letters.
    const isHere = this.contains(document.activeElement);
    if (isHere && [...this.form.elements].some((one) => "defaultValue" in one && one.value !== one.defaultValue)) this.changed();
    // A reply box asks the server only once somebody starts to write; the composer at once.
    if (this.classList.contains("composer-small") && !isHere) {
      this.form.addEventListener("focusin", () => this.look(), { once: true });
    } else this.look();
  }

  fields() {
    const kept = {};
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value !== "string" || name === "csrfmiddlewaretoken" || name === "client_id") continue;
      kept[name] = name in kept ? [].concat(kept[name], value) : value;
    }
    return kept;
  }

  isEmpty(fields = this.fields()) {
    return ![...this.form.elements].some((element) => element.matches("textarea, input:not([type]), input[type=text]") && element.name && String(fields[element.name] ?? "").trim());
  }

  changed() {
    this.dirty = true;
    this.first ??= Date.now();
    clearTimeout(this.browserTimer);
    this.browserTimer = setTimeout(() => this.toBrowser(), BROWSER_DELAY);
    if (!this.dataset.url) return;
    clearTimeout(this.serverTimer);
    this.serverTimer = setTimeout(() => this.toServer(), Math.max(0, Math.min(SERVER_DELAY, this.first + SERVER_LATEST - Date.now())));
  }

  toBrowser(extra = {}) {
    try {
      if (this.isEmpty()) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, JSON.stringify({ data: this.fields(), at: Date.now(), ...extra }));
      if (!this.dataset.url) this.say("kept");
    } catch { /* full or forbidden: the server still keeps it */ }
  }

  async toServer(leaving = false) {
    this.dirty = false;
    this.first = undefined;
    const data = new FormData();
    if (this.isEmpty()) data.set("drop", "1");
    for (const [name, value] of Object.entries(this.fields())) [].concat(value).forEach((one) => data.append(name, one));
    data.set("csrfmiddlewaretoken", tokenOf(this.form));
    if (leaving) return navigator.sendBeacon(this.dataset.url || "", data);
    this.say("saving");
    this.request?.abort();
    this.request = new AbortController();
    try {
      const answer = await post(this.dataset.url, data, { signal: this.request.signal });
      // Who was logged out meanwhile is led to the log-in page.
      const ok = answer.ok && !answer.redirected;
      this.say(ok ? "saved" : "kept");
      if (ok && !this.dirty) this.toBrowser({ saved: true });
      if (answer.status >= 500) this.later();
    } catch (error) {
      if (error.name === "AbortError") return;
      this.say("kept");
      this.later();
    }
  }

  // What did not arrive is sent again, also when nobody types any more; at once when the network is back.
  later() {
    this.dirty = true;
    clearTimeout(this.serverTimer);
    this.serverTimer = setTimeout(() => this.toServer(), SERVER_AGAIN);
  }

  say(word) { if (this.status) this.status.textContent = this.dataset[word] ?? ""; }

  sending() {
    this.dirty = false;
    clearTimeout(this.browserTimer);
    clearTimeout(this.serverTimer);
    this.request?.abort();
    // Without a connection it did not leave, and is offered again.
    this.toBrowser({ sent: navigator.onLine });
  }

  forget() {
    localStorage.removeItem(this.key);
    this.say("");
  }

  async look() {
    let local = null;
    try { local = JSON.parse(localStorage.getItem(this.key)); } catch { /* unreadable: as if there were none */ }
    // Who comes from the log-in page had been logged out: what they sent did not arrive.
    if (local && document.referrer.includes("/account/")) local.sent = false;
    if (!this.isEmpty()) {
      // The server filled in what it had, or what stands there; what was typed later, while it was away, is only here.
      if (local && !local.sent && !local.saved && local.at > (Date.parse(this.dataset.savedAt) || 0)) this.offer(local.data);
      return;
    }
    let remote = null;
    if (this.dataset.url) {
      try {
        const answer = await fetch(this.dataset.url, { headers: { Accept: "application/json" } });
        // Logged out, one hears of no draft.
        remote = answer.ok && !answer.redirected ? await answer.json() : undefined;
      } catch { remote = undefined; }
    }
    // What was sent, or saved on the server, and is no longer there has arrived or was thrown away elsewhere.
    if ((local?.sent || local?.saved) && remote !== undefined && !remote?.data) { this.forget(); local = null; }
    const remoteAt = Date.parse(remote?.saved_at) || 0;
    const found = remote?.data && remoteAt >= (local?.at ?? 0) ? remote.data : local?.data ?? remote?.data;
    if (found && this.isEmpty() && !this.isEmpty(found)) this.offer(found);
  }

  offer(found) {
    const go = make("button", { type: "button", className: "button button-quiet button-small", textContent: this.dataset.restore });
    const drop = make("button", { type: "button", className: "button button-plain button-small", textContent: this.dataset.drop });
    const line = make("div", { className: "composer-offer" }, make("span", { textContent: this.dataset.offer }), go, drop);
    line.setAttribute("role", "status");
    go.addEventListener("click", () => { line.remove(); this.restore(found); });
    drop.addEventListener("click", async () => {
      this.forget();
      if (this.dataset.url) {
        const data = new FormData();
        data.set("drop", "1");
        data.set("csrfmiddlewaretoken", tokenOf(this.form));
        drop.disabled = true;
        // The line goes when the server has let go of it; who leaves the page at once does not stop that.
        await post(this.dataset.url, data, { keepalive: true }).catch(() => {});
      }
      line.remove();
    });
    this.prepend(line);
  }

  restore(found) {
    for (const [name, value] of Object.entries(found)) {
      const values = [].concat(value);
      this.form.querySelectorAll(`[name="${CSS.escape(name)}"]`).forEach((element, index) => {
        // Of what is hidden only the version it began with comes along: what changed since then is told.
        if (["hidden", "file"].includes(element.type) && name !== "begun") return;
        if (element.type === "checkbox" || element.type === "radio") element.checked = values.includes(element.value);
        else if (element.multiple) [...element.options].forEach((option) => { option.selected = values.includes(option.value); });
        else element.value = values[index] ?? values[0];
        element.dispatchEvent(new Event("input", { bubbles: true }));
      });
    }
    this.form.querySelector("textarea")?.focus();
  }
}

customElements.define("gilde-draft", GildeDraft);
