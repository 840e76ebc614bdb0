// Asks a browser to tell something on this device, when somebody says so and never before.
const PUSH_NO = "gilde-push-no";
const AGAIN = 30 * 86400e3; // ms after "not now"

class PushOffer extends HTMLElement {
  connectedCallback() {
    if (!("PushManager" in window) || !navigator.serviceWorker || Notification.permission === "denied") return;
    if (!this.hasAttribute("data-always") && Date.now() - Number(localStorage.getItem(PUSH_NO)) < AGAIN) return;
    this.look();
    this.addEventListener("click", (event) => {
      const said = event.target.closest("[data-push]")?.dataset.push;
      if (said === "no") { localStorage.setItem(PUSH_NO, Date.now()); this.hidden = true; }
      if (said === "yes") this.subscribe();
    });
  }

  async look() {
    const worker = await navigator.serviceWorker.getRegistration("/");
    const known = await worker?.pushManager.getSubscription();
    this.hidden = Boolean(known) && this.dataset.known === "yes";
  }

  async subscribe() {
    this.querySelectorAll("button").forEach((one) => { one.disabled = true; }); // the browser may take its time
    try {
      await navigator.serviceWorker.register(this.dataset.worker);
      const worker = await navigator.serviceWorker.ready;
      const given = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: this.dataset.key });
      const { endpoint, keys } = given.toJSON();
      const data = new FormData();
      Object.entries({ endpoint, public_key: keys.p256dh, auth: keys.auth, csrfmiddlewaretoken: this.querySelector("[name=csrfmiddlewaretoken]").value }).forEach(([name, value]) => data.set(name, value));
      const answer = await fetch(this.dataset.url, { method: "POST", body: data, credentials: "same-origin" });
      this.say(answer.ok ? this.dataset.done : this.dataset.failed);
      if (answer.ok && this.hasAttribute("data-always")) location.reload();
    } catch { this.say(this.dataset.failed); }
  }

  say(text) {
    const line = document.createElement("p");
    line.className = "panel-text";
    line.setAttribute("role", "status");
    line.textContent = text;
    this.replaceChildren(line);
  }
}

customElements.define("gilde-push", PushOffer);
