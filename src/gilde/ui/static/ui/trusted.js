// Trusted Types: HTML that our own server made may be put into a page; no text ever becomes a script or its address.
// Must run before htmx, which swaps HTML.
// The one script address that is told to the browser as text is that of our service worker.
if (window.trustedTypes) window.trustedTypes.createPolicy("default", { createHTML: (html) => html, createScriptURL: (url) => (url === "/worker.js" ? url : undefined) });
