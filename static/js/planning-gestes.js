// What the board sends, and what becomes of it: done with ten seconds to undo, or refused with a way out.
import { annoncer } from "./fragments.js";

const REPERE = "987654321"; // stands for the row's id in addresses
const RETOUR = 10_000;

function bouton(texte, agir, classe = "btn") {
  const element = document.createElement("button");
  element.type = "button";
  element.className = classe;
  element.textContent = texte;
  element.addEventListener("click", agir);
  return element;
}

export function gestes(cadre, { rafraichir, placeDe }) {
  const avis = document.getElementById("planning-avis");
  const panneau = document.getElementById("planning-panneau");
  const corps = document.getElementById("planning-panneau-corps");
  const jeton = document.querySelector("#planning-jeton [name=csrfmiddlewaretoken]").value;
  let minuterie = 0;
  let defaire = null;
  let ouvreur = null;

  const adresse = (nom, id, champs = {}) => {
    const requete = String(new URLSearchParams(champs));
    return cadre.dataset[nom].replace(REPERE, id) + (requete ? `?${requete}` : "");
  };

  async function envoyer(url, champs) {
    try {
      const reponse = await fetch(url, {
        method: "POST",
        headers: { "X-CSRFToken": jeton, Accept: "application/json" },
        body: new URLSearchParams(champs),
      });
      const json = (reponse.headers.get("Content-Type") ?? "").startsWith("application/json");
      return { statut: reponse.status, recu: json ? await reponse.json() : {} };
    } catch {
      return { statut: 0, recu: {} };
    }
  }

  function taire() {
    clearTimeout(minuterie);
    avis.replaceChildren();
    defaire = null;
  }
  function montrer(texte, boutons, { ton = "success", duree = 0 } = {}) {
    taire();
    const boite = document.createElement("div");
    boite.className = `alerte alerte-${ton}`;
    const mots = document.createElement("p");
    mots.textContent = texte;
    const actions = document.createElement("div");
    actions.className = "boutons";
    actions.append(...boutons, bouton("Fermer", taire, "btn btn-lien"));
    boite.append(mots, actions);
    avis.append(boite);
    if (!duree) return;
    const partir = () => { minuterie = setTimeout(taire, duree); };
    // Not while somebody is about to press it.
    for (const nom of ["mouseenter", "focusin"]) boite.addEventListener(nom, () => clearTimeout(minuterie));
    for (const nom of ["mouseleave", "focusout"]) boite.addEventListener(nom, partir);
    partir();
  }

  // The list beside the board follows.
  function liste() {
    document.querySelector(".attente-recherche")?.requestSubmit();
  }
  async function reussi(recu, { avecListe = false } = {}) {
    const phrases = [recu.message, ...(recu.avertissements ?? [])].join(" ");
    const retour = recu.defaire ? () => annuler(recu.defaire) : null;
    montrer(phrases, retour ? [bouton("Annuler", retour)] : [], {
      ton: recu.avertissements?.length ? "warning" : "success",
      duree: recu.avertissements?.length ? 3 * RETOUR : RETOUR,
    });
    defaire = retour;
    if (avecListe) liste();
    await rafraichir();
  }

  async function annuler({ url, champs }) {
    taire();
    const { statut, recu } = await envoyer(url, champs);
    if (statut === 200) montrer(`Annulé. ${recu.message}`, [], { duree: RETOUR });
    else montrer(recu.detail ?? "Cela n’a pas pu être annulé.", [], { ton: "error" });
    liste();
    await rafraichir();
  }

  function refuser(statut, recu, { reessayer, motiver }) {
    if (!statut) return montrer("Le serveur ne répond pas : rien n’a changé.", [], { ton: "error" });
    const boutons = [];
    if (recu.libre) boutons.push(bouton(recu.libre.texte, () => reessayer(recu.libre), "btn btn-primary"));
    if (recu.motif) boutons.push(bouton("Planifier avec un motif…", motiver));
    const raisons = Object.values(recu.errors ?? {}).flat().filter((texte) => texte !== recu.detail);
    montrer([recu.detail ?? "Cette page n’est plus à jour : rechargez-la.", ...raisons].join(" "), boutons, { ton: "error" });
    // What another has done meanwhile is shown, not overwritten.
    if (recu.perime) rafraichir();
    return undefined;
  }

  async function deplacer(c, champs, revenir) {
    const { statut, recu } = await envoyer(adresse("deplacer", c.creneau), champs);
    if (statut === 200) return reussi(recu);
    revenir?.();
    return refuser(statut, recu, {
      reessayer: ({ debut, fin }) => deplacer(c, { ...champs, debut, fin }),
      motiver: () => ouvrir("modifier", c.creneau, proposes(champs)),
    });
  }

  async function poser(id, champs) {
    const { statut, recu } = await envoyer(adresse("poser", id), champs);
    if (statut === 200) {
      document.querySelector(`.attente[data-intervention="${id}"]`)?.remove();
      return reussi(recu, { avecListe: true });
    }
    if (statut === 404 || statut === 409) liste();
    return refuser(statut, recu, {
      reessayer: ({ debut, fin }) => poser(id, { ...champs, debut, fin }),
      motiver: () => ouvrir("planifier", id, proposes(champs)),
    });
  }

  const proposes = ({ debut, fin, technicien }) => ({ debut, fin, technicien });

  function ouvrir(nom, id, champs = {}, depuis = document.activeElement) {
    taire();
    ouvreur = { nom, id, depuis };
    window.htmx.ajax("GET", adresse(nom, id, { depuis: "tableau", ...champs }), { target: corps, swap: "innerHTML" })
      .then(() => { if (!panneau.open) panneau.showModal(); corps.querySelector("[data-focus]")?.focus(); });
  }
  function revenir({ nom, id, depuis }) {
    const place = nom === "modifier" ? placeDe(id) : null;
    if (place ?? depuis?.isConnected) (place ?? depuis).focus();
    else document.getElementById("attente-liste").focus();
  }

  panneau.addEventListener("click", (evenement) => {
    if (evenement.target === panneau || evenement.target.closest("[data-fermer]")) panneau.close();
  });
  panneau.addEventListener("close", () => {
    corps.replaceChildren();
    if (ouvreur) revenir(ouvreur);
    ouvreur = null;
  });
  document.body.addEventListener("planning:fait", async ({ detail }) => {
    const fait = { ...ouvreur, nom: "modifier", id: detail.creneau ?? ouvreur?.id };
    ouvreur = null;
    panneau.close();
    annoncer(detail.message);
    await reussi(detail, { avecListe: true });
    // Unless the person has gone on meanwhile.
    if (document.activeElement === document.body) revenir(fait);
  });
  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    const total = detail.target.querySelector("[data-total]")?.dataset.total;
    if (detail.target.id === "attente-liste") {
      for (const nombre of document.querySelectorAll(".attente-total")) nombre.textContent = total ?? "0";
    }
  });
  document.addEventListener("keydown", (evenement) => {
    if (evenement.key !== "z" || !(evenement.ctrlKey || evenement.metaKey) || !defaire) return;
    if (evenement.target.closest("input, textarea, select")) return;
    evenement.preventDefault();
    defaire();
  });
  return { adresse, deplacer, poser, ouvrir, liste };
}
