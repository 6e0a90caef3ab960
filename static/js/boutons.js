// Buttons, menus and forms: what a press does beyond its link or its sending.
import { annoncer } from "./fragments.js";

// Drop-down menus are <details>: here they also close on Escape and on a click elsewhere.
const ouverts = () => document.querySelectorAll("details.deroulant[open]");

function menus() {
  document.addEventListener("click", (evenement) => {
    for (const menu of ouverts()) {
      if (!menu.contains(evenement.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (evenement) => {
    if (evenement.key !== "Escape") return;
    for (const menu of ouverts()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

// In a grid of values, Enter goes on to the next one, and from the last to the button.
function suites() {
  document.addEventListener("keydown", (evenement) => {
    const champ = evenement.target;
    const grille = evenement.key === "Enter" && champ.type === "text" && champ.closest("form[data-suite]");
    if (!grille) return;
    evenement.preventDefault();
    const champs = [...grille.querySelectorAll('input[type="text"], button[type="submit"]')];
    const suivant = champs[champs.indexOf(champ) + 1];
    suivant.focus();
    if (suivant.select) suivant.select();
  });
}

// One press sends a form once; the server refuses a second sending anyway.
function envois() {
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

// Buttons that only a script can serve: without it they stay hidden.
function montrer() {
  document.querySelectorAll("[data-copier][hidden]").forEach(copier);
  for (const bouton of document.querySelectorAll("[data-imprimer][hidden]")) {
    bouton.addEventListener("click", () => window.print());
    bouton.hidden = false;
  }
}

export function boutons() {
  menus();
  envois();
  suites();
  montrer();
  document.addEventListener("htmx:afterSettle", montrer);
}
