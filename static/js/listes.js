// A list: how many rows are ticked, the peek beside it, and keys: j, k (row), x (tick), o (peek).
import { enSaisie, touchesActives } from "./clavier.js";

const REPERE = "987654321"; // stands for the row's id in the address of the peek

function selection(table, barre) {
  const page = document.getElementById("choisir-page");
  const cases = () => [...table.querySelectorAll("tbody input[name=ids]")];
  const tout = barre.querySelector("[name=tout]");
  const nombre = document.getElementById("selection-nombre");
  function compter() {
    const lignes = cases();
    const cochees = lignes.filter((c) => c.checked).length;
    page.checked = cochees > 0 && cochees === lignes.length;
    page.indeterminate = cochees > 0 && cochees < lignes.length;
    nombre.textContent = cochees > 1 ? `${cochees} lignes cochées` : `${cochees} ligne cochée`;
    for (const c of lignes) c.disabled = Boolean(tout && tout.checked);
  }
  page.hidden = false;
  page.addEventListener("change", () => {
    for (const c of cases()) c.checked = page.checked;
    compter();
  });
  table.addEventListener("change", (e) => { if (e.target.name === "ids") compter(); });
  if (tout) tout.addEventListener("change", compter);
  barre.addEventListener("reset", () => setTimeout(compter));
  // Back from the next page the browser may have kept the ticks.
  window.addEventListener("pageshow", compter);
}

function apercu(table, boite) {
  let ouvreur = null;
  const ligneDe = (noeud) => noeud.closest("tr[data-id]");
  function marquer(ligne) {
    for (const autre of table.querySelectorAll("tr[aria-current]")) autre.removeAttribute("aria-current");
    if (ligne) ligne.setAttribute("aria-current", "true");
  }
  function ouvrir(ligne) {
    const chemin = table.dataset.apercu.replace(REPERE, ligne.dataset.id);
    ouvreur = ligne.querySelector(".btn-apercu");
    marquer(ligne);
    boite.hidden = false;
    window.htmx.ajax("GET", `${chemin}?${table.dataset.requete}`, { target: boite, swap: "innerHTML" });
  }
  function fermer() {
    boite.hidden = true;
    boite.replaceChildren();
    marquer(null);
    if (ouvreur) ouvreur.focus();
  }
  for (const bouton of table.querySelectorAll(".btn-apercu")) bouton.hidden = false;
  table.addEventListener("click", (evenement) => {
    const ligne = ligneDe(evenement.target);
    if (!ligne) return;
    const bouton = evenement.target.closest(".btn-apercu");
    const ailleurs = evenement.target.closest("a, button, input, label, summary");
    if (bouton || (!ailleurs && !String(getSelection()))) ouvrir(ligne);
  });
  boite.addEventListener("click", (evenement) => {
    if (evenement.target.closest("[data-fermer]")) fermer();
  });
  document.addEventListener("keydown", (evenement) => {
    if (evenement.key === "Escape" && !boite.hidden && !document.querySelector("dialog[open]")) fermer();
  });
  return { ouvrir, ouvert: () => !boite.hidden };
}

function touches(table, panneau) {
  const lignes = () => [...table.querySelectorAll("tbody tr[data-id]")];
  function courante() {
    const ici = document.activeElement.closest("tr[data-id]") || table.querySelector("tr[aria-current]");
    return lignes().indexOf(ici);
  }
  function aller(pas) {
    const toutes = lignes();
    const rang = courante();
    const ligne = toutes[rang < 0 ? 0 : Math.min(Math.max(rang + pas, 0), toutes.length - 1)];
    if (!ligne) return;
    if (panneau.ouvert()) panneau.ouvrir(ligne);
    ligne.querySelector("th a").focus();
  }
  const gestes = {
    j: () => aller(1),
    k: () => aller(-1),
    x: () => lignes()[courante()]?.querySelector("input[name=ids]").click(),
    o: () => { const ligne = lignes()[courante()]; if (ligne) panneau.ouvrir(ligne); },
  };
  document.addEventListener("keydown", (evenement) => {
    const modifiee = evenement.ctrlKey || evenement.metaKey || evenement.altKey || evenement.isComposing;
    const geste = gestes[evenement.key];
    const caseCochee = evenement.target.matches("[name=ids]");
    if (!geste || modifiee || evenement.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (!touchesActives() || (enSaisie(evenement.target) && !caseCochee)) return;
    evenement.preventDefault();
    geste();
  });
}

export function listes() {
  const table = document.getElementById("liste");
  const barre = document.getElementById("selection");
  const boite = document.getElementById("apercu");
  if (!table || !barre || !boite) return;
  selection(table, barre);
  touches(table, apercu(table, boite));
}
