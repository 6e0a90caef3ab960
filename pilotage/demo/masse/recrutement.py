"""People beyond those of the small demo: accounts, responsables, technicians."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from random import Random

from comptes.choices import Role
from core.texte import plier
from pilotage.demo.donnees.organisation import EMPLOYES
from pilotage.demo.equipe import DOMAINE
from pilotage.demo.masse.lexique import NOMS, PRENOMS, VILLES, ZONES
from pilotage.demo.masse.peuple import Auteur, Equipier, Peuple, nouvel_auteur, savoirs
from pilotage.demo.masse.tables import NUL
from pilotage.demo.monde import Monde
from techniciens.choices import Disponibilite

SANS_MOT_DE_PASSE = "!masse"  # nobody signs in with it; not drawn, so that the rows stay the same
DISPONIBILITES = (
    *(Disponibilite.DISPONIBLE,) * 18,
    Disponibilite.CONGE,
    Disponibilite.FORMATION,
)


@dataclass
class Recrutement:
    """Appends rows to `peuple.lignes`, ids after those of the small demo."""

    monde: Monde
    peuple: Peuple
    alea: Random
    connu_depuis: str

    def __post_init__(self) -> None:
        self._noms = {user.username for user in self.monde.comptes}
        self._competences = {cle: str(c.pk) for cle, c in self.monde.competences.items()}
        self._niveaux = count(len(self.monde.niveaux) + 1)

    def entete(self, pk: object) -> tuple[str, str, str]:
        """Id and the two time stamps."""
        return str(pk), self.connu_depuis, self.connu_depuis

    def jour(self, jours: float) -> str:
        """The date so many days after the demo's."""
        day: date = self.monde.horloge.jour + timedelta(days=int(jours))
        return day.isoformat()

    def personne(self) -> tuple[str, str]:
        """A full name and a username that nobody else has."""
        first, last = self.alea.choice(PRENOMS), self.alea.choice(NOMS)
        base = username = plier(f"{first[0]}.{last.replace(' ', '')}")
        ranks = count(2)
        while username in self._noms:
            username = f"{base}{next(ranks)}"
        self._noms.add(username)
        return f"{first} {last}", username

    def compte(self, personne: tuple[str, str], role: Role, domaine: str) -> Auteur:
        rows = self.peuple.lignes["users"]
        nom, username = personne
        pk = len(self.monde.comptes) + len(rows) + 1
        mail = f"{username}@{domaine}"
        rows.append((*self.entete(pk), username, nom, mail, SANS_MOT_DE_PASSE, str(role), "1"))
        return nouvel_auteur(pk, nom, role)

    def responsables(self, nombre: int) -> None:
        for _ in range(nombre):
            account = self.compte(self.personne(), Role.RESPONSABLE, DOMAINE)
            self.peuple.responsables.append(account)

    def techniciens(self, nombre: int) -> None:
        for _ in range(nombre):
            self._technicien()

    def _technicien(self) -> None:
        """Somebody with the skills of one of the small demo's, in one zone and a neighbouring."""
        peuple, alea = self.peuple, self.alea
        model = alea.choice([fiche for fiche in EMPLOYES if fiche.parti is None])
        zone, beside = alea.choice(ZONES), alea.choice(ZONES)
        account = self.compte(self.personne(), Role.TECHNICIEN, DOMAINE)
        pk = str(len(peuple.equipiers) + 1)
        peuple.lignes["techniciens"].append(
            (
                *(*self.entete(pk), account.pk, model.specialite),
                *(str(alea.choice(DISPONIBILITES)), f"{VILLES[zone][0].nom} {alea.choice('ABCD')}"),
                *(_lieux(zone, beside), "", self.jour(-alea.randint(1300, 6000))),
            )
        )
        for cle, niveau, jours in model.competences:
            until = NUL if jours is None else self.jour(alea.randint(-20, 700))
            peuple.lignes["technicien_competences"].append(
                (str(next(self._niveaux)), pk, self._competences[cle], niveau, until)
            )
        # Named twice, the own zone brings two thirds of the work.
        peuple.equipiers.append(Equipier(pk, account, (zone, zone, beside), savoirs(model)))
        peuple.departs.append(None)


def _lieux(*zones: str) -> str:
    return ", ".join(dict.fromkeys(zone.capitalize() for zone in zones))
