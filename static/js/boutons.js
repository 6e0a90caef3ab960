// Buttons that only a script can serve: without it they stay hidden.
import { annoncer } from "./fragments.js";

function copier(bouton) {
  const mots = bouton.querySelector("span");
  const avant = mots.textContent;
  bouton.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(bouton.dataset.copier);
      mots.textContent = "Lien copié";
    } catch {
      mots.textContent = bouton.dataset.copier;
    }
    annoncer(mots.textContent);
    setTimeout(() => {
      mots.textContent = avant;
    }, 4000);
  });
  bouton.hidden = false;
}

export function boutons() {
  document.querySelectorAll("[data-copier]").forEach(copier);
  for (const bouton of document.querySelectorAll("[data-imprimer]")) {
    bouton.addEventListener("click", () => window.print());
    bouton.hidden = false;
  }
}
