// What an open page does with the news: a list says how many, the page of one row shows them.
import { enModification } from "./brouillons.js";
import { enSaisie } from "./clavier.js";

function avis(zone, texte, lien) {
  const boite = document.createElement("div");
  boite.className = "alerte direct-avis";
  const dit = document.createElement("span");
  dit.textContent = `${texte} `;
  const recharger = document.createElement("a");
  recharger.href = location.href;
  recharger.textContent = lien;
  recharger.addEventListener("click", (evenement) => {
    evenement.preventDefault();
    location.reload();
  });
  boite.append(dit, recharger);
  zone.replaceChildren(boite);
}

// Rows never move under the hand of who reads them.
function liste(zone) {
  const vues = new Map();
  document.body.addEventListener(`live:${zone.dataset.directListe}`, ({ detail }) => {
    vues.set(detail.id, Math.min(detail.v, vues.get(detail.id) ?? detail.v));
    const nouvelles = [...vues.values()].every((version) => version === 1);
    const [une, plusieurs] = (nouvelles ? zone.dataset.nouvelles : zone.dataset.touchees).split("|");
    avis(zone, `${vues.size} ${vues.size > 1 ? plusieurs : une}`, "Actualiser");
  });
}

// Nothing is typed, and no field, menu or dialog is being used.
function libre(contenu) {
  const actif = document.activeElement;
  const occupe = actif && contenu.contains(actif) && enSaisie(actif);
  return !occupe && !document.querySelector("dialog[open], details.deroulant[open]") &&
    ![...contenu.querySelectorAll("form")].some(enModification);
}

function fiche() {
  const zone = () => document.getElementById("direct-fiche");
  // A message changes what is told and not the row.
  const etat = ({ dataset }) => `${dataset.version} ${dataset.derniere}`;
  let encore = false;
  let enCours = false;

  async function relire() {
    if (enCours) {
      encore = true;
      return;
    }
    enCours = true;
    try {
      const reponse = await fetch(location.href, { redirect: "manual" });
      if (!reponse.ok) return;
      const texte = await reponse.text();
      const page = new DOMParser().parseFromString(texte, "text/html");
      const lue = page.getElementById("direct-fiche");
      const ici = zone();
      if (!lue || !ici || etat(lue) === etat(ici)) return;
      const contenu = document.getElementById("contenu");
      if (libre(contenu)) {
        window.htmx.swap(contenu, page.getElementById("contenu").innerHTML, { swapStyle: "innerHTML" });
      } else if (lue.dataset.par !== lue.dataset.moi) {
        avis(ici, lue.dataset.par ? `Modifiée par ${lue.dataset.par}.` : "Modifiée entre-temps.", "Recharger");
      }
    } catch {
      // No network: the next signal or minute asks again.
    } finally {
      enCours = false;
      if (encore) {
        encore = false;
        relire();
      }
    }
  }

  document.body.addEventListener("live:intervention", ({ detail }) => {
    const ici = zone();
    if (ici && Number(ici.dataset.id) === detail.id && detail.v >= Number(ici.dataset.version)) relire();
  });
  document.body.addEventListener("live:releve", () => { if (zone()) relire(); });
}

export function nouveautes() {
  const zone = document.querySelector("[data-direct-liste]");
  if (zone) liste(zone);
  if (document.getElementById("direct-fiche")) fiche();
}
