// Menus close like menus; the browser opens them.

function closeMenu(menu, focus) {
  menu.open = false;
  if (focus) menu.querySelector("summary").focus();
}

document.addEventListener("click", (event) => {
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => { if (!menu.contains(event.target)) closeMenu(menu); });
});

document.addEventListener("keydown", (event) => {
  const menu = document.querySelector("details[data-menu][open]");
  if (!menu) return;
  if (event.key === "Escape") closeMenu(menu, true);
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const items = [...menu.querySelectorAll("a.menu-item, button.menu-item")];
  if (!items.length) return;
  event.preventDefault();
  const here = items.indexOf(document.activeElement);
  items.at((here + (event.key === "ArrowDown" ? 1 : here < 0 ? 0 : -1)) % items.length).focus();
});

document.addEventListener("focusout", (event) => {
  const menu = event.target.closest?.("details[data-menu][open]");
  if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) closeMenu(menu);
});

// A row of tabs that is wider than a phone begins where one is.
document.querySelectorAll(".tabs, .filter-chips, .filter-folded > ul").forEach((row) => {
  const here = row.querySelector("[aria-current]");
  if (here && row.scrollWidth > row.clientWidth) row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
});
