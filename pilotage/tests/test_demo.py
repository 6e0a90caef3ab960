"""The demo as each person finds it: rich, coherent, the same for the same seed and day."""

from datetime import date
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count

from clients.models import Client, Contact
from comptes.demo import COMPTES_DEMO
from comptes.models import Utilisateur
from core.models import Organisation, Serie
from core.validateurs import valider_ice
from equipements.models import Equipement
from interventions import services
from interventions.choices import Priorite, Statut, TypeIntervention
from interventions.models import Commentaire, Intervention
from interventions.visibility import HistoriqueIntervention
from interventions.workflow import OUVERTES
from pilotage.demo.chargement import Bilan
from pilotage.demo.coherence import ecarts
from pilotage.demo.horloge import Horloge
from pilotage.tests.conftest import JOUR
from pilotage.tests.degats import DEGATS
from techniciens.models import CompetenceTechnicien, Technicien
from tests.parts import part

pytestmark = pytest.mark.django_db
MINUIT = Horloge(JOUR, Random(0)).minuit  # noqa: S311


def _compte(username: str) -> Utilisateur:
    found: Utilisateur = Utilisateur.objects.get(username=username)
    return found


def _par_statut(username: str) -> dict[str, int]:
    rows = Intervention.objects.visible_to(_compte(username)).order_by()
    return dict(rows.values_list("statut").annotate(n=Count("pk")))


def test_rien_ne_se_contredit(demo: Bilan) -> None:
    assert ecarts(MINUIT) == []


def _vue(nom: str) -> bool:
    """Whether that contradiction is named; it is undone afterwards."""
    degat, attendu = DEGATS[nom]
    point = transaction.savepoint()
    degat()
    found = ecarts(MINUIT)
    transaction.savepoint_rollback(point)
    return any(attendu in ecart for ecart in found)


@pytest.mark.part
def test_chaque_contradiction_est_vue(demo: Bilan) -> None:
    assert [nom for nom in part(DEGATS) if not _vue(nom)] == []


def test_taille_et_varietes(demo: Bilan) -> None:
    assert (demo.clients, demo.techniciens, demo.interventions) == (12, 9, 240)
    assert demo.machines == Equipement.objects.count() > 85
    assert demo.historique == HistoriqueIntervention.objects.count() > 1400
    rows = Intervention.objects.all()
    for column, values in (
        ("statut", Statut.values),
        ("type_intervention", TypeIntervention.values),
        ("priorite", Priorite.values),
    ):
        assert set(rows.values_list(column, flat=True)) == set(values)
    assert rows.values("titre").distinct().count() > 60
    assert rows.filter(mode__isnull=False, cause__isnull=False, remede__isnull=False).count() > 80
    assert rows.exclude(suite_de=None).count() == 6
    assert rows.filter(satisfaction_client__isnull=False).count() > 50
    assert Commentaire.objects.filter(visible_client=False).count() > 20
    assert Equipement.objects.filter(parent__parent__isnull=False).exists()


def test_le_jour_meme(demo: Bilan) -> None:
    waiting = Intervention.objects.filter(statut__in=OUVERTES)
    late = waiting.filter(date_limite__lt=MINUIT)
    assert late.count() >= 5
    assert waiting.filter(priorite=Priorite.URGENTE).count() >= 5
    assert Intervention.objects.filter(statut=Statut.CLOTUREE, solution="").count() == 4
    soon = CompetenceTechnicien.objects.filter(
        certification_expire_le__range=(JOUR, date(2026, 12, 31))
    )
    assert soon.count() >= 2
    assert CompetenceTechnicien.objects.filter(certification_expire_le__lt=JOUR).exists()


def test_le_technicien_a_sa_journee_et_un_passe(demo: Bilan) -> None:
    states = _par_statut("technicien")
    assert states[Statut.EN_COURS] == 1
    assert states[Statut.AFFECTEE] >= 4
    assert states[Statut.EN_ATTENTE] == 2
    assert states[Statut.CLOTUREE] >= 15
    tomorrow = Horloge(JOUR, Random(0)).a(-1, 0)  # noqa: S311
    today = Intervention.objects.filter(
        technicien__user__username="technicien",
        statut=Statut.AFFECTEE,
        date_planifiee__range=(MINUIT, tomorrow),
    )
    assert today.count() == 4


def test_le_client_suit_et_evalue(demo: Bilan) -> None:
    user = _compte("client")
    assert Client.objects.get(user=user).nom_entreprise == "Agro Chaouia"
    states = _par_statut("client")
    assert {*OUVERTES} & states.keys() >= {Statut.OUVERTE, Statut.AFFECTEE, Statut.EN_ATTENTE}
    assert Equipement.objects.visible_to(user).count() == 21
    to_rate = Intervention.objects.visible_to(user).filter(
        statut=Statut.CLOTUREE, satisfaction_client=None, date_fin__gte=MINUIT.replace(month=9)
    )
    assert to_rate.count() >= 3


def test_comptes(demo: Bilan) -> None:
    for compte in COMPTES_DEMO:
        user = _compte(compte.username)
        assert (user.email, user.role) == (compte.email, compte.role)
        assert user.check_password(compte.password)
    others = Utilisateur.objects.exclude(username__in=[c.username for c in COMPTES_DEMO])
    assert len(others) > 15
    assert not any(user.has_usable_password() for user in others)


def test_personne_de_reel_ne_recevra_de_courriel(demo: Bilan) -> None:
    known = {c.email for c in COMPTES_DEMO}
    mails = {
        *Utilisateur.objects.values_list("email", flat=True),
        *Client.objects.values_list("email_commercial", flat=True),
        *Contact.objects.values_list("email", flat=True),
        Organisation.objects.get().email,
    }
    assert [m for m in mails - known if not m.endswith(".example")] == []


def test_identifiants_legaux(demo: Bilan) -> None:
    firm = Organisation.objects.get()
    firm.full_clean()
    assert firm.patente
    assert firm.cnss
    ices = [firm.ice, *Client.objects.values_list("ice", flat=True)]
    assert len(set(ices)) == 13
    for ice in ices:
        valider_ice(ice)
    for model in (Client, Contact, Equipement, Technicien, Intervention):
        rows: Any = model.objects.all()
        for row in rows:
            row.clean_fields(exclude=[f.name for f in model._meta.fields if f.is_relation])


def test_provenance(demo: Bilan) -> None:
    lines = HistoriqueIntervention.objects.all()
    by_admin = lines.filter(history_user_id=_compte("admin").pk)
    assert by_admin.exists()
    assert not by_admin.exclude(canal="commande", adresse_ip=None).exists()
    others = lines.exclude(history_user_id=_compte("admin").pk)
    assert set(others.values_list("canal", flat=True)) == {"page", "api"}
    networks = {ip.rsplit(".", 1)[0] for ip in others.values_list("adresse_ip", flat=True)}
    assert networks == {"192.0.2", "198.51.100", "203.0.113"}


def test_le_numero_suivant_suit(demo: Bilan) -> None:
    par = _compte("responsable")
    machine = Equipement.objects.visible_to(par).exclude(statut="retire").first()
    assert machine is not None
    before = {s.annee: s.dernier for s in Serie.objects.all()}
    assert sum(before.values()) == 240
    row = services.creer(par=par, equipement_id=machine.pk, titre="Après la démonstration")
    year, number = (int(part) for part in row.numero.split("-")[1:])
    assert number == before.get(year, 0) + 1
    assert row.pk > 240
