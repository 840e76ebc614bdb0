// Words to take along: a button that copies the text it stands under, and says so on itself.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copied]");
  const text = button?.closest(":has(> textarea)")?.querySelector("textarea");
  if (!text) return;
  text.select();
  await navigator.clipboard?.writeText(text.value).then(() => { button.querySelector("span").textContent = button.dataset.copied; }, () => {});
});
