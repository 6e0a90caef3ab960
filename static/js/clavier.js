// The command palette (Ctrl K) and the single keys, which a person may switch off in the profile.
const ATTENTE = 180;
const SUITE = 1500; // between « g » and the letter that follows
const LOCALES_MAX = 8;

const plier = (texte) => texte.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function touchesActives() {
  return document.documentElement.dataset.raccourcis !== "non";
}

export function enSaisie(cible) {
  return cible.closest("input, textarea, select, [contenteditable]") !== null;
}

// What the page itself offers: its acts first, then the menu, what may be created, the account.
function commandes() {
  const sources = [
    "main .entete-actions a, main .entete-actions button, main [data-palette]",
    ".menu a",
    "[data-creer]",
    ".cote-aide, .compte a, .compte button",
  ];
  const trouvees = sources.flatMap((source) => [...document.querySelectorAll(source)]);
  return [...new Set(trouvees)].filter((lien) => !lien.disabled && !lien.hidden).map((lien) => {
    const texte = lien.dataset.creer || lien.dataset.palette || lien.textContent.trim().replace(/\s+/g, " ");
    return { texte, cle: plier(texte), agir: () => lien.click(), icone: lien.querySelector("svg") };
  });
}

function option(texte, agir, icone) {
  const ligne = document.createElement("li");
  ligne.setAttribute("role", "option");
  if (icone) ligne.append(icone.cloneNode(true));
  const mots = document.createElement("span");
  mots.className = "option-texte";
  mots.textContent = texte;
  ligne.append(mots);
  ligne.agir = agir;
  return ligne;
}

function palette(boite) {
  const champ = boite.querySelector("input");
  const liste = boite.querySelector("ul");
  let connues = [];
  let enCours = null;
  let minuterie = 0;

  const options = () => [...liste.children];
  function choisir(voulue) {
    for (const ligne of options()) ligne.setAttribute("aria-selected", String(ligne === voulue));
    if (voulue) {
      champ.setAttribute("aria-activedescendant", voulue.id);
      voulue.scrollIntoView({ block: "nearest" });
    } else champ.removeAttribute("aria-activedescendant");
  }
  function montrer(lignes) {
    liste.replaceChildren(...lignes);
    options().forEach((ligne, rang) => { ligne.id = `palette-option-${rang}`; });
    choisir(liste.firstElementChild);
  }
  function ouvrir(ligne) {
    boite.close();
    if (ligne.agir) ligne.agir();
    else location.assign(ligne.dataset.url);
  }
  const partout = (texte) => `${boite.dataset.recherche}?q=${encodeURIComponent(texte)}`;
  function locales(texte) {
    const mots = plier(texte).split(/\s+/).filter(Boolean);
    const gardees = connues.filter(({ cle }) => mots.every((mot) => cle.includes(mot)));
    return gardees.slice(0, texte ? LOCALES_MAX : undefined).map((c) => option(c.texte, c.agir, c.icone));
  }
  function derniere(texte) {
    return option(`${boite.dataset.partout} : « ${texte} »`, () => location.assign(partout(texte)));
  }
  async function chercher(texte) {
    enCours = new AbortController();
    try {
      const reponse = await fetch(partout(texte), { headers: { "HX-Request": "true" }, signal: enCours.signal });
      // Signed out meanwhile: the page itself asks to sign in, and comes back.
      if (reponse.redirected) return location.assign(partout(texte));
      const fragment = document.createElement("ul");
      fragment.innerHTML = reponse.ok ? await reponse.text() : "";
      if (champ.value.trim() === texte) montrer([...locales(texte), ...fragment.children, derniere(texte)]);
    } catch (erreur) {
      if (erreur.name === "AbortError") return undefined;
      montrer([...locales(texte), option(boite.dataset.panne, () => location.assign(partout(texte)))]);
    }
    return undefined;
  }
  function suivre() {
    clearTimeout(minuterie);
    if (enCours) enCours.abort();
    const texte = champ.value.trim();
    const lignes = locales(texte);
    if (texte.length < 2) return montrer(lignes.length || !texte ? lignes : [derniere(texte)]);
    // What is shown keeps its place until the answer comes: no row moves under the finger.
    montrer([...lignes, derniere(texte)]);
    minuterie = setTimeout(() => chercher(texte), ATTENTE);
    return undefined;
  }

  champ.addEventListener("input", suivre);
  champ.addEventListener("keydown", (evenement) => {
    const lignes = options();
    const rang = lignes.findIndex((ligne) => ligne.getAttribute("aria-selected") === "true");
    const pas = { ArrowDown: 1, ArrowUp: -1 }[evenement.key];
    if (pas && lignes.length) choisir(lignes[(rang + pas + lignes.length) % lignes.length]);
    else if (evenement.key === "Enter" && rang >= 0) ouvrir(lignes[rang]);
    else return;
    evenement.preventDefault();
  });
  liste.addEventListener("click", (evenement) => {
    const ligne = evenement.target.closest("[role=option]");
    if (ligne) ouvrir(ligne);
  });
  fermerDehors(boite);
  return () => {
    connues = commandes();
    champ.value = "";
    suivre();
    if (!boite.open) boite.showModal();
    champ.focus();
  };
}

function fermerDehors(boite) {
  boite.addEventListener("click", (evenement) => {
    if (evenement.target === boite) boite.close();
  });
}

async function montrerTouches(boite) {
  try {
    const reponse = await fetch(boite.dataset.page, { headers: { "HX-Request": "true" } });
    if (!reponse.ok || reponse.redirected) throw new Error(String(reponse.status));
    boite.innerHTML = await reponse.text();
    boite.showModal();
  } catch {
    location.assign(boite.dataset.page);
  }
}

function allerChercher() {
  const champ = document.querySelector("main input[type=search]") || document.getElementById("chercher");
  if (champ && champ.offsetParent) champ.focus();
  else document.querySelector(".chercher-lien").click();
}

export function clavier() {
  const boite = document.getElementById("palette");
  const aide = document.getElementById("raccourcis");
  if (!boite || !aide) return;
  const ouvrirPalette = palette(boite);
  fermerDehors(aide);
  for (const bouton of document.querySelectorAll("[data-ouvrir=palette]")) {
    bouton.hidden = false;
    bouton.addEventListener("click", ouvrirPalette);
  }

  let depuisG = 0;
  const seules = {
    "/": allerChercher,
    "?": () => montrerTouches(aide),
    c: () => document.querySelector("[data-creer]")?.click(),
    g: () => { depuisG = Date.now(); },
  };
  document.addEventListener("keydown", (evenement) => {
    if ((evenement.ctrlKey || evenement.metaKey) && evenement.key.toLowerCase() === "k") {
      evenement.preventDefault();
      ouvrirPalette();
      return;
    }
    const occupe = evenement.defaultPrevented || evenement.ctrlKey || evenement.metaKey || evenement.altKey
      || evenement.isComposing || enSaisie(evenement.target) || document.querySelector("dialog[open]");
    if (occupe || !touchesActives()) return;
    const lien = Date.now() - depuisG < SUITE
      && document.querySelector(`.menu [data-touche="${CSS.escape(evenement.key)}"]`);
    depuisG = 0;
    const agir = lien ? () => lien.click() : seules[evenement.key];
    if (!agir) return;
    evenement.preventDefault();
    // A list that listens for the same letter leaves it alone.
    evenement.stopImmediatePropagation();
    agir();
  });
}
