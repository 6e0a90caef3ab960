// Before the first paint, for the theme "as the device": the server cannot know it.
(() => {
  const racine = document.documentElement;
  const sombre = window.matchMedia("(prefers-color-scheme: dark)");
  const poser = () => racine.setAttribute("data-bs-theme", sombre.matches ? "dark" : "light");
  sombre.addEventListener("change", poser);
  poser();
})();
