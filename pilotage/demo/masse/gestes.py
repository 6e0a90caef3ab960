"""The acts of the workflow on the intervention under way, in the words of the small demo."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from comptes.choices import Role
from interventions.choices import CauseAttente, Priorite
from interventions.models import Intervention
from interventions.visibility import CACHEES
from pilotage.demo.donnees.paroles import (
    ATTENTES,
    AVIS,
    MOTIFS_ANNULATION,
    MOTIFS_DESAFFECTATION,
    MOTIFS_RECTIFICATION,
    NOTES_TECHNIQUES,
)
from pilotage.demo.masse.greffe import RANG, VRAI, Acte, Changement, Greffe, membre
from pilotage.demo.masse.instants import HEURE
from pilotage.demo.masse.peuple import Auteur, Equipier, Firme
from pilotage.demo.masse.tables import NUL
from pilotage.demo.masse.textes import RIEN, Mot, Sujet, mot
from pilotage.demo.recit import LIMITES
from pilotage.demo.sujet import cout

_PRIORITES = {p: mot(str(p)) for p in Priorite}
_NOTES = [mot(note) for note in NOTES_TECHNIQUES]
_AVIS = [(Mot(str(note), str(note)), mot(words)) for note, words in AVIS]
CAUSES = tuple(str(cause) for cause in CauseAttente)
_CODES = tuple(RANG[nom] for nom in ("mode", "cause", "remede"))


@dataclass(slots=True)
class Demande:
    """What is asked: by whom, when, on which machine."""

    moment: int
    par: Auteur
    machine: int
    sujet: Sujet
    priorite: Priorite
    arret: bool = False
    planifiee: int | None = None
    suite_de: int = 0


@dataclass
class Gestes:
    """`creer` begins an intervention; each other act takes its moment and its author."""

    greffe: Greffe

    def __post_init__(self) -> None:
        self._alea = self.greffe.alea
        self._instants = self.greffe.instants
        self._noms = {
            RANG[f.attname]: str(f.verbose_name)
            for f in Intervention._meta.concrete_fields
            if f.attname in RANG
        }
        self._cachees = {RANG[nom] for nom in CACHEES[Role.CLIENT] if nom in RANG}
        self._labels = {str(cause): str(cause.label) for cause in CauseAttente}

    def _date(self, moment: int) -> Mot:
        return Mot(self._instants.texte(moment), self._instants.json(moment))

    def _cout(self) -> Mot:
        value: Decimal = cout(self.demande.sujet.panne, self._alea)
        return Mot(str(value), f'"{value}"')

    # --- Request --------------------------------------------------------------------------------
    def creer(self, demande: Demande) -> None:
        """Only the house says how pressing it is and how long it takes."""
        self.demande = demande
        peuple, sujet = self.greffe.peuple, demande.sujet
        self.firme: Firme = peuple.firmes[peuple.clients[demande.machine] - 1]
        self._maison = demande.par.role == Role.RESPONSABLE
        champs: list[Changement] = [
            (RANG["contact_nom"], self.firme.contact),
            (RANG["contact_telephone"], self.firme.telephone),
        ]
        if demande.priorite == Priorite.URGENTE:
            champs.append((RANG["urgence"], VRAI))
        if demande.arret:
            champs.append((RANG["arret_machine"], VRAI))
        if demande.suite_de:
            previous = str(demande.suite_de)
            champs.append((RANG["suite_de_id"], Mot(previous, previous)))
        if self._maison:
            champs.append((RANG["priorite"], _PRIORITES[demande.priorite]))
            champs.append((RANG["duree_estimee"], sujet.estimee))
            if demande.planifiee is not None:
                champs.append((RANG["date_planifiee"], self._date(demande.planifiee)))
        self.greffe.ouvrir(demande.moment, demande.par, demande.machine, sujet=sujet, champs=champs)

    def modifier(self, moment: int, par: Auteur, champs: Sequence[Changement]) -> None:
        shown = [rang for rang, _mot in champs if rang not in self._cachees]
        names = [self._noms[rang] for rang in shown or [rang for rang, _mot in champs]]
        words = f"Modification : {', '.join(names)}"
        self.greffe.agir(Acte(moment, par, "modifier", words, champs))

    def qualifier(self, moment: int, par: Auteur, *, rendezvous: int | None = None) -> None:
        """The responsable reads the request and sets what only staff may set."""
        demande = self.demande
        champs: list[Changement] = []
        limit = LIMITES.get(demande.priorite)
        if limit is not None:
            champs.append((RANG["date_limite"], self._date(demande.moment + limit * HEURE)))
        if not self._maison:
            if demande.priorite != Priorite.NORMALE:
                champs.append((RANG["priorite"], _PRIORITES[demande.priorite]))
            champs.append((RANG["duree_estimee"], demande.sujet.estimee))
        if rendezvous is not None and demande.planifiee is None:
            champs.append((RANG["date_planifiee"], self._date(rendezvous)))
        if not champs or demande.sujet.panne.piece:
            champs.append((RANG["cout_estime"], self._cout()))
        self.modifier(moment, par, champs)

    def fixer(self, moment: int, par: Auteur, rendezvous: int) -> None:
        self.modifier(moment, par, [(RANG["date_planifiee"], self._date(rendezvous))])

    def commenter(self, moment: int, par: Auteur, texte: str, *, visible: bool = True) -> None:
        self.greffe.commenter(moment, par, texte, visible=visible)

    def annuler(self, moment: int, par: Auteur) -> None:
        self.greffe.lacher(moment)
        motif = self._alea.choice(MOTIFS_ANNULATION)
        told = membre("motif_annulation", motif)
        self.greffe.agir(Acte(moment, par, "annuler", f"Annulée : {motif}", (), told))

    # --- Assignment -----------------------------------------------------------------------------
    def affecter(self, moment: int, par: Auteur, equipier: Equipier) -> None:
        first = self.greffe.valeur("date_affectation") == NUL
        champs: list[Changement] = [(RANG["technicien_id"], Mot(equipier.pk, equipier.pk))]
        if first:
            champs.append((RANG["date_affectation"], self._date(moment)))
        self.greffe.tenir(moment, equipier)
        words = f"Affectée à {equipier.compte.nom}"
        self.greffe.agir(Acte(moment, par, "affecter", words, champs))

    def desaffecter(self, moment: int, par: Auteur, equipier: Equipier) -> None:
        self.greffe.lacher(moment)
        told = membre("motif", self._alea.choice(MOTIFS_DESAFFECTATION))
        words = f"Retirée à {equipier.compte.nom}"
        nobody = [(RANG["technicien_id"], RIEN)]
        self.greffe.agir(Acte(moment, par, "desaffecter", words, nobody, told))

    # --- Work -----------------------------------------------------------------------------------
    def demarrer(self, moment: int, par: Auteur) -> None:
        self.greffe.travailler(moment)
        champs = [(RANG["date_debut"], self._date(moment))]
        self.greffe.agir(Acte(moment, par, "demarrer", "Début du travail", champs))

    def reprendre(self, moment: int, par: Auteur) -> None:
        self.greffe.travailler(moment)
        self.greffe.agir(Acte(moment, par, "reprendre", "Reprise du travail"))

    def suspendre(self, moment: int, par: Auteur, cause: str) -> None:
        piece = self.demande.sujet.panne.piece or "pièce de rechange"
        texte = self._alea.choice(ATTENTES[cause]).format(piece=piece)
        self.greffe.attendre(moment, cause, texte)
        told = f"{membre('cause_attente', cause)}, {membre('texte', texte)}"
        words = f"Mise en attente : {self._labels[cause]}"
        self.greffe.agir(Acte(moment, par, "suspendre", words, (), told))

    def noter(self, moment: int, par: Auteur) -> None:
        """The technician writes while working."""
        champs = [(RANG["diagnostic"], self.demande.sujet.diagnostic)]
        if self._alea.random() < 1 / 2:
            champs.append((RANG["notes_techniques"], self._alea.choice(_NOTES)))
        self.modifier(moment, par, champs)

    def chiffrer(self, moment: int, par: Auteur) -> None:
        self.modifier(moment, par, [(RANG["cout_reel"], self._cout())])

    def cloturer(self, moment: int, par: Auteur, *, rapport: bool = True) -> None:
        """Without a report, as the older front-end does, it has to be filled in later."""
        self.greffe.lacher(moment)
        hours = self.greffe.heures()
        champs: list[Changement] = [
            (RANG["date_fin"], self._date(moment)),
            (RANG["duree_reelle"], Mot(hours, f'"{hours}"')),
        ]
        sujet = self.demande.sujet
        if rapport:
            champs.append((RANG["diagnostic"], sujet.diagnostic))
            champs.append((RANG["solution"], sujet.solution))
        if rapport and sujet.codes is not None:
            champs.extend(zip(_CODES, sujet.codes, strict=True))
        words = f"Clôture après {hours.replace('.', ',')} h de travail"
        self.greffe.agir(Acte(moment, par, "cloturer", words, champs))

    # --- Afterwards -----------------------------------------------------------------------------
    def evaluer(self, moment: int, par: Auteur) -> None:
        note, words = self._alea.choice(_AVIS)
        champs = [(RANG["satisfaction_client"], note), (RANG["commentaire_client"], words)]
        self.greffe.agir(Acte(moment, par, "evaluer", f"Évaluée {note.texte} sur 5", champs))

    def rectifier(self, moment: int, par: Auteur) -> None:
        solution = f"{self.demande.sujet.solution.texte} Référence de la pièce montée notée."
        told = membre("motif", self._alea.choice(MOTIFS_RECTIFICATION))
        champs = [(RANG["solution"], mot(solution))]
        words = f"Rectification : {self._noms[RANG['solution']]}"
        self.greffe.agir(Acte(moment, par, "rectifier", words, champs, told))

    def archiver(self, moment: int, par: Auteur) -> None:
        self.greffe.agir(Acte(moment, par, "archiver", "Archivée"))
