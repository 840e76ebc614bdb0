// Trusted Types: HTML that our own server made may be put into a page; no text ever becomes a script or its address.
// Must run before htmx, which swaps HTML.
if (window.trustedTypes) window.trustedTypes.createPolicy("default", { createHTML: (html) => html });
