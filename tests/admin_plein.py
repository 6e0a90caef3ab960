"""A database with something in every table, for the admin's pages."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db.models import Model
from django.urls import reverse

from clients.tests.factories import ClientFactory, ContactFactory
from comptes.tests.factories import EchecsFactory, SessionFactory, UtilisateurFactory
from core.admin_base import AdminBase
from core.models import Organisation, Serie
from core.tests.factories import (
    CleIdempotenceFactory,
    ExecutionTravailFactory,
    LivraisonFactory,
)
from documents.tests.factories import DocumentFactory
from equipements.tests.factories import EquipementFactory, ReleveFactory
from interventions.tests.factories import (
    CommentaireFactory,
    IndisponibiliteFactory,
    InterventionFactory,
)
from listes import services
from listes.tests.factories import PreferenceListeFactory, VueEnregistreeFactory
from notifications.tests.factories import (
    AnnonceFactory,
    NotificationLieeFactory,
    PreferencesFactory,
)
from planning.tests.factories import (
    AbsenceFactory,
    CreneauFactory,
    HoraireTravailFactory,
    JourFerieFactory,
    LienAgendaFactory,
    PlanFactory,
)
from reprise.tests.factories import CorrespondanceFactory
from techniciens.tests.factories import CompetenceTechnicienFactory, TechnicienFactory
from tests.fixtures import Monde
from tests.photo import couche

_dossiers = {p.parent.name for p in settings.BASE_DIR.glob("*/apps.py")}
MODELES = [m for c in apps.get_app_configs() if c.name in _dossiers for m in c.get_models()]


def page_de(modele: type[Model], suffixe: str, *args: Any) -> str:
    """Address of one of the model's admin pages."""
    return reverse(f"admin:{modele._meta.app_label}_{modele._meta.model_name}_{suffixe}", args=args)


def admin_de(modele: type[Model]) -> AdminBase[Any]:
    """The model's admin."""
    page = admin.site.get_model_admin(modele)
    assert isinstance(page, AdminBase)
    return page


def remplir(monde: Monde) -> None:
    """At least one row in each table."""
    couche("plein", lambda: _remplir(monde))


def _remplir(monde: Monde) -> None:
    Organisation.objects.create(pk=1, nom="MIF Maroc")
    ContactFactory(client=monde.client_a)
    CompetenceTechnicienFactory(technicien=monde.technicien_a)
    CommentaireFactory(intervention=monde.intervention_a)
    IndisponibiliteFactory(
        equipement=monde.machine_a, debut="2026-01-05T08:00Z", fin="2026-01-05T09:00Z"
    )
    InterventionFactory(equipement=monde.machine_a, etat="cloturee", par=monde.responsable)
    SessionFactory(utilisateur=monde.admin)
    EchecsFactory()
    CleIdempotenceFactory()
    LivraisonFactory()
    ExecutionTravailFactory()
    DocumentFactory(intervention=monde.intervention_a)
    NotificationLieeFactory(intervention=monde.intervention_a)
    PreferencesFactory(user=monde.admin)
    AnnonceFactory()
    CreneauFactory(intervention=monde.intervention_a)
    PlanFactory(equipement=monde.machine_a)
    AbsenceFactory(technicien=monde.technicien_b)
    ReleveFactory()
    HoraireTravailFactory(technicien=monde.technicien_b)
    JourFerieFactory()
    LienAgendaFactory(technicien=monde.technicien_b)
    CorrespondanceFactory()
    # Private rows are their owner's alone, an administrator's too.
    view = VueEnregistreeFactory(par=monde.admin)
    services.choisir_ouverture(par=monde.admin, liste=view.liste, vue_id=view.pk)


def ajouter_partout(n: int) -> None:
    """`n` more rows in every table, each with relations of its own."""
    par = UtilisateurFactory()
    for i in range(n):
        firm = ClientFactory(avec_compte=True)
        ContactFactory(client=firm, user=UtilisateurFactory(client=True))
        machine = EquipementFactory(client=firm)
        row = InterventionFactory(
            equipement=machine,
            etat="cloturee",
            par=par,
            technicien=TechnicienFactory(),
            arret_machine=True,
        )
        CommentaireFactory(intervention=row)
        DocumentFactory(intervention=row)
        NotificationLieeFactory(intervention=row)
        PreferencesFactory()
        AnnonceFactory()
        CompetenceTechnicienFactory()
        CreneauFactory()
        PlanFactory(equipement=machine)
        AbsenceFactory()
        ReleveFactory()
        HoraireTravailFactory()
        JourFerieFactory()
        LienAgendaFactory()
        SessionFactory()
        EchecsFactory()
        CleIdempotenceFactory()
        LivraisonFactory()
        ExecutionTravailFactory()
        CorrespondanceFactory()
        Serie.objects.get_or_create(code="ESS", annee=2000 + i)
        VueEnregistreeFactory(par=UtilisateurFactory(), partagee=True)
        PreferenceListeFactory(par=UtilisateurFactory())
