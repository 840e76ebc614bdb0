// "7 min ago" stays true while the page is open; and the server learns the time zone for the next page.
import { root } from "./page.js";

const relative = new Intl.RelativeTimeFormat(root.lang || "en", { numeric: "auto", style: "short" });

function refreshTimes() {
  document.querySelectorAll("time[title]").forEach((time) => {
    const seconds = (Date.now() - Date.parse(time.dateTime)) / 1000;
    if (seconds >= 60 && seconds < 3600) time.textContent = relative.format(-Math.floor(seconds / 60), "minute");
    else if (seconds >= 3600 && seconds < 12 * 3600) time.textContent = relative.format(-Math.floor(seconds / 3600), "hour");
  });
}

setInterval(() => { if (!document.hidden) refreshTimes(); }, 60000);

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.includes("gilde_time_zone=")) {
  document.cookie = `gilde_time_zone=${zone}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
}
