"""The people, firms and machines of the demo, in memory, with their ids already given."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from random import Random

from clients.models import Client, Contact, Site
from comptes.models import Utilisateur
from core.models import Organisation
from equipements.choices import StatutEquipement
from equipements.models import Equipement, Famille
from pilotage.demo.formes import Employe, Entreprise
from pilotage.demo.horloge import Horloge
from techniciens.models import Competence, CompetenceTechnicien, Technicien


@dataclass
class Firme:
    """A client with what belongs to it."""

    fiche: Entreprise
    client: Client
    sites: list[Site]
    contacts: list[Contact]
    comptes: list[Utilisateur] = field(default_factory=list)
    machines: list[Equipement] = field(default_factory=list)


@dataclass
class Intervenant:
    """A technician with the zones it covers and the skills it holds."""

    fiche: Employe
    technicien: Technicien

    def sait(self, competence: str) -> bool:
        return any(cle == competence for cle, _niveau, _jours in self.fiche.competences)


@dataclass
class Monde:
    """Everything that stands before the first intervention."""

    organisation: Organisation
    horloge: Horloge
    ids: "Compteurs"
    comptes: list[Utilisateur] = field(default_factory=list)
    responsables: list[Utilisateur] = field(default_factory=list)
    competences: dict[str, Competence] = field(default_factory=dict)
    familles: dict[str, Famille] = field(default_factory=dict)
    intervenants: list[Intervenant] = field(default_factory=list)
    niveaux: list[CompetenceTechnicien] = field(default_factory=list)
    firmes: list[Firme] = field(default_factory=list)
    # sort of each machine that takes work, by id
    genres: dict[int, str] = field(default_factory=dict)
    # status at the end, of the few machines for which it is not what the work makes of it
    etats: dict[int, StatutEquipement] = field(default_factory=dict)
    series: set[str] = field(default_factory=set)

    @property
    def admin(self) -> Utilisateur:
        return self.comptes[0]

    def firme_de(self, machine: Equipement) -> Firme:
        return self.firmes[machine.client_id - 1]

    def machine(self, entreprise: str, nom: str) -> Equipement:
        """The machine of that name at that firm."""
        return next(
            m for f in self.firmes if f.fiche.nom == entreprise for m in f.machines if m.nom == nom
        )

    def machines(self) -> Iterator[Equipement]:
        """Every machine, in order of id."""
        for firme in self.firmes:
            yield from firme.machines

    def intervenant(self, username: str) -> Intervenant:
        return next(i for i in self.intervenants if i.fiche.username == username)


@dataclass
class Compteurs:
    """Ids, one series per kind of row, and telephone numbers, each given once."""

    alea: Random
    compte: Iterator[int] = field(default_factory=lambda: count(1))
    site: Iterator[int] = field(default_factory=lambda: count(1))
    contact: Iterator[int] = field(default_factory=lambda: count(1))
    equipement: Iterator[int] = field(default_factory=lambda: count(1))

    def mobile(self) -> str:
        """A Moroccan mobile number."""
        digits = f"{self.alea.randrange(10**8):08d}"
        pairs = " ".join(digits[i : i + 2] for i in range(0, 8, 2))
        return f"+212 {self.alea.choice('67')} {pairs}"
