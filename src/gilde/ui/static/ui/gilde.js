// The scripts of every page, in order. collectstatic joins them into one file; every page works without them.
import "./js/page.js";
import "./js/forms.js";
import "./js/menus.js";
import "./js/times.js";
import "./js/requests.js";
import "./js/reading.js";
import "./js/keys.js";
import "./js/near.js";
import "./js/live.js";
