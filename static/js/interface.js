// Small comforts over pages that work without them.
import { menus } from "./menus.js";
import { envois } from "./envois.js";
import { erreurs } from "./erreurs.js";
import { fragments } from "./fragments.js";
import { onglets } from "./onglets.js";
import { boutons } from "./boutons.js";
import { brouillons } from "./brouillons.js";

menus();
envois();
onglets();
erreurs();
fragments();
boutons();
brouillons();
