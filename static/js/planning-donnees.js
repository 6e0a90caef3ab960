// The board's rows as planning/tableau/donnees.py sends them, made into what EventCalendar draws.
const STATUTS = ["ouverte", "affectee", "en_cours", "en_attente", "cloturee", "annulee", "archivee"];
const MOTS = {
  ouverte: "sans technicien", affectee: "affectée", en_cours: "en cours", en_attente: "en attente",
  cloturee: "clôturée", annulee: "annulée", archivee: "archivée",
};
const PRIORITES = ["urgente", "haute", "normale", "basse", "programmée"];
const MINUTE = 60_000;
const JOUR = 1440;

const deux = (n) => String(n).padStart(2, "0");
export const local = (d) => `${d.getFullYear()}-${deux(d.getMonth() + 1)}-${deux(d.getDate())}T${deux(d.getHours())}:${deux(d.getMinutes())}`;
export const heure = (d) => `${deux(d.getHours())}:${deux(d.getMinutes())}`;
export const heures = (minutes) => `${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${deux(minutes % 60)}` : ""}`;

// Minutes of Casablanca's clock, whatever the clock of this machine: kept in UTC, written without zone.
function ecrire(origine, minutes) {
  return new Date(origine + minutes * MINUTE).toISOString().slice(0, 19);
}

export function lire(brut) {
  const origine = Date.parse(`${brut.du}T00:00:00Z`);
  const creneaux = brut.s.map((s) => ({
    creneau: s[0], technicien: s[1], debut: ecrire(origine, s[2]), fin: ecrire(origine, s[3]), version: s[4],
    statut: STATUTS[s[5]], priorite: PRIORITES[s[6]], ouverte: Boolean(s[7] & 1), mobile: Boolean(s[7] & 2),
    confirme: Boolean(s[7] & 4), urgente: Boolean(s[7] & 8), intervention: s[8], numero: s[9], titre: s[10],
    client: s[11], entreprise: brut.k[s[11]], ville: s[12],
  }));
  const techniciens = brut.t.map(([id, nom, precision, jours]) => ({ id, nom, precision, jours }));
  const ombres = brut.f.map(([technicien, debut, fin, nature, texte]) => ({
    technicien, debut: ecrire(origine, debut), fin: ecrire(origine, fin), nature, texte,
  }));
  const dimanche = brut.n > 1 ? 6 * JOUR : Infinity;
  const repos = brut.t.every((t) => !t[3][6]?.[1]) && brut.s.every((s) => s[3] <= dimanche);
  return { repos, du: brut.du, jours: brut.n, heures: brut.h, creneaux, techniciens, ombres, origine };
}

export function etat(c) {
  return [
    c.urgente ? "urgent" : "", c.priorite === "normale" || c.urgente ? "" : `priorité ${c.priorite}`,
    MOTS[c.statut], c.confirme ? "confirmé" : "",
  ].filter(Boolean).join(", ");
}

function barre(c, rang, client) {
  const classes = ["barre", `barre-${c.statut}`];
  if (c.urgente) classes.push("barre-urgente");
  if (c.confirme) classes.push("barre-confirmee");
  if (!c.mobile) classes.push("barre-fixe");
  if (client && c.client !== client) classes.push("barre-autre");
  return {
    id: `c${c.creneau}-${rang}`, resourceIds: [c.technicien], start: c.debut, end: c.fin, title: c.titre,
    editable: c.mobile, classNames: classes, extendedProps: c,
  };
}

// How full a day is, as a strip below its bars: its length is the share of the day's hours.
function charges(donnees, { id, jours }) {
  if (donnees.jours === 1) return []; // the row itself says it
  const [premiere, derniere] = donnees.heures.map((h) => h * 60);
  return jours.flatMap(([pris, travail], rang) => {
    if (!pris) return [];
    const part = travail ? Math.min(1, pris / travail) : 1;
    const debut = rang * JOUR + premiere;
    return [{
      id: `p${id}-${rang}`, resourceIds: [id], display: "background",
      start: ecrire(donnees.origine, debut),
      end: ecrire(donnees.origine, debut + Math.max(15, Math.round(part * (derniere - premiere)))),
      classNames: ["charge", !travail || pris > travail ? "charge-trop" : pris > 0.85 * travail ? "charge-pleine" : "charge-libre"],
    }];
  });
}

export function evenements(donnees, client) {
  const ombres = donnees.ombres.map((o, rang) => ({
    id: `o${rang}`, resourceIds: [o.technicien], display: "background", start: o.debut, end: o.fin,
    title: o.texte, classNames: ["ombre", `ombre-${o.nature}`], extendedProps: o,
  }));
  return [
    ...ombres,
    ...donnees.techniciens.flatMap((t) => charges(donnees, t)),
    ...donnees.creneaux.map((c, rang) => barre(c, rang, client)),
  ];
}
