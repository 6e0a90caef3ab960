"""The slot on the intervention's page, and its plain forms, as a browser sends them."""

from typing import Any

import pytest
from django.test import Client as Navigateur
from django.urls import reverse

from interventions.models import Intervention
from planning import services
from planning.models import Creneau, Reservation
from planning.tests.factories import DEBUT, HEURE, AbsenceFactory, CreneauFactory
from tests.fixtures import Monde
from tests.lecture_formulaire import lire

pytestmark = pytest.mark.django_db
Navigateurs = dict[str, Navigateur]


def _fiche(navigateur: Navigateur, row: Intervention) -> str:
    page = navigateur.get(reverse("interventions:fiche", args=[row.pk]))
    assert page.status_code == 200
    return page.content.decode()


def _envoyer(navigateur: Navigateur, nom: str, pk: int, **champs: Any) -> Any:
    path = reverse(f"planning:{nom}", args=[pk])
    return navigateur.post(path, lire(navigateur.get(path)) | champs)


def test_le_panneau_selon_qui_regarde(monde: Monde, navigateur: Navigateurs) -> None:
    row = monde.intervention_a
    plan = reverse("planning:planifier", args=[row.pk])
    assert plan in _fiche(navigateur["responsable"], row)
    for who in ("technicien", "client"):
        assert "titre-creneau" not in _fiche(navigateur[who], row)
    slot = CreneauFactory(intervention=row, debut=DEBUT, notes_planning="Badge au gardien")
    change = reverse("planning:modifier", args=[slot.pk])
    for who in ("responsable", "technicien", "client"):
        page = _fiche(navigateur[who], row)
        assert "09:00-11:00" in page
        assert (change in page) is (who == "responsable")
        assert ("Badge au gardien" in page) is (who != "client")


def test_planifier_deplacer_confirmer_retirer(monde: Monde, navigateur: Navigateurs) -> None:
    row, staff = monde.intervention_a, navigateur["responsable"]
    hours = {"date_debut": "2027-06-02T09:00", "date_fin": "2027-06-02T12:00"}
    answer = _envoyer(staff, "planifier", row.pk, **hours, technicien=monde.technicien_b.pk)
    assert answer["Location"] == reverse("interventions:fiche", args=[row.pk])
    slot = Creneau.objects.get()
    assert (slot.date_debut, slot.creneau) == (DEBUT, "09:00-12:00")
    assert Reservation.objects.get().technicien_id == monde.technicien_b.pk
    # Left as it is, the form changes nothing.
    assert _envoyer(staff, "modifier", slot.pk).status_code == 302
    assert Creneau.objects.get().version == 1
    later = {"date_debut": "2027-06-03T10:00", "date_fin": "2027-06-03T12:00"}
    assert _envoyer(staff, "modifier", slot.pk, **later).status_code == 302
    assert Creneau.objects.get().creneau == "10:00-12:00"
    assert _envoyer(staff, "confirmer", slot.pk).status_code == 302
    assert Creneau.objects.get().confirme
    assert _envoyer(staff, "deplanifier", slot.pk).status_code == 302
    assert not Creneau.objects.exists()


def test_ce_qui_est_refuse_revient_avec_sa_saisie(monde: Monde, navigateur: Navigateurs) -> None:
    row, staff = monde.intervention_a, navigateur["responsable"]
    wrong = {"date_debut": "2027-06-02T09:00", "date_fin": "2027-06-02T08:00"}
    answer = _envoyer(staff, "planifier", row.pk, **wrong, notes_planning="Sonner")
    assert answer.status_code == 422
    assert "Sonner" in answer.content.decode()
    AbsenceFactory(technicien=monde.technicien_a, debut=DEBUT)
    right = wrong | {"date_fin": "2027-06-02T10:00"}
    assert _envoyer(staff, "planifier", row.pk, **right).status_code == 409
    answer = _envoyer(staff, "planifier", row.pk, **right, motif_derogation="Il accepte")
    assert answer.status_code == 302


def test_une_version_depassee_se_dit_une_fois(monde: Monde, navigateur: Navigateurs) -> None:
    slot = CreneauFactory(intervention=monde.intervention_a, debut=DEBUT)
    staff, path = navigateur["admin"], reverse("planning:modifier", args=[slot.pk])
    form = lire(staff.get(path)) | {"creneau": "matin"}
    services.deplacer(par=monde.responsable, creneau_id=slot.pk, nouvelle_date=DEBUT + 24 * HEURE)
    refused = staff.post(path, form)
    assert refused.status_code == 409
    assert staff.post(path, lire(refused)).status_code == 302
    assert Creneau.objects.get().creneau == "matin"
