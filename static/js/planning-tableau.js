// The board: technicians as rows, time across (EventCalendar), with what a script cannot leave to it:
// roles that a screen reader understands, fresh rows, and refusals that say what to do.
import { annoncer } from "./fragments.js";
import { etat, evenements, heure, heures, lire, local } from "./planning-donnees.js";
import { gestes } from "./planning-gestes.js";
import { glisser } from "./planning-glisser.js";

const PERIODE = 60_000;
const COTE = 152; // width of the technicians' column, as planning.css says
const VUES = {
  jour: { view: "resourceTimelineDay", slotDuration: "00:30", snapDuration: "00:15", slotLabelInterval: "01:00", minutes: 30, mini: 26 },
  semaine: { view: "resourceTimelineWeek", slotDuration: "02:00", snapDuration: "00:30", slotLabelInterval: "04:00", minutes: 120, mini: 18 },
};

// Its script and its sheet, which no other page and no phone needs; our own sheet comes after.
function charger({ bibliotheque, style }) {
  const attendre = (element, placer) => new Promise((resoudre, rejeter) => {
    element.onload = resoudre;
    element.onerror = rejeter;
    placer(element);
  });
  const script = Object.assign(document.createElement("script"), { src: bibliotheque });
  const feuille = Object.assign(document.createElement("link"), { rel: "stylesheet", href: style });
  const premiere = document.querySelector("link[rel=stylesheet]");
  return Promise.all([attendre(script, (e) => document.head.append(e)), attendre(feuille, (e) => premiere.before(e))]);
}

function noeud(nom, classe, texte) {
  const element = document.createElement(nom);
  element.className = classe;
  if (texte) element.textContent = texte;
  return element;
}

function contenu({ event, view }) {
  const c = event.extendedProps;
  if (event.display === "background") return { domNodes: c.texte ? [noeud("span", "ombre-texte", c.texte)] : [] };
  const titre = noeud("span", "barre-titre", c.titre);
  const tete = noeud("span", "barre-tete");
  const unJour = view.type.endsWith("Day");
  if (unJour) tete.append(noeud("span", "barre-heure", `${heure(event.start)}–${heure(event.end)}`));
  if (c.urgente) tete.append(noeud("span", "barre-urgence", unJour ? "Urgent" : "! "));
  if (!unJour) tete.append(titre);
  const lieux = [c.entreprise, c.ville].filter(Boolean);
  const sous = (unJour ? [lieux.join(" · ")] : lieux).map((texte) => noeud("span", "barre-sous", texte));
  const dit = noeud("span", "visuellement-cache", ` ${heure(event.start)}–${heure(event.end)}, ${c.numero}, ${etat(c)}`);
  return { domNodes: unJour ? [tete, titre, ...sous, dit] : [tete, ...sous, dit] };
}

function entete({ resource }) {
  const t = resource.extendedProps;
  const [pris, travail] = t.jours.reduce(([a, b], [p, n]) => [a + p, b + n], [0, 0]);
  const noeuds = [noeud("span", "rang-nom", t.nom)];
  if (t.precision) noeuds.push(noeud("span", "rang-precision", t.precision));
  if (t.id) {
    const ton = pris > travail ? "rang-trop" : pris > 0.85 * travail ? "rang-pleine" : "";
    const jauge = noeud("span", `rang-jauge ${ton}`);
    jauge.append(document.createElement("span"));
    jauge.firstChild.style.inlineSize = `${travail ? Math.min(100, (100 * pris) / travail) : 100 * (pris > 0)}%`;
    noeuds.push(noeud("span", `rang-charge ${ton}`, `${heures(pris)} sur ${heures(travail)}`), jauge);
  }
  return { domNodes: noeuds };
}

// EventCalendar's roles tell of a table without rows: the bars are buttons, the rest is text.
function roles(boite) {
  for (const element of boite.querySelectorAll("[role]:not(.ec-event)")) {
    element.removeAttribute("role");
    for (const nom of ["aria-colindex", "aria-rowindex", "aria-colspan", "aria-rowspan", "aria-labelledby", "aria-selected"]) element.removeAttribute(nom);
  }
  const defilant = boite.querySelector(".ec-main");
  if (!defilant) return;
  defilant.tabIndex = 0;
  defilant.setAttribute("role", "group");
  defilant.setAttribute("aria-label", "Tableau des techniciens. Entrée sur un créneau ouvre le formulaire.");
}

function detailler({ el, event }) {
  const c = event.extendedProps;
  if (event.display !== "auto") return;
  el.dataset.creneau = c.creneau;
  el.title = `${c.numero} · ${c.titre}\n${c.entreprise}${c.ville ? ` · ${c.ville}` : ""}\n${heure(event.start)}–${heure(event.end)} · ${etat(c)}`;
}

function options(cadre, donnees, suites) {
  const vue = VUES[cadre.dataset.vue];
  return {
    view: vue.view, date: donnees.du, firstDay: 1, locale: document.documentElement.lang,
    headerToolbar: { start: "", center: "", end: "" },
    slotDuration: vue.slotDuration, snapDuration: vue.snapDuration, slotLabelInterval: vue.slotLabelInterval,
    slotLabelFormat: (date) => (vue === VUES.jour ? heure(date) : String(date.getHours())),
    dayHeaderFormat: { weekday: "short", day: "numeric", month: "short" },
    nowIndicator: true, flexibleSlotTimeLimits: true, longPressDelay: 300,
    eventContent: contenu, resourceLabelContent: entete, eventDidMount: detailler,
    ...suites,
  };
}

// The list steps aside for the board, and stays so on this device.
function replier(cadre) {
  const bouton = document.querySelector(".planning-vers-liste");
  const CLE = "planning:replie";
  const poser = (replie) => {
    cadre.classList.toggle("planning-replie", replie);
    bouton.setAttribute("aria-expanded", String(!replie));
    bouton.classList.toggle("btn-primary", replie);
  };
  bouton.setAttribute("role", "button");
  bouton.setAttribute("aria-controls", "planning-attente");
  bouton.addEventListener("click", (evenement) => {
    evenement.preventDefault();
    const replie = !cadre.classList.contains("planning-replie");
    localStorage.setItem(CLE, replie ? "oui" : "");
    poser(replie);
  });
  bouton.addEventListener("keydown", (evenement) => {
    if (evenement.key !== " ") return;
    evenement.preventDefault();
    bouton.click();
  });
  poser(localStorage.getItem(CLE) === "oui");
}

export async function tableau(cadre, papier) {
  const boite = document.getElementById("planning-tableau");
  await charger(cadre.dataset);
  const client = Number(cadre.dataset.client) || null;
  let donnees = lire(JSON.parse(document.getElementById("planning-donnees").textContent));
  let { etiquette } = cadre.dataset;
  let occupe = false;

  // A Sunday on which nobody works and nothing is planned takes no room.
  const caches = () => (donnees.jours > 1 && donnees.repos ? [0] : []);
  const largeur = () => {
    const vue = VUES[cadre.dataset.vue];
    const parJour = Math.ceil(((donnees.heures[1] - donnees.heures[0]) * 60) / vue.minutes);
    return Math.max(vue.mini, Math.floor((boite.clientWidth - COTE - 4) / (parJour * (donnees.jours - caches().length))));
  };
  const variables = () => ({
    resources: donnees.techniciens.map((t) => ({ id: t.id, title: t.nom, extendedProps: t })),
    events: evenements(donnees, client),
    slotMinTime: `${donnees.heures[0]}:00:00`, slotMaxTime: `${donnees.heures[1]}:00:00`, slotWidth: largeur(),
    hiddenDays: caches(),
  });
  function montrer() {
    for (const [nom, valeur] of Object.entries(variables())) ec.setOption(nom, valeur);
  }

  async function rafraichir({ dire = false } = {}) {
    if (occupe) return;
    let reponse;
    try {
      reponse = await fetch(cadre.dataset.donnees, { headers: { "If-None-Match": etiquette, Accept: "application/json" } });
    } catch { return; } // offline: the banner says so
    if (reponse.redirected) location.reload();
    if (reponse.status !== 200 || occupe) return;
    etiquette = reponse.headers.get("ETag") ?? "";
    donnees = lire(await reponse.json());
    montrer();
    if (dire) {
      annoncer("Le planning a changé : le tableau est à jour.");
      actes.liste();
    }
    papier.perimer();
  }

  const actes = gestes(cadre, { rafraichir, placeDe: (id) => boite.querySelector(`[data-creneau="${id}"]`) });
  const nomDe = (id) => donnees.techniciens.find((t) => String(t.id) === String(id))?.nom ?? "";
  const deplace = (info) => {
    const c = info.event.extendedProps;
    const champs = {
      debut: local(info.event.start), fin: local(info.event.end),
      technicien: Number(info.event.resourceIds[0]) || "", tenu: c.technicien || "", version: c.version,
    };
    actes.deplacer(c, champs, info.revert);
  };

  cadre.classList.add("planning-actif");
  boite.parentElement.hidden = false;
  const ec = window.EventCalendar.create(boite, options(cadre, donnees, {
    ...variables(),
    eventDrop: deplace,
    eventResize: deplace,
    eventDragStart: () => { occupe = true; },
    eventDragStop: () => { occupe = false; },
    eventResizeStart: () => { occupe = true; },
    eventResizeStop: () => { occupe = false; },
    eventClick: ({ event, el }) => {
      const c = event.extendedProps;
      if (c.ouverte) actes.ouvrir("modifier", c.creneau, {}, el);
      else if (c.intervention) location.assign(actes.adresse("fiche", c.intervention));
    },
    eventAllUpdated: () => roles(boite),
    viewDidMount: () => roles(boite),
  }));
  roles(boite);
  glisser(cadre, {
    ec, nomDe, poser: actes.poser, ouvrir: actes.ouvrir,
    tenir: (tenu) => { occupe = tenu; },
  });

  replier(cadre);
  new ResizeObserver(() => ec.setOption("slotWidth", largeur())).observe(cadre);
  setInterval(() => { if (!document.hidden) rafraichir({ dire: true }); }, PERIODE);
  window.addEventListener("focus", () => rafraichir({ dire: true }));
}
