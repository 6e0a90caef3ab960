"""Machines in the admin: every write by the services, the status by an act."""

import pytest
from django.test import Client as Navigateur
from django.urls import reverse
from zeal import zeal_ignore

from clients.tests.factories import ClientFactory
from comptes.choices import Role
from equipements import services
from equipements.models import Equipement, Famille
from equipements.tests.factories import EquipementFactory
from interventions.tests.factories import InterventionFactory
from techniciens.tests.factories import CompetenceFactory
from tests.fixtures import Monde
from tests.lecture_formulaire import lire

pytestmark = pytest.mark.django_db

AJOUT = "/admin/equipements/equipement/add/"
FORME = "equipement_form"


@pytest.fixture
def chef(navigateur: dict[str, Navigateur]) -> Navigateur:
    return navigateur["admin"]


def _fiche(row: Equipement) -> str:
    return reverse("admin:equipements_equipement_change", args=[row.pk])


def _acte(row: Equipement, nom: str) -> str:
    return reverse("admin:equipements_equipement_acte", args=[row.pk, nom])


def test_a_new_machine_stands_on_the_first_site(chef: Navigateur, monde: Monde) -> None:
    sent = lire(chef.get(AJOUT), FORME)
    assert "statut" not in sent
    sent |= {"client": str(monde.client_a.pk), "nom": "Groupe froid", "numero_serie": ""}
    assert chef.post(AJOUT, sent).status_code == 302
    row = Equipement.objects.get(nom="Groupe froid")
    assert row.site == monde.client_a.sites.get()
    assert (row.numero_serie, row.statut) == (None, "operationnel")
    assert len(row.code) == 8


def test_another_client_s_site_is_refused_beside_the_field(chef: Navigateur, monde: Monde) -> None:
    sent = lire(chef.get(AJOUT), FORME) | {
        "client": str(monde.client_a.pk),
        "site": str(monde.client_b.sites.get().pk),
        "nom": "Presse",
        "manuel_utilisation": "Voir armoire",
    }
    answer = chef.post(AJOUT, sent)
    assert answer.status_code == 422
    assert "site" in answer.context["adminform"].form.errors
    again = lire(answer, FORME)
    for name in ("client", "site", "nom", "manuel_utilisation"):
        assert again[name] == sent[name]
    assert not Equipement.objects.filter(nom="Presse").exists()


def test_a_serial_is_unique_whatever_its_spelling(chef: Navigateur, monde: Monde) -> None:
    monde.machine_a.numero_serie = "AB 12"
    monde.machine_a.save()
    path = _fiche(monde.machine_b)
    answer = chef.post(path, lire(chef.get(path), FORME) | {"numero_serie": "ab12"})
    assert answer.status_code == 422
    assert "numéro de série" in answer.content.decode()


def test_the_tree_is_guarded_by_the_service(chef: Navigateur, monde: Monde) -> None:
    child = EquipementFactory(client=monde.client_a, parent=monde.machine_a)
    path = _fiche(monde.machine_a)
    sent = lire(chef.get(path), FORME) | {"parent": str(child.pk), "localisation": "Toit"}
    with zeal_ignore():  # the machine and the one chosen as its parent are read apart
        answer = chef.post(path, sent)
    assert answer.status_code == 422
    assert "elle-même" in str(answer.context["adminform"].form.errors["parent"])
    assert lire(answer, FORME)["localisation"] == "Toit"
    monde.machine_a.refresh_from_db()
    assert monde.machine_a.localisation == "Atelier 1"


def test_client_and_status_are_not_on_the_form(chef: Navigateur, monde: Monde) -> None:
    row = monde.machine_a
    page = chef.get(_fiche(row))
    named = {n.removesuffix("_id") for n in services.MODIFIABLES[Role.ADMIN]} - {"statut"}
    assert set(page.context["adminform"].form.fields) == named
    sent = lire(page, FORME) | {"statut": "retire", "client": str(monde.client_b.pk)}
    assert chef.post(_fiche(row), sent | {"modele": "GX-7"}).status_code == 302
    after = Equipement.objects.get(pk=row.pk)
    assert (after.modele, after.statut, after.client_id) == ("GX-7", row.statut, row.client_id)
    assert after.site_id == row.site_id


def test_a_status_against_the_facts_is_refused(chef: Navigateur, monde: Monde) -> None:
    path = _acte(monde.machine_a, "statut")
    assert lire(chef.get(path))["statut"] == "operationnel"
    assert chef.post(path, {"statut": "maintenance"}).status_code == 302
    assert Equipement.objects.get(pk=monde.machine_a.pk).statut == "maintenance"
    InterventionFactory(equipement=monde.machine_a, par=monde.responsable, arret_machine=True)
    answer = chef.post(path, {"statut": "operationnel"})
    assert answer.status_code == 409
    assert "à l’arrêt" in answer.content.decode()
    assert Equipement.objects.get(pk=monde.machine_a.pk).statut == "panne"


def test_archiving_keeps_a_past_and_deletes_none(chef: Navigateur, monde: Monde) -> None:
    assert chef.post(_acte(monde.machine_a, "archiver"), {}).status_code == 409
    blank = EquipementFactory(client=monde.client_a)
    answer = chef.post(_acte(blank, "archiver"), {})
    assert answer["Location"] == reverse("admin:equipements_equipement_changelist")
    assert not Equipement.objects.filter(pk=blank.pk).exists()
    used = EquipementFactory(client=monde.client_a)
    InterventionFactory(equipement=used, par=monde.responsable, etat="annulee")
    assert chef.post(_acte(used, "archiver"), {})["Location"] == _fiche(used)
    used.refresh_from_db()
    assert used.archive_le is not None


def test_homonyms_are_told_apart(chef: Navigateur, monde: Monde) -> None:
    asked = {
        "app_label": "interventions",
        "model_name": "intervention",
        "field_name": "equipement",
        "term": monde.machine_a.nom,
    }
    found = chef.get(reverse("admin:autocomplete"), asked).json()["results"]
    name = f"{monde.machine_a.nom} · {monde.client_a.nom_entreprise}"
    assert name in [r["text"] for r in found]
    path = reverse("admin:interventions_intervention_add")
    page = chef.get(path, {"equipement": str(monde.machine_a.pk)}).content.decode()
    assert f"selected>{name}</option>" in page


def test_archiving_machines_in_a_batch(chef: Navigateur) -> None:
    firm = ClientFactory()
    rows = [EquipementFactory(client=firm) for _ in range(3)]
    chosen = {"action": "archiver", "_selected_action": [r.pk for r in rows]}
    chef.post(reverse("admin:equipements_equipement_changelist"), chosen)
    assert not Equipement.objects.filter(client=firm).exists()


def test_a_family_is_made_by_its_name_once(chef: Navigateur) -> None:
    path = reverse("admin:equipements_famille_add")
    assert chef.post(path, {"nom": "Chaudière"}).status_code == 302
    assert chef.post(path, {"nom": "  CHAUDIERE "}).status_code == 422
    assert chef.post(path, {"nom": " "}).status_code == 422
    family = Famille.objects.get(nom="Chaudière")
    skill = CompetenceFactory()
    page = reverse("admin:equipements_famille_change", args=[family.pk])
    sent = lire(chef.get(page), "famille_form") | {"competence": skill.pk}
    assert chef.post(page, sent).status_code == 302
    family.refresh_from_db()
    assert (family.nom, family.competence) == ("Chaudière", skill)
