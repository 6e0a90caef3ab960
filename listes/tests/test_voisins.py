"""Previous and next in the list that the person came from."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from comptes.tests.factories import UtilisateurFactory
from equipements.tests.factories import EquipementFactory
from interventions.liste import ListeInterventions
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from listes.voisins import Voisins, suite, voisins
from tests.fixtures import Monde
from tests.photo import couche

pytestmark = pytest.mark.django_db

TRIS = ("", "numero", "-numero", "date_creation", "-date_creation", "statut", "-statut")


def _demande(user: Any, requete: str | None) -> Any:
    given = QueryDict(suite(requete)[1:]) if requete is not None else QueryDict("")
    return SimpleNamespace(user=user, GET=given)


def _voisins(
    user: Any, requete: str | None, ligne: Model, *, cle: str = "interventions"
) -> Voisins | None:
    return voisins(_demande(user, requete), cle, ligne)


def _travailler(monde: Monde) -> None:
    for machine in (monde.machine_a, monde.machine_b):
        InterventionFactory(equipement=machine)
        InterventionFactory(equipement=machine, etat="affectee", technicien=monde.technicien_a)
        InterventionFactory(equipement=machine, etat="cloturee")


@pytest.fixture
def travaux(monde: Monde) -> None:
    couche("voisins", lambda: _travailler(monde))


@pytest.mark.usefixtures("travaux")
@pytest.mark.parametrize("role", ["responsable", "technicien", "client"])
def test_neighbours_are_those_of_the_list_in_its_order(monde: Monde, role: str) -> None:
    user, found, expected = monde.compte(role), {}, {}
    for tri in TRIS:
        query = f"toutes=1&ordering={tri}"
        order = list(ListeInterventions(user, query).retenues().values_list("pk", flat=True))
        assert len(order) >= 2
        rows = Intervention.objects.in_bulk(order)
        around = [_voisins(user, query, rows[pk]) for pk in order]
        found[tri] = [(v.precedent, v.suivant, v.rang) for v in around if v]
        befores, afters = [None, *order[:-1]], [*order[1:], None]
        expected[tri] = list(zip(befores, afters, range(1, len(order) + 1), strict=True))
    assert found == expected


@pytest.mark.usefixtures("travaux")
def test_a_row_that_left_the_list_still_has_neighbours_but_no_rank(monde: Monde) -> None:
    user = monde.responsable
    gone = Intervention.objects.get(statut="cloturee", equipement=monde.machine_a)
    around = _voisins(user, "ouvertes=true", gone)
    assert around is not None
    assert around.rang is None
    open_ = ListeInterventions(user, "").retenues().values_list("pk", flat=True)
    assert around.precedent == min(pk for pk in open_ if pk > gone.pk)
    assert around.suivant == max(pk for pk in open_ if pk < gone.pk)


def test_links_carry_the_list_on_and_lead_back_to_it(monde: Monde) -> None:
    around = _voisins(monde.responsable, "toutes=1&search=a", monde.intervention_a)
    assert around is not None
    assert around.url_liste == "/gestion/interventions/?toutes=1&search=a"
    around = _voisins(monde.responsable, "toutes=1", monde.intervention_a)
    assert around is not None
    before = monde.intervention_b.pk
    assert around.url_precedent == f"/gestion/interventions/{before}/?liste=toutes%3D1"
    assert around.url_suivant == ""


def test_the_way_back_is_the_page_of_the_list_that_shows_the_row() -> None:
    def back(rang: int | None) -> str:
        return Voisins(None, None, rang, "a=1", "interventions:fiche", "/l/").url_liste

    assert [back(None), back(50), back(51), back(101)] == [
        "/l/?a=1",
        "/l/?a=1",
        "/l/?a=1&page=2",
        "/l/?a=1&page=3",
    ]


def test_a_bare_list_is_a_list_and_no_list_is_none(monde: Monde) -> None:
    user, row = monde.responsable, monde.intervention_a
    assert _voisins(user, "", row) is not None
    assert _voisins(user, None, row) is None


@pytest.mark.parametrize(
    "requete",
    ["statut=xyz", "ordering=cout_reel", "search=" + "a" * 201, "a" * 2001, "statut=a&statut=b"],
)
def test_an_address_that_does_not_hold_is_no_list(monde: Monde, requete: str) -> None:
    assert _voisins(monde.responsable, requete, monde.intervention_a) is None


def test_strangers_rows_are_neither_neighbours_nor_places(monde: Monde) -> None:
    user = monde.user_a
    around = _voisins(user, "toutes=1", monde.intervention_a)
    assert around is not None
    assert (around.precedent, around.suivant, around.rang) == (None, None, 1)
    assert _voisins(user, "toutes=1", monde.intervention_b) is None
    assert _voisins(user, "", monde.technicien_a, cle="techniciens") is None
    assert _voisins(user, "", monde.intervention_a, cle="autre_chose") is None


def test_the_number_of_queries_does_not_follow_the_lists_length(monde: Monde) -> None:
    user = UtilisateurFactory()
    counts = []
    for more in (2, 20):
        machine = EquipementFactory(client=monde.client_a)
        rows = [InterventionFactory(equipement=machine) for _ in range(more)]
        with CaptureQueriesContext(connection) as queries:
            assert _voisins(user, "toutes=1", rows[1]) is not None
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 5
