// Real time: one socket a tab says what changed, as events `live:<type>` on the body; who hears one
// fetches it by an ordinary page, where the rights are. Without the socket the page asks by itself.
import { annoncer } from "./fragments.js";
import { nouveautes } from "./direct-pages.js";

const MINUTE = 60_000;
const REPOS_MAX = 30_000; // between two tries
const SILENCE = 75_000; // the server speaks every 30 s
const CONTROLE = 5 * MINUTE; // a signal may be lost: asked all the same, much less often
const FINI = new Set([4401, 4408]); // signed out
const TROP = 4429;

const dire = (type, detail) =>
  document.body.dispatchEvent(new CustomEvent(`live:${type}`, { bubbles: true, detail }));

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
  let vuLe = Date.now();

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
    const ici = new WebSocket(cloche.dataset.direct);
    prise = ici;
    ecouter(15_000);
    ici.addEventListener("message", ({ data }) => {
      if (prise !== ici) return;
      ecouter(SILENCE);
      const { t, ...detail } = JSON.parse(data);
      if (t === "pouls") ici.send('{"t": "pouls"}');
      else if (t === "bonjour") {
        // What happened while nobody listened.
        if (echecs || Date.now() - vuLe > MINUTE) demander();
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
    if (document.hidden) return fermer();
    if (Date.now() - vuLe > MINUTE) demander();
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
