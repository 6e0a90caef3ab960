// Parts of a page fetched by htmx: focus stays where it was, failures are said, sending is freed.
export function annoncer(texte) {
  const zone = document.getElementById("annonce");
  if (!zone) return;
  zone.className = "visuellement-cache";
  zone.textContent = texte;
}

// A refusal will not get better by trying again: a page open through a sign-in, a row now hidden.
const REFUS = new Set([403, 404]);

function perdu({ detail }) {
  const zone = document.getElementById("annonce");
  if (!zone) return;
  zone.className = "alerte alerte-erreur";
  zone.textContent = REFUS.has(detail.xhr?.status)
    ? "Cette page n’est plus à jour. Rechargez-la : ce que vous avez écrit y sera encore."
    : "Le serveur ne répond pas. Ce que vous avez saisi est resté : réessayez.";
}

// A branch of a tree that was fetched once opens and closes here; the first time htmx fetches it.
function branches() {
  const branche = (lien) => document.getElementById(lien.getAttribute("aria-controls"));
  document.addEventListener(
    "click",
    (evenement) => {
      const lien = evenement.target.closest("a[data-branche]");
      if (!lien || evenement.ctrlKey || evenement.metaKey || evenement.shiftKey) return;
      const contenu = branche(lien);
      if (!contenu.firstElementChild) return;
      evenement.preventDefault();
      evenement.stopPropagation();
      contenu.hidden = !contenu.hidden;
      lien.setAttribute("aria-expanded", String(!contenu.hidden));
    },
    true,
  );
  document.addEventListener("htmx:afterSwap", (evenement) => {
    const nom = evenement.detail.target?.id; // none when a script swaps
    const lien = document.querySelector(`a[data-branche][aria-controls="${nom}"]`);
    if (lien) lien.setAttribute("aria-expanded", "true");
  });
}

export function fragments() {
  branches();
  let tenu = "";
  document.addEventListener("htmx:beforeSwap", () => {
    tenu = document.activeElement ? document.activeElement.id : "";
  });
  document.addEventListener("htmx:afterSettle", (evenement) => {
    const cible = evenement.detail.elt;
    const voulu = cible.querySelector("[data-focus]") || document.getElementById(tenu);
    if (voulu && voulu !== document.activeElement) voulu.focus();
    if (cible.dataset.annonce) annoncer(cible.dataset.annonce);
  });
  document.addEventListener("htmx:afterRequest", (evenement) => {
    const formulaire = evenement.detail.elt;
    delete formulaire.dataset.envoye;
    formulaire.removeAttribute("aria-busy");
  });
  document.addEventListener("htmx:sendError", perdu);
  document.addEventListener("htmx:responseError", perdu);
}
