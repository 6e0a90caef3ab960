// One press sends a form once; the server refuses a second sending anyway.
export function envois() {
  document.addEventListener("submit", (evenement) => {
    const formulaire = evenement.target;
    if (formulaire.method !== "post") return;
    if (formulaire.dataset.envoye) {
      evenement.preventDefault();
      return;
    }
    formulaire.dataset.envoye = "1";
    formulaire.setAttribute("aria-busy", "true");
  });
  // Back from the next page: the form may be sent again.
  window.addEventListener("pageshow", () => {
    for (const formulaire of document.querySelectorAll("form[data-envoye]")) {
      delete formulaire.dataset.envoye;
      formulaire.removeAttribute("aria-busy");
    }
  });
}
