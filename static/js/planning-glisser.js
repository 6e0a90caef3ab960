// From « À planifier » onto a technician's row, by mouse, pen or finger; the title is the keyboard's way.
import { heure, local } from "./planning-donnees.js";

const SEUIL = 5;
const BORD = 40;
const MINUTE = 60_000;

export function glisser(cadre, { ec, nomDe, poser, ouvrir, tenir }) {
  const liste = document.getElementById("attente-liste");
  const jour = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "short", day: "numeric" });
  let prise = null;

  function lieu(x, y) {
    const point = ec.dateFromPoint(x, y);
    if (!point?.resource) return null;
    const fin = new Date(point.date.getTime() + prise.minutes * MINUTE);
    return { debut: point.date, fin, technicien: point.resource.id };
  }
  function fantome() {
    const element = document.createElement("div");
    element.className = "planning-fantome";
    element.append(document.createElement("strong"), document.createElement("span"));
    element.firstChild.textContent = prise.titre;
    document.body.append(element);
    return element;
  }
  function defiler(x, y) {
    const zone = cadre.querySelector(".ec-main");
    const bords = zone.getBoundingClientRect();
    if (x < bords.left || x > bords.right || y < bords.top || y > bords.bottom) return;
    const gauche = bords.left + zone.querySelector(".ec-sidebar").offsetWidth;
    zone.scrollBy(
      x > bords.right - BORD ? 16 : x > gauche && x < gauche + BORD ? -16 : 0,
      y > bords.bottom - BORD ? 12 : y < bords.top + BORD ? -12 : 0,
    );
  }
  function suivre({ clientX: x, clientY: y }) {
    if (!prise) return;
    if (!prise.element) {
      if (Math.hypot(x - prise.x, y - prise.y) < SEUIL) return;
      prise.element = fantome();
      prise.ligne.classList.add("attente-prise");
      document.body.classList.add("planning-glisse");
      tenir(true);
    }
    defiler(x, y);
    prise.lieu = lieu(x, y);
    const { element, lieu: ici } = prise;
    element.style.transform = `translate(${x + 12}px, ${y + 12}px)`;
    element.classList.toggle("planning-fantome-pose", Boolean(ici));
    element.lastChild.textContent = ici
      ? `${nomDe(ici.technicien)} · ${jour.format(ici.debut)} ${heure(ici.debut)}–${heure(ici.fin)}`
      : "Déposez sur la ligne d’un technicien";
  }
  function lacher(annule) {
    if (!prise) return;
    const { element, ligne, lieu: ici, id } = prise;
    prise = null;
    if (!element) return;
    element.remove();
    ligne.classList.remove("attente-prise");
    document.body.classList.remove("planning-glisse");
    tenir(false);
    // The click that follows a drag is none.
    const taire = (e) => { e.preventDefault(); e.stopPropagation(); };
    window.addEventListener("click", taire, { capture: true });
    setTimeout(() => window.removeEventListener("click", taire, { capture: true }), 50);
    if (annule || !ici) return;
    poser(id, { debut: local(ici.debut), fin: local(ici.fin), technicien: Number(ici.technicien) || "" });
  }

  liste.addEventListener("pointerdown", (evenement) => {
    const ligne = evenement.target.closest(".attente");
    const doigt = evenement.pointerType === "touch" && !evenement.target.closest(".attente-poignee");
    if (!ligne || evenement.button !== 0 || doigt) return;
    prise = {
      ligne, id: ligne.dataset.intervention, minutes: Number(ligne.dataset.minutes),
      titre: ligne.querySelector(".attente-titre").textContent, x: evenement.clientX, y: evenement.clientY,
    };
  });
  // A link would be dragged by the browser itself.
  liste.addEventListener("dragstart", (evenement) => evenement.preventDefault());
  document.addEventListener("pointermove", suivre);
  document.addEventListener("pointerup", () => lacher(false));
  document.addEventListener("pointercancel", () => lacher(true));
  document.addEventListener("keydown", (evenement) => {
    if (evenement.key === "Escape" && prise?.element) lacher(true);
  });
  liste.addEventListener("click", (evenement) => {
    const lien = evenement.target.closest(".attente-titre");
    if (!lien || evenement.ctrlKey || evenement.metaKey || evenement.shiftKey) return;
    evenement.preventDefault();
    ouvrir("planifier", lien.closest(".attente").dataset.intervention, {}, lien);
  });
}
