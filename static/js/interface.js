// Small comforts over pages that work without them.
import { fragments } from "./fragments.js";
import { boutons } from "./boutons.js";
import { clavier } from "./clavier.js";
import { brouillons } from "./brouillons.js";
import { direct, reseau } from "./direct.js";

fragments();
clavier();
reseau();
boutons();
brouillons();
direct();

// After a refused form the summary of errors is read first.
document.querySelector("[data-focus]")?.focus();
// On a phone the tabs scroll sideways: the current one is brought into view.
const onglet = document.querySelector(".onglets [aria-current]");
if (onglet) {
  // Not scrollIntoView, after which the first Tab goes on from here and passes over the skip link.
  const barre = onglet.closest(".onglets-barre") ?? onglet.closest(".onglets");
  const [ici, cadre] = [onglet, barre].map((e) => e.getBoundingClientRect());
  barre.scrollLeft += ici.left + ici.width / 2 - cadre.left - cadre.width / 2;
}
// What only a list needs is fetched by a list alone.
if (document.getElementById("liste")) {
  const { listes } = await import("./listes.js");
  listes();
}
