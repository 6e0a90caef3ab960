"""Who and what there is, as the story needs it: people who act, firms, machines, in flat lists."""

from array import array
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from comptes.choices import Role
from comptes.models import Utilisateur
from equipements.choices import Criticite
from pilotage.demo.donnees.parc import FAMILLES, GENRES
from pilotage.demo.formes import Employe
from pilotage.demo.masse.plan import Effectif
from pilotage.demo.masse.tables import MONDE, NUL, Ligne
from pilotage.demo.masse.textes import Mot, Sujet, mot
from pilotage.demo.monde import Monde
from pilotage.demo.passe import POIDS
from pilotage.demo.provenance import lieu_de

MAUVAISE = 20  # one machine in so many fails four times as often


@dataclass(frozen=True, slots=True)
class Auteur:
    """Somebody who acts: id, where from, with what."""

    pk: str
    nom: str
    role: Role
    adresse: str
    navigateur: str


@dataclass(slots=True)
class Firme:
    """A client: who signs in for it, whom to call, its machines."""

    comptes: list[Auteur]
    contact: Mot
    telephone: Mot
    zone: str
    machines: list[int] = field(default_factory=list)


class Bassin:
    """Machines to draw from, in lists that several technicians share."""

    def __init__(self, listes: Iterable[list[int]]) -> None:
        self._listes = [found for found in listes if found]
        self._fins = list(accumulate(map(len, self._listes)))

    def __bool__(self) -> bool:
        return bool(self._listes)

    def tirer(self, part: float) -> int:
        """The machine at that share (0 to 1) of all."""
        rank = int(part * self._fins[-1])
        which = bisect(self._fins, rank)
        return self._listes[which][rank - self._fins[which]]


@dataclass(slots=True)
class Equipier:
    """A technician: profile id, account, and the machines that zones and skills bring."""

    pk: str
    compte: Auteur
    zones: tuple[str, ...]
    competences: frozenset[str]
    bassin: Bassin = field(default_factory=lambda: Bassin(()))


def savoirs(fiche: Employe) -> frozenset[str]:
    return frozenset(cle for cle, _niveau, _jours in fiche.competences)


def auteur(user: Utilisateur) -> Auteur:
    return nouvel_auteur(user.pk, str(user), Role(user.role))


def nouvel_auteur(pk: int, nom: str, role: Role) -> Auteur:
    address, browser = lieu_de(role, pk)
    return Auteur(str(pk), nom, role, address or NUL, browser)


@dataclass
class Peuple:
    """Machines are numbered from 1 as their ids; what work makes of them is noted here."""

    admin: Auteur
    responsables: list[Auteur] = field(default_factory=list)
    firmes: list[Firme] = field(default_factory=list)
    equipiers: list[Equipier] = field(default_factory=list)
    departs: list[int | None] = field(default_factory=list)
    noms: list[str] = field(default_factory=lambda: [""])
    genres: list[str] = field(default_factory=lambda: [""])
    clients: "array[int]" = field(default_factory=lambda: array("l", [0]))
    # end of the last time that it stood still; last service; last job closed, when, and what it was
    arrets: "array[int]" = field(default_factory=lambda: array("q", [0]))
    entretiens: "array[int]" = field(default_factory=lambda: array("q", [0]))
    dernieres: "array[int]" = field(default_factory=lambda: array("q", [0]))
    fins: "array[int]" = field(default_factory=lambda: array("q", [0]))
    sujets: list[Sujet | None] = field(default_factory=lambda: [None])
    lignes: dict[str, list[Ligne]] = field(default_factory=lambda: {t: [] for t in MONDE})
    _bassins: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    def machine(self, nom: str, genre: str, client: int, *, poids: float = 1) -> int:
        """Note a machine; without a sort it gets no work. Gives its id."""
        rank = len(self.noms)
        self.noms.append(nom)
        self.genres.append(genre)
        self.clients.append(client)
        self.sujets.append(None)
        for column in (self.arrets, self.entretiens, self.dernieres, self.fins):
            column.append(0)
        if genre:
            firm = self.firmes[client - 1]
            firm.machines.append(rank)
            bad = 4 if rank % MAUVAISE == 0 else 1
            chosen = [rank] * round(2 * poids * bad)
            self._bassins[firm.zone, FAMILLES[GENRES[genre].famille].competence] += chosen
        return rank

    def repartir(self) -> None:
        """Give each technician the machines of its zones that it knows, or else of its zones."""
        everything = frozenset(competence for _zone, competence in self._bassins)
        for equipier in self.equipiers:
            known = self._bassin(equipier.zones, equipier.competences)
            equipier.bassin = known or self._bassin(equipier.zones, everything)

    def _bassin(self, zones: Iterable[str], competences: frozenset[str]) -> Bassin:
        return Bassin(self._bassins.get((z, c), []) for z in zones for c in sorted(competences))

    @cached_property
    def presents(self) -> list[Equipier]:
        """Those who can be given work today."""
        return [e for e, gone in zip(self.equipiers, self.departs, strict=True) if gone is None]

    @property
    def effectif(self) -> Effectif:
        return Effectif(tuple(self.departs))


def depuis(monde: Monde) -> Peuple:
    """What the small demo has already, machines in order of id."""
    peuple = Peuple(auteur(monde.admin))
    peuple.responsables += [auteur(user) for user in monde.responsables]
    for intervenant in monde.intervenants:
        fiche, profile = intervenant.fiche, intervenant.technicien
        peuple.equipiers.append(
            Equipier(str(profile.pk), auteur(profile.user), fiche.zones, savoirs(fiche))
        )
        gone = profile.archive_le
        peuple.departs.append(None if gone is None else int(gone.timestamp()))
    for rank, firme in enumerate(monde.firmes, 1):
        contact = firme.contacts[0]
        peuple.firmes.append(
            Firme(
                [auteur(user) for user in firme.comptes],
                mot(contact.nom),
                mot(contact.telephone),
                firme.fiche.zone,
            )
        )
        for row in firme.machines:
            genre = "" if row.pk in monde.etats else monde.genres.get(row.pk, "")
            weight = POIDS.get(Criticite(row.criticite), 1.0)
            # Few machines as it has, the demo account's firm is to be one of middle size.
            peuple.machine(row.nom, genre, rank, poids=weight * (2 if rank == 1 else 1))
    return peuple
