// Small comforts over pages that work without them.
import { fragments } from "./fragments.js";
import { boutons } from "./boutons.js";
import { clavier } from "./clavier.js";
import { reseau } from "./reseau.js";
import { brouillons } from "./brouillons.js";
import { listes } from "./listes.js";

fragments();
clavier();
reseau();
boutons();
brouillons();
listes();

// After a refused form the summary of errors is read first.
document.querySelector("[data-focus]")?.focus();
// On a phone the tabs scroll sideways: the current one is brought into view.
document.querySelector(".onglets [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
