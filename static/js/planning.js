// The planning: its keys on every view, and the board where the screen is wide enough for one.
import { enSaisie, touchesActives } from "./clavier.js";
import { LARGE, table } from "./planning-table.js";

const LIENS = { t: "planning-aujourdhui", ArrowLeft: "planning-avant", ArrowRight: "planning-apres" };

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

touches();
const cadre = document.getElementById("planning");
if (cadre?.dataset.vue) {
  const papier = table(cadre);
  if (LARGE.matches) {
    const { tableau } = await import("./planning-tableau.js");
    tableau(cadre, papier);
  }
}
