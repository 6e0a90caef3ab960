"""Writes down the acts on one intervention after the other, as text ready to load.

The counterpart of `pilotage.demo.journal` without objects: a million interventions are five
million audit rows. What an act does to status and version is read from `interventions.workflow`;
`pilotage/tests/test_masse.py` holds the rows to what `interventions.audit` would have written.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from comptes.choices import Role
from core.contexte import Canal
from interventions.choices import (
    ActionHistorique,
    CauseIndisponibilite,
    NatureSegment,
    Priorite,
    Statut,
)
from interventions.visibility import CACHEES
from interventions.workflow import ACTIONS
from pilotage.demo.masse.instants import Instants
from pilotage.demo.masse.peuple import Auteur, Equipier, Peuple
from pilotage.demo.masse.tables import (
    AFFECTATIONS,
    COMMENTAIRES,
    HISTORIQUE,
    INDISPONIBILITES,
    INTERVENTIONS,
    NUL,
    SEGMENTS,
    SUIVIES,
    TRAVAIL,
    Ligne,
)
from pilotage.demo.masse.textes import RIEN, Mot, Sujet, en_json, mot
from pilotage.demo.provenance import APPLICATION, PART_API

RANG = {nom: rang for rang, nom in enumerate(SUIVIES)}
_CLES = tuple(f'"{nom}": ' for nom in SUIVIES)
# Bookkeeping that says nothing beside the act itself, as in interventions.audit.
_AUDITEES = tuple(
    rang
    for nom, rang in RANG.items()
    if nom not in {"id", "version", "created_at", "updated_at", "date_statut"}
)
_CACHEES = frozenset(RANG[nom] for nom in CACHEES[Role.CLIENT] if nom in RANG)
_STATUT, _VERSION, _MODIFIEE = RANG["statut"], RANG["version"], RANG["updated_at"]
_DEPUIS = RANG["date_statut"]
_VIDES = frozenset({"null", '""'})
_TEXTES = frozenset(
    {"titre", "description", "diagnostic", "solution", "notes_techniques", "commentaire_client"}
    | {"contact_nom", "contact_telephone"}
)
_BOOLEENS = frozenset({"urgence", "arret_machine"})
VRAI, FAUX = Mot("1", "true"), Mot("0", "false")
_STATUTS = {str(statut): mot(str(statut)) for statut in Statut}

# act -> (what the audit trail calls it, state it leads to, whether it raises the version)
_REGLES: dict[str, tuple[str, str | None, bool]] = {
    nom: (str(a.audit), None if a.vers is None else str(a.vers), a.version)
    for nom, a in ACTIONS.items()
}
_TRAVAIL, _PAUSE = str(NatureSegment.TRAVAIL), str(NatureSegment.PAUSE)
_PANNE = str(CauseIndisponibilite.PANNE)
_PAGE, _API, _COMMANDE = str(Canal.PAGE), str(Canal.API), str(Canal.COMMANDE)


def _vierge() -> tuple[list[str], list[str]]:
    """The columns of an intervention of which nothing is known, as text and as JSON."""
    known = {nom: mot("") for nom in _TEXTES} | dict.fromkeys(_BOOLEENS, FAUX)
    known["priorite"] = mot(str(Priorite.NORMALE))
    words = [known.get(nom, RIEN) for nom in SUIVIES]
    return [w.texte for w in words], [w.json for w in words]


_TEXTE_VIERGE, _JSON_VIERGE = _vierge()

Changement = tuple[int, Mot]


class Acte(NamedTuple):
    """What `par` does at `moment`: a name of `workflow.ACTIONS`, the columns that it changes."""

    moment: int
    par: Auteur
    nom: str
    description: str
    changements: Iterable[Changement] = ()
    complements: str = ""  # JSON members beside the columns
    interne: bool = False


Lot = dict[str, list[Ligne]]


@dataclass
class Greffe:
    """Rows so far, in `lot`, and the intervention under way."""

    peuple: Peuple
    instants: Instants
    alea: Random
    lot: Lot = field(default_factory=lambda: {table: [] for table in TRAVAIL})
    ids: Counter[str] = field(default_factory=Counter)
    series: Counter[int] = field(default_factory=Counter)

    def vider(self) -> Lot:
        """What was written since the last time."""
        full, self.lot = self.lot, {table: [] for table in TRAVAIL}
        return full

    def _id(self, table: str) -> str:
        self.ids[table] += 1
        return str(self.ids[table])

    # --- The row itself -------------------------------------------------------------------------
    def ouvrir(
        self, moment: int, par: Auteur, machine: int, *, sujet: Sujet, champs: Iterable[Changement]
    ) -> None:
        """Begin an intervention by its creation."""
        self.machine, self.pk = machine, self._id(INTERVENTIONS)
        self._textes, self._json = _TEXTE_VIERGE.copy(), _JSON_VIERGE.copy()
        self._affectation: list[str] | None = None
        self._segment: list[str] | None = None
        self._arret: list[str] | None = None
        self._debut_segment = self._travail = 0
        self._sujet = sujet
        self.version = 1
        year = self.instants.annee(moment)
        self.series[year] += 1
        rank = f"{self.series[year]:06d}"
        numero = f"INT-{year}-{rank}"
        # As `core.texte.indexer` has it, a million times; the words of texts were taken before.
        self._mots = f"int {year} {rank} {self.series[year]} int{year}{rank}"
        now = self.instants.texte(moment)
        for nom in ("created_at", "updated_at", "date_statut"):
            self._textes[RANG[nom]] = now
        self._textes[RANG["id"]], self._textes[_VERSION] = self.pk, "1"
        machine_texte, client = str(machine), str(self.peuple.clients[machine])
        for nom, value in (
            ("numero", Mot(numero, f'"{numero}"')),
            ("equipement_id", Mot(machine_texte, machine_texte)),
            ("client_id", Mot(client, client)),
            ("statut", _STATUTS[Statut.OUVERTE]),
            ("date_creation", Mot(now, self.instants.json(moment))),
            ("cree_par_id", Mot(par.pk, par.pk)),
            ("titre", sujet.titre),
            ("description", sujet.description),
            ("type_intervention", sujet.type_intervention),
        ):
            self._poser(RANG[nom], value)
        for rang, value in champs:
            self._poser(rang, value)
        known = ", ".join(
            [_CLES[n] + self._json[n] for n in _AUDITEES if self._json[n] not in _VIDES]
        )
        words = f"Création sur {self.peuple.noms[machine]}"
        acte = Acte(moment, par, "creer", words)
        self._inscrire(acte, ActionHistorique.CREATION.value, NUL, apres=f"{{{known}}}", sorte="+")
        if self._json[RANG["arret_machine"]] == "true":
            self._arret = [self._id(INDISPONIBILITES), machine_texte, now, NUL, _PANNE, self.pk]
            self.lot[INDISPONIBILITES].append(self._arret)

    def _poser(self, rang: int, value: Mot) -> None:
        self._textes[rang], self._json[rang] = value.texte, value.json

    def valeur(self, nom: str) -> str:
        return self._textes[RANG[nom]]

    def fermer(self) -> None:
        """No more acts: the row stands as it is."""
        self.lot[INTERVENTIONS].append((*self._textes, f"{self._sujet.plie} {self._mots}"))

    def agir(self, acte: Acte) -> None:
        """Do and record one act."""
        action, vers, version = _REGLES[acte.nom]
        old, new, touched = [], [], []
        changes = acte.changements
        if vers is not None:
            changes = ((_STATUT, _STATUTS[vers]), *changes)
        for rang, value in changes:
            before = self._json[rang]
            if before != value.json:
                old.append(_CLES[rang] + before)
                new.append(_CLES[rang] + value.json)
                touched.append(rang)
                self._poser(rang, value)
        if vers is not None:
            self._textes[_DEPUIS] = self.instants.texte(acte.moment)
        if version:
            self.version += 1
            self._textes[_VERSION] = str(self.version)
            self._textes[_MODIFIEE] = self.instants.texte(acte.moment)
        if acte.complements:
            new.append(acte.complements)
        hidden = bool(touched) and _CACHEES.issuperset(touched)
        self._inscrire(
            acte._replace(interne=True) if hidden else acte,
            action,
            f"{{{', '.join(old)}}}" if old else NUL,
            apres=f"{{{', '.join(new)}}}" if new else NUL,
        )

    def _inscrire(
        self, acte: Acte, action: str, avant: str, *, apres: str, sorte: str = "~"
    ) -> None:
        par = acte.par
        canal, navigateur = _PAGE, par.navigateur
        if par.role == Role.ADMIN:
            canal = _COMMANDE
        elif self.alea.random() < PART_API:
            canal, navigateur = _API, APPLICATION
        self.lot[HISTORIQUE].append(
            (
                *self._textes,
                *(action, acte.description, avant, apres, "1" if acte.interne else "0"),
                *(par.adresse, navigateur, f"{self.alea.getrandbits(128):032x}", canal, par.pk),
                *(self._id(HISTORIQUE), self.instants.texte(acte.moment), NUL, sorte),
            )
        )

    # --- What hangs on it -----------------------------------------------------------------------
    def tenir(self, moment: int, equipier: Equipier) -> None:
        """`equipier` has it from now on, alone."""
        self.lacher(moment)
        now = self.instants.texte(moment)
        self._affectation = [self._id(AFFECTATIONS), self.pk, equipier.pk, now, NUL]
        self.lot[AFFECTATIONS].append(self._affectation)

    def lacher(self, moment: int) -> None:
        """Nobody has it or works on it."""
        self._couper(moment)
        if self._affectation is not None:
            self._affectation[-1] = self.instants.texte(moment)
            self._affectation = None

    def _couper(self, moment: int) -> None:
        if self._segment is not None:
            self._segment[4] = self.instants.texte(moment)
            if self._segment[5] == _TRAVAIL:
                self._travail += moment - self._debut_segment
            self._segment = None

    def travailler(self, moment: int) -> None:
        self._segmenter(moment, _TRAVAIL)

    def attendre(self, moment: int, cause: str, texte: str) -> None:
        self._segmenter(moment, _PAUSE, cause=cause, texte=texte)

    def _segmenter(self, moment: int, nature: str, *, cause: str = "", texte: str = "") -> None:
        self._couper(moment)
        holder = self._textes[RANG["technicien_id"]]
        now = self.instants.texte(moment)
        self._segment = [
            *(self._id(SEGMENTS), self.pk, holder, now, NUL, nature, cause, texte),
        ]
        self._debut_segment = moment
        self.lot[SEGMENTS].append(self._segment)

    def heures(self) -> str:
        """Hours of ended work."""
        return f"{self._travail / 3600:.2f}"

    def redemarrer(self, moment: int) -> None:
        """The machine no longer stands still for this."""
        if self._arret is not None:
            self._arret[3] = self.instants.texte(moment)
            self._arret = None

    @property
    def arretee(self) -> bool:
        return self._arret is not None

    def commenter(self, moment: int, par: Auteur, texte: str, *, visible: bool = True) -> None:
        pk = self._id(COMMENTAIRES)
        self.lot[COMMENTAIRES].append(
            (pk, self.pk, par.pk, texte, "1" if visible else "0", self.instants.texte(moment))
        )
        words = "Commentaire" if visible else "Commentaire interne"
        self.agir(
            Acte(
                *(moment, par, "commenter", words),
                complements=f'"commentaire_id": {pk}',
                interne=not visible,
            )
        )


def membre(nom: str, valeur: str) -> str:
    """One JSON member beside the columns."""
    return f'"{nom}": {en_json(valeur)}'
