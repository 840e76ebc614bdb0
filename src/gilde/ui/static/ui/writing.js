// What helps with writing: names after an @, tags, drafts, files. collectstatic joins it into one file, apart from the
// scripts of every page; js/near.js fetches it when something to write in comes near.
import "./js/suggest.js";
import "./js/draft.js";
import "./js/editor.js";
import "./js/upload.js";
import "./js/referring.js";
