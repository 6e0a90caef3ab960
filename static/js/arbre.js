// A branch that has been fetched once opens and closes here; the first time htmx fetches it.
const branche = (lien) => document.getElementById(lien.getAttribute("aria-controls"));

document.addEventListener(
  "click",
  (evenement) => {
    const lien = evenement.target.closest("a[data-branche]");
    if (!lien || evenement.ctrlKey || evenement.metaKey || evenement.shiftKey) return;
    const contenu = branche(lien);
    if (!contenu.firstElementChild) return;
    evenement.preventDefault();
    evenement.stopPropagation();
    contenu.hidden = !contenu.hidden;
    lien.setAttribute("aria-expanded", String(!contenu.hidden));
  },
  true,
);

document.addEventListener("htmx:afterSwap", (evenement) => {
  const lien = document.querySelector(`a[data-branche][aria-controls="${evenement.detail.target.id}"]`);
  if (lien) lien.setAttribute("aria-expanded", "true");
});
