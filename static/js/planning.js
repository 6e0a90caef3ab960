// The planning: its keys on every view, and the board where the screen is wide enough for one.
import { enSaisie, touchesActives } from "./clavier.js";

const LIENS = { t: "planning-aujourdhui", ArrowLeft: "planning-avant", ArrowRight: "planning-apres" };
const LARGE = window.matchMedia("(min-width: 768px)");

function touches() {
  document.addEventListener("keydown", (evenement) => {
    const lien = document.getElementById(LIENS[evenement.key] ?? "");
    const occupe = evenement.defaultPrevented || evenement.ctrlKey || evenement.metaKey || evenement.altKey
      || evenement.shiftKey || evenement.isComposing || enSaisie(evenement.target)
      || evenement.target.closest(".ec-main, .planning-table") || document.querySelector("dialog[open]");
    if (!lien || occupe || !touchesActives()) return;
    evenement.preventDefault();
    lien.click();
  });
}

// The board's rows as a table, for phone and paper: fetched when one of them asks for it.
function table(cadre) {
  const boite = cadre.querySelector("[data-table]");
  const adresse = boite.dataset.table;
  let perimee = true;

  function suivre() {
    if (!perimee || LARGE.matches) return;
    perimee = false;
    window.htmx.ajax("GET", adresse, { target: boite, swap: "innerHTML" });
  }
  LARGE.addEventListener("change", suivre);
  suivre();

  // Printing waits for no promise, so this one request is not asynchronous.
  window.addEventListener("beforeprint", () => {
    if (!perimee) return;
    const demande = new XMLHttpRequest();
    demande.open("GET", adresse, false);
    demande.setRequestHeader("HX-Request", "true");
    try {
      demande.send();
    } catch {
      return; // offline: the banner says so
    }
    if (demande.status !== 200) return;
    boite.innerHTML = demande.responseText;
    perimee = false;
  });

  return {
    // What it shows has changed since.
    perimer() {
      perimee = true;
    },
  };
}

touches();
const cadre = document.getElementById("planning");
if (cadre?.dataset.vue) {
  const papier = table(cadre);
  if (LARGE.matches) {
    const { tableau } = await import("./planning-tableau.js");
    tableau(cadre, papier);
  }
}
