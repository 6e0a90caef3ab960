"""The world of two firms with one row of everything on either side, for walks through all doors."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from clients.models import Contact, Site
from clients.tests.factories import ContactFactory, SiteFactory
from comptes import sessions
from comptes.choices import GenreSession
from comptes.models import Utilisateur
from comptes.tests.factories import UtilisateurFactory
from core.models import Organisation
from documents.models import Document
from documents.tests.factories import DocumentFactory
from equipements.models import Compteur, Equipement, Releve
from equipements.tests.factories import CompteurFactory, EquipementFactory, ReleveFactory
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from listes.models import VueEnregistree
from listes.tests.factories import VueEnregistreeFactory
from notifications.tests.factories import NotificationFactory
from planning.choices import Periode
from planning.models import (
    Absence,
    Creneau,
    HoraireTravail,
    JourFerie,
    LienAgenda,
    Plan,
    Reservation,
)
from planning.services import ajouter_seance
from planning.tests.factories import (
    DEBUT,
    AbsenceFactory,
    CreneauFactory,
    HoraireTravailFactory,
    JourFerieFactory,
    LienAgendaFactory,
    PlanFactory,
)
from techniciens.models import Competence, Technicien
from techniciens.tests.factories import (
    CompetenceFactory,
    CompetenceTechnicienFactory,
    TechnicienFactory,
)
from tests.fixtures import Monde
from tests.photo import couche

LU_LE = datetime(2026, 1, 5, 8, tzinfo=UTC)
ACTEURS = ("admin", "responsable", "technicien", "client")
COTES = ("sien", "autre")


@dataclass
class Cote:
    """What hangs on one firm: its own for technicien and client, or the strangers'."""

    intervention: Intervention
    equipement: Equipement
    machine_libre: Equipement  # no work on it
    site: Site  # without machines
    contact: Contact
    technicien: Technicien
    compte: Utilisateur
    document: Document  # shown to the client, of that intervention
    creneau: Creneau  # of that intervention, a visit of the plan
    seance: Reservation  # of who holds the work
    aide: Reservation  # of somebody who comes along
    plan: Plan
    absence: Absence  # of the technician, at another time
    a_planifier: Intervention  # held by the technician, without a slot
    compteur: Compteur  # of that machine
    releve: Releve  # on it, by the technician
    lien: LienAgenda  # of the technician

    @property
    def client(self) -> Any:
        return self.equipement.client


@dataclass
class Decor:
    monde: Monde
    sien: Cote
    autre: Cote
    competence: Competence
    libre: Competence  # nobody holds it
    sans_profil: Utilisateur  # of role technicien
    horaire: HoraireTravail  # the firm's, in Ramadan
    ferie: JourFerie
    vues: dict[str, VueEnregistree]  # by whose it is, one of two; and a stranger's

    def ligne(self, quoi: str, cote: str, acteur: str) -> Any:
        """The row of that kind on that side; `compte` on one's own side is oneself."""
        if quoi in ("competence", "libre", "horaire", "ferie"):
            return getattr(self, quoi)
        if quoi == "vue":
            return self.vues[acteur if cote == "sien" and acteur in self.vues else "autre"]
        found = getattr(self, cote).compte
        if cote == "sien" and acteur in ACTEURS:
            found = self.monde.compte(acteur)
        of_account: dict[str, Any] = {
            "compte": lambda: found,
            "session": lambda: found.sessions.latest("pk"),
            "notification": lambda: found.notifications.latest("pk"),
            "famille": lambda: getattr(self, cote).equipement.famille,
        }
        if quoi in of_account:
            return of_account[quoi]()
        return getattr(getattr(self, cote), quoi)


def _cote(monde: Monde, lettre: str) -> Cote:
    firm, par = getattr(monde, f"client_{lettre}"), monde.responsable
    person, machine = getattr(monde, f"technicien_{lettre}"), getattr(monde, f"machine_{lettre}")
    plan = PlanFactory(equipement=machine, par=par)
    # Each side on its own day: one's work may be given to the other.
    debut = DEBUT + timedelta(days="ab".index(lettre))
    meter = CompteurFactory(equipement=machine, par=par)
    slot = CreneauFactory(
        intervention=getattr(monde, f"intervention_{lettre}"), par=par, debut=debut, plan=plan
    )
    return Cote(
        intervention=getattr(monde, f"intervention_{lettre}"),
        equipement=getattr(monde, f"machine_{lettre}"),
        machine_libre=EquipementFactory(client=firm),
        site=SiteFactory(client=firm),
        contact=ContactFactory(client=firm),
        technicien=getattr(monde, f"technicien_{lettre}"),
        compte=getattr(monde, f"user_{lettre}"),
        document=DocumentFactory(
            intervention=getattr(monde, f"intervention_{lettre}"), par=monde.responsable
        ),
        plan=plan,
        creneau=slot,
        seance=slot.reservations.get(),
        aide=ajouter_seance(
            par=par,
            creneau_id=slot.pk,
            debut=slot.date_debut,
            fin=slot.date_fin,
            technicien_id=TechnicienFactory().pk,
        ),
        absence=AbsenceFactory(technicien=person, par=par, debut=DEBUT + timedelta(days=30)),
        a_planifier=InterventionFactory(
            equipement=machine, technicien=person, par=par, etat="affectee"
        ),
        compteur=meter,
        releve=ReleveFactory(compteur=meter, par=person.user, valeur=100, date=LU_LE),
        lien=LienAgendaFactory(technicien=person, par=par),
    )


def _planter(monde: Monde) -> Decor:
    Organisation.objects.create(pk=1, nom="Atlas Maintenance")
    skill = CompetenceFactory()
    for name in (*ACTEURS, "autre_client"):
        sessions.ouvrir(monde.compte(name), genre=GenreSession.API)
        NotificationFactory(user=monde.compte(name))
    for row in (monde.technicien_a, monde.technicien_b):
        CompetenceTechnicienFactory(technicien=row, competence=skill)
    owners = {role: monde.compte(role) for role in ACTEURS} | {"autre": UtilisateurFactory()}
    views: dict[str, Any] = {n: VueEnregistreeFactory(par=user) for n, user in owners.items()}
    for user in owners.values():
        VueEnregistreeFactory(par=user)
    return Decor(
        monde=monde,
        vues=views,
        sien=_cote(monde, "a"),
        autre=_cote(monde, "b"),
        competence=skill,
        libre=CompetenceFactory(),
        sans_profil=UtilisateurFactory(technicien=True),
        horaire=HoraireTravailFactory(technicien=None, periode=Periode.RAMADAN),
        ferie=JourFerieFactory(),
    )


@pytest.fixture
def decor(monde: Monde) -> Decor:
    return couche("decor", lambda: _planter(monde))
