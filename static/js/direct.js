// Real time: one socket a tab says what changed, as events `live:<type>` on the body; who hears one
// fetches it by an ordinary page, where the rights are. Without the socket the page asks by itself.
import { enModification } from "./brouillons.js";
import { enSaisie } from "./clavier.js";
import { annoncer } from "./fragments.js";

const MINUTE = 60_000;
const REPOS_MAX = 30_000; // between two tries
const SILENCE = 75_000; // the server speaks every 30 s
const CONTROLE = 5 * MINUTE; // a signal may be lost: asked all the same, much less often
const FINI = new Set([4401, 4408]); // signed out
const TROP = 4429;
const RETOUR = 5_000; // away from the tab for so long: it asks what it missed

const dire = (type, detail) =>
  document.body.dispatchEvent(new CustomEvent(`live:${type}`, { bubbles: true, detail }));

// What an open page does with the news: a list says how many, the page of one row shows them.
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

function nouveautes() {
  const zone = document.querySelector("[data-direct-liste]");
  if (zone) liste(zone);
  if (document.getElementById("direct-fiche")) fiche();
}

// Says when the network is away, and keeps a page at hand that says so after a reload.
export function reseau() {
  const bandeau = document.getElementById("hors-ligne");
  const dire = () => { bandeau.hidden = navigator.onLine; };
  window.addEventListener("online", dire);
  window.addEventListener("offline", dire);
  dire();
  if ("serviceWorker" in navigator) {
    // Without it only the offline page is missing.
    navigator.serviceWorker.register("/sw.js").catch(() => {});
  }
}

export function direct() {
  const cloche = document.querySelector("[data-direct]");
  if (!cloche) return;
  const nombre = cloche.querySelector(".cloche-nombre");
  let prise = null;
  let echecs = 0;
  let reprise = 0;
  let releve = 0;
  let veille = 0;
  let fini = false;
  // Between the page and its socket something may have happened: the first look comes early.
  let vuLe = Date.now() - CONTROLE + MINUTE;

  function montrer(etat) {
    if (cloche.dataset.etat === etat) return;
    const coupe = cloche.dataset.etat === "direct" && etat === "coupe";
    cloche.dataset.etat = etat;
    for (const texte of cloche.querySelectorAll("[data-si]")) texte.hidden = texte.dataset.si !== etat;
    if (coupe) annoncer("Le direct est coupé : la page se met à jour chaque minute.");
  }

  // What a signal would have said; an answer that leads elsewhere is the sign-in page.
  async function demander() {
    vuLe = Date.now();
    try {
      const reponse = await fetch(nombre.getAttribute("hx-get"), { redirect: "manual" });
      if (reponse.type === "opaqueredirect") return finir();
      if (!reponse.ok) return;
      const texte = await reponse.text();
      if (nombre.textContent !== texte) nombre.textContent = texte;
      dire("releve", {});
    } catch {
      // No network: the next minute asks again.
    }
  }

  function finir() {
    fini = true;
    fermer();
    clearInterval(releve);
    montrer("fini");
    annoncer("Votre session est terminée : reconnectez-vous. Ce que vous avez écrit est gardé.");
  }

  function ecouter(delai) {
    clearTimeout(veille);
    veille = setTimeout(() => prise?.close(), delai);
  }

  function fermer() {
    clearTimeout(reprise);
    clearTimeout(veille);
    const ancienne = prise;
    prise = null;
    ancienne?.close();
  }

  function ouvrir() {
    clearTimeout(reprise);
    if (prise || fini || document.hidden || cloche.dataset.direct === "") return;
    const adresse = new URL(cloche.dataset.direct, location.href);
    adresse.protocol = adresse.protocol.replace("http", "ws");
    const ici = new WebSocket(adresse);
    prise = ici;
    ecouter(15_000);
    ici.addEventListener("message", ({ data }) => {
      if (prise !== ici) return;
      ecouter(SILENCE);
      const { t, ...detail } = JSON.parse(data);
      if (t === "pouls") ici.send('{"t": "pouls"}');
      else if (t === "bonjour") {
        // What happened while nobody listened.
        if (echecs) demander();
        echecs = 0;
        montrer("direct");
      } else dire(t, detail);
    });
    ici.addEventListener("close", ({ code }) => {
      if (prise !== ici) return;
      prise = null;
      clearTimeout(veille);
      if (FINI.has(code)) return finir();
      montrer("coupe");
      echecs = code === TROP ? 10 : echecs + 1;
      const repos = Math.min(REPOS_MAX, 500 * 2 ** echecs);
      reprise = setTimeout(ouvrir, repos * (0.5 + Math.random() / 2));
    });
  }

  function selon() {
    if (document.hidden || fini) return fermer();
    if (Date.now() - vuLe > RETOUR) demander();
    ouvrir();
  }

  nouveautes();
  montrer(cloche.dataset.direct ? "attente" : "coupe");
  document.addEventListener("visibilitychange", selon);
  window.addEventListener("online", () => { fermer(); ouvrir(); });
  window.addEventListener("pagehide", fermer);
  window.addEventListener("pageshow", ({ persisted }) => { if (persisted) selon(); });
  releve = setInterval(() => {
    const attente = cloche.dataset.etat === "direct" ? CONTROLE : MINUTE;
    if (!document.hidden && Date.now() - vuLe >= attente - 1000) demander();
  }, MINUTE);
  ouvrir();
}
