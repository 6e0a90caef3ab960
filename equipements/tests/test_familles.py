"""Families of machines: who writes them, one name once, and the skill that each asks for."""

from typing import Any

import pytest
from django.test import Client as Navigateur

from core.errors import Conflit, DomainError, Interdit, Introuvable, Invalide
from equipements import services
from equipements.models import Famille
from equipements.tests.factories import EquipementFactory, FamilleFactory
from techniciens.tests.factories import CompetenceFactory
from tests.api import Porte
from tests.fixtures import Monde
from tests.saisie import envoyer, texte

pytestmark = pytest.mark.django_db

LISTE = "/gestion/equipements/familles/"


def _refus(service: Any, **arguments: Any) -> DomainError:
    before = list(Famille.objects.order_by("pk").values())
    with pytest.raises(DomainError) as caught:
        service(**arguments)
    assert list(Famille.objects.order_by("pk").values()) == before
    return caught.value


@pytest.mark.parametrize("qui", ["technicien", "client"])
def test_only_managers_write(monde: Monde, qui: str) -> None:
    family, par = FamilleFactory(), monde.compte(qui)
    for service, arguments in (
        (services.creer_famille, {"nom": "Chaudière"}),
        (services.modifier_famille, {"famille_id": family.pk, "champs": {"nom": "X"}}),
        (services.supprimer_famille, {"famille_id": family.pk}),
    ):
        assert isinstance(_refus(service, par=par, **arguments), Interdit)


def test_a_family_and_its_skill(responsable: Any) -> None:
    skill = CompetenceFactory()
    row = services.creer_famille(par=responsable, nom="  Groupe   froid ", competence_id=skill.pk)
    assert (row.nom, row.competence) == ("Groupe froid", skill)
    champs: dict[str, Any] = {"competence_id": None}
    services.modifier_famille(par=responsable, famille_id=row.pk, champs=champs)
    row.refresh_from_db()
    assert (row.nom, row.competence_id) == ("Groupe froid", None)
    services.supprimer_famille(par=responsable, famille_id=row.pk)
    assert not Famille.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    ("champs", "colonne"),
    [
        ({"nom": ""}, "nom"),
        ({"nom": "   "}, "nom"),
        ({"nom": "x" * 101}, "nom"),
        ({"nom": "COMPRESSEUR à vis"}, "nom"),
        ({"nom": "Four", "competence_id": 10**6}, "competence_id"),
        ({"nom": "Four", "id": 3}, "id"),
    ],
)
def test_what_is_refused(responsable: Any, champs: dict[str, Any], colonne: str) -> None:
    FamilleFactory(nom="Compresseur a vis")
    other = FamilleFactory(nom="Chariot")
    for error in (
        _refus(services.creer_famille, par=responsable, **champs),
        _refus(services.modifier_famille, par=responsable, famille_id=other.pk, champs=champs),
    ):
        assert isinstance(error, Invalide)
        assert {name.removesuffix("_id") for name in error.errors} == {colonne.removesuffix("_id")}


def test_its_own_name_in_another_case_is_no_clash(responsable: Any) -> None:
    row = FamilleFactory(nom="chaudiere")
    services.modifier_famille(par=responsable, famille_id=row.pk, champs={"nom": "Chaudière"})
    row.refresh_from_db()
    assert row.nom == "Chaudière"


def test_one_in_use_stays(responsable: Any) -> None:
    machine = EquipementFactory()
    error = _refus(services.supprimer_famille, par=responsable, famille_id=machine.famille_id)
    assert isinstance(error, Conflit)
    gone = _refus(services.supprimer_famille, par=responsable, famille_id=10**6)
    assert isinstance(gone, Introuvable)


def test_the_pages(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    browser, skill = navigateur["responsable"], CompetenceFactory(nom="Vapeur")
    assert (
        envoyer(browser, f"{LISTE}nouvelle/", nom="Chaudière", competence=skill.pk)["Location"]
        == LISTE
    )
    row = Famille.objects.get(nom="Chaudière")
    page = texte(browser.get(LISTE))
    assert "Vapeur" in page
    assert f"{LISTE}{row.pk}/supprimer/" in page
    used = monde.machine_a.famille_id
    assert f"?famille_id={used}" in page
    assert f"{LISTE}{used}/supprimer/" not in page
    assert "ne demandent aucune compétence" in page
    twice = envoyer(browser, f"{LISTE}nouvelle/", nom="CHAUDIERE")
    assert twice.status_code == 422
    assert "existe déjà" in texte(twice)
    assert 'value="CHAUDIERE"' in texte(twice)
    envoyer(browser, f"{LISTE}{row.pk}/modifier/", competence="")
    row.refresh_from_db()
    assert row.competence is None
    assert envoyer(browser, f"{LISTE}{used}/supprimer/").status_code == 409
    assert envoyer(browser, f"{LISTE}{row.pk}/supprimer/").status_code == 302


def test_the_list_costs_the_same_for_few_and_many(
    navigateur: dict[str, Navigateur], django_assert_num_queries: Any
) -> None:
    for many in (2, 20):
        FamilleFactory.create_batch(many, competence=CompetenceFactory())
        with django_assert_num_queries(4):
            navigateur["responsable"].get(LISTE)


def test_no_family_yet(client: Navigateur, responsable: Any) -> None:
    client.force_login(responsable)
    assert "Aucune famille pour l’instant" in texte(client.get(LISTE))


def test_the_api(api: dict[str, Porte], monde: Monde) -> None:
    door, skill = api["responsable"], CompetenceFactory()
    made = door.post("equipements/familles", {"nom": "Four", "competence_id": skill.pk})
    assert made.status_code == 201
    row = made.json()
    assert row == {"id": row["id"], "nom": "Four", "competence_id": skill.pk}
    path = f"equipements/familles/{row['id']}"
    assert door.post("equipements/familles", {"nom": "FOUR"}).status_code == 422
    changed = door.patch(path, {"competence_id": None})
    assert (changed.status_code, changed.json()["competence_id"]) == (200, None)
    assert row["id"] in [family["id"] for family in door.get("equipements/familles").json()]
    # Which skill is asked for is nothing for the client.
    assert set(api["client"].get(path).json()) == {"id", "nom"}
    assert door.delete(path).status_code == 204
    assert door.get(path).status_code == 404
