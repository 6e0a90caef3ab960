// What is typed stays in this tab until it is saved: neither an expired session nor a wrong key
// loses it. Only what differs from the page is kept, under the key that the server gave the form.
const PREFIXE = "brouillon:";
const MUETS = new Set(["hidden", "password", "file", "submit", "button"]);

const champs = (formulaire) => [...formulaire.elements].filter((c) => c.name && !MUETS.has(c.type));
const coche = (champ) => champ.type === "checkbox" || champ.type === "radio";
const oter = (cle) => sessionStorage.removeItem(PREFIXE + cle);

function touche(champ) {
  if (coche(champ)) return champ.checked !== champ.defaultChecked;
  if (champ.options) return [...champ.options].some((o) => o.selected !== o.defaultSelected);
  return champ.value !== champ.defaultValue;
}

export const enModification = (formulaire) => champs(formulaire).some(touche);

function garder(formulaire) {
  const valeurs = {};
  for (const champ of champs(formulaire).filter(touche)) {
    if (champ.type === "radio") {
      if (champ.checked) valeurs[champ.name] = champ.value;
    } else valeurs[champ.name] = coche(champ) ? champ.checked : champ.value;
  }
  const cle = formulaire.dataset.brouillon;
  if (!Object.keys(valeurs).length) return oter(cle);
  sessionStorage.setItem(PREFIXE + cle, JSON.stringify({ quand: Date.now(), valeurs }));
}

function remettre(champ, valeur) {
  if (champ.type === "radio") {
    if (champ.checked || champ.value !== valeur) return false;
    champ.checked = true;
    return true;
  }
  const propriete = coche(champ) ? "checked" : "value";
  if (champ[propriete] === valeur) return false;
  champ[propriete] = valeur;
  return true;
}

function prevenir(formulaire, quand) {
  const heure = new Date(quand).toLocaleTimeString("fr", { hour: "2-digit", minute: "2-digit" });
  const avis = document.createElement("div");
  avis.className = "alerte brouillon";
  avis.setAttribute("role", "status");
  const texte = document.createElement("span");
  texte.textContent = `Ce que vous aviez écrit à ${heure} n’était pas enregistré : le voici.`;
  const effacer = document.createElement("button");
  effacer.type = "button";
  effacer.className = "btn btn-lien";
  effacer.textContent = "Effacer";
  effacer.addEventListener("click", () => {
    oter(formulaire.dataset.brouillon);
    formulaire.reset();
    avis.remove();
  });
  avis.append(texte, effacer);
  formulaire.prepend(avis);
}

function rendre(formulaire) {
  if (formulaire.dataset.rendu) return;
  formulaire.dataset.rendu = "1";
  const garde = sessionStorage.getItem(PREFIXE + formulaire.dataset.brouillon);
  if (!garde) return;
  const { quand, valeurs } = JSON.parse(garde);
  const remis = champs(formulaire).filter((c) => c.name in valeurs && remettre(c, valeurs[c.name]));
  if (remis.length) prevenir(formulaire, quand);
}

function parcourir() {
  for (const fini of document.querySelectorAll("[data-brouillon-fini]")) {
    oter(fini.dataset.brouillonFini || fini.dataset.brouillon);
    fini.removeAttribute("data-brouillon-fini");
  }
  document.querySelectorAll("form[data-brouillon]").forEach(rendre);
}

export function brouillons() {
  parcourir();
  document.addEventListener("htmx:afterSettle", parcourir);
  for (const saisie of ["input", "change"]) {
    document.addEventListener(saisie, ({ target }) => {
      if (target.form?.dataset.brouillon) garder(target.form);
    });
  }
  // Leaving on purpose: the way out inside the form, or signing out.
  document.addEventListener("click", ({ target }) => {
    const sortie = target.closest("form[data-brouillon] a.btn");
    if (sortie) oter(sortie.closest("form").dataset.brouillon);
  });
  document.addEventListener("submit", ({ target }) => {
    if (!target.action.includes("/deconnexion/")) return;
    for (const cle of Object.keys(sessionStorage)) {
      if (cle.startsWith(PREFIXE)) sessionStorage.removeItem(cle);
    }
  });
}
