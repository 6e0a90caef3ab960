"""Technicians and skills in the admin: every write by the services."""

from datetime import date

import pytest
from django.test import Client as Navigateur
from django.urls import reverse

from comptes.tests.factories import UtilisateurFactory
from interventions.models import Intervention
from techniciens import services
from techniciens.models import Competence, CompetenceTechnicien, Technicien
from techniciens.tests.factories import CompetenceFactory, TechnicienFactory
from tests.fixtures import Monde
from tests.lecture_formulaire import lire

pytestmark = pytest.mark.django_db


@pytest.fixture
def chef(navigateur: dict[str, Navigateur]) -> Navigateur:
    return navigateur["admin"]


def test_a_profile_needs_an_account_of_that_role(chef: Navigateur, monde: Monde) -> None:
    path = reverse("admin:techniciens_technicien_add")
    page = chef.get(path)
    assert set(page.context["adminform"].form.fields) == services.CHAMPS | {"user"}
    sent = lire(page, "technicien_form") | {
        "user": str(monde.responsable.pk),
        "equipe": "Nuit",
        "date_embauche": "01/03/2024",
    }
    answer = chef.post(path, sent)
    assert answer.status_code == 422
    assert "rôle technicien" in str(answer.context["adminform"].form.errors["user"])
    again = lire(answer, "technicien_form")
    assert (again["user"], again["equipe"]) == (sent["user"], "Nuit")
    assert again["date_embauche"] == "01/03/2024"
    user = UtilisateurFactory(technicien=True)
    assert chef.post(path, sent | {"user": str(user.pk)}).status_code == 302
    row = Technicien.objects.get(user=user)
    assert (row.equipe, row.date_embauche) == ("Nuit", date(2024, 3, 1))
    again_refused = chef.post(path, sent | {"user": str(user.pk)})
    assert again_refused.status_code == 422


def test_changing_a_profile(chef: Navigateur, monde: Monde) -> None:
    row = monde.technicien_a
    path = reverse("admin:techniciens_technicien_change", args=[row.pk])
    page = chef.get(path)
    assert set(page.context["adminform"].form.fields) == services.CHAMPS
    sent = lire(page, "technicien_form") | {"disponibilite": "conge", "user": "1"}
    assert chef.post(path, sent).status_code == 302
    after = Technicien.objects.get(pk=row.pk)
    assert (after.disponibilite, after.user_id) == ("conge", row.user_id)
    refused = chef.post(path, sent | {"date_embauche": "01/01/0203"})
    assert refused.status_code == 422
    assert "date_embauche" in refused.context["adminform"].form.errors


def test_archiving_with_open_work_needs_the_list_or_a_successor(
    chef: Navigateur, monde: Monde
) -> None:
    row, next_ = monde.technicien_a, TechnicienFactory()
    path = reverse("admin:techniciens_technicien_acte", args=[row.pk, "archiver"])
    refused = chef.post(path, lire(chef.get(path)))
    assert refused.status_code == 409
    assert monde.intervention_a.numero in refused.content.decode()
    sent = lire(refused) | {"successeur_id": str(next_.pk)}
    assert chef.post(path, sent).status_code == 302
    row.refresh_from_db()
    assert row.archive_le is not None
    assert Intervention.objects.get(pk=monde.intervention_a.pk).technicien_id == next_.pk


def test_skills_are_added_changed_and_unique(chef: Navigateur) -> None:
    path = reverse("admin:techniciens_competence_add")
    sent = lire(chef.get(path), "competence_form") | {"nom": "Froid", "niveau_requis": "avance"}
    assert chef.post(path, sent).status_code == 302
    skill = Competence.objects.get(nom="Froid")
    refused = chef.post(path, sent | {"description": "Groupes frigorifiques"})
    assert refused.status_code == 422
    assert "nom" in refused.context["adminform"].form.errors
    assert lire(refused, "competence_form")["description"] == "Groupes frigorifiques"
    path = reverse("admin:techniciens_competence_change", args=[skill.pk])
    sent = lire(chef.get(path), "competence_form") | {"certification": "Attestation F-Gaz"}
    assert chef.post(path, sent).status_code == 302
    skill.refresh_from_db()
    assert skill.certification == "Attestation F-Gaz"


def test_a_level_is_given_changed_and_withdrawn(chef: Navigateur, monde: Monde) -> None:
    skill = CompetenceFactory()
    path = reverse("admin:techniciens_competencetechnicien_add")
    sent = lire(chef.get(path), "competencetechnicien_form") | {
        "technicien": str(monde.technicien_a.pk),
        "competence": str(skill.pk),
        "niveau": "expert",
        "certification_expire_le": "31/12/2027",
    }
    assert chef.post(path, sent).status_code == 302
    row = CompetenceTechnicien.objects.get(competence=skill)
    assert (row.niveau, row.certification_expire_le) == ("expert", date(2027, 12, 31))
    path = reverse("admin:techniciens_competencetechnicien_change", args=[row.pk])
    sent = lire(chef.get(path), "competencetechnicien_form") | {"niveau": "avance"}
    assert chef.post(path, sent).status_code == 302
    row.refresh_from_db()
    assert (row.niveau, row.certification_expire_le) == ("avance", date(2027, 12, 31))
    path = reverse("admin:techniciens_competencetechnicien_acte", args=[row.pk, "retirer"])
    assert chef.post(path, {}).status_code == 302
    assert not CompetenceTechnicien.objects.filter(pk=row.pk).exists()


def test_names_come_without_a_query_each(chef: Navigateur, monde: Monde) -> None:
    for _ in range(5):
        TechnicienFactory()
    asked = {
        "app_label": "interventions",
        "model_name": "intervention",
        "field_name": "technicien",
    }
    found = chef.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert str(monde.technicien_a) in {r["text"] for r in found}
