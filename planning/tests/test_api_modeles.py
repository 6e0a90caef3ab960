"""/modeles-plans/: plans of families through the API."""

from typing import Any

import pytest

from equipements.tests.factories import EquipementFactory, FamilleFactory
from planning.api.modeles import ModeleEntree
from planning.models import ModelePlan, Plan
from planning.tests.factories import ModelePlanFactory
from tests.api import Porte, assaillir, champs_refuses, lire, refus, requetes
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db
Portes = dict[str, Porte]


def test_de_la_creation_a_larret(api: Portes, monde: Monde) -> None:
    door, kind = api["responsable"], FamilleFactory()
    machines = {EquipementFactory(client=monde.client_a, famille=kind).pk for _ in range(2)}
    sent = {
        "client_id": monde.client_a.pk,
        "famille_id": kind.pk,
        "rrule": "FREQ=MONTHLY;BYDAY=1MO",
        "premiere_date": "2027-06-30T23:00:00.000Z",  # a date picker's 1 July
        "heure": "14:30",
        "technicien_id": monde.technicien_a.pk,
    }
    made = lire(door.post("modeles-plans/", sent), 201)
    assert (made["premiere_date"], made["frequence"]) == ("2027-07-01", "mensuel")
    assert (made["client_nom"], made["famille_nom"]) == (str(monde.client_a), kind.nom)
    path, plans = f"modeles-plans/{made['id']}", f"plans/?modele_id={made['id']}"
    born = lire(door.get(plans))
    assert {row["equipement_id"] for row in born} == machines
    assert {row["prochaine_date"] for row in born} == {"2027-07-05T00:00:00+01:00"}
    assert {row["technicien_habituel_id"] for row in born} == {monde.technicien_a.pk}

    assert lire(door.get("modeles-plans/")) == [lire(door.get(path))] == [made]
    changed = {"titre": "Filtres", "client_id": monde.client_a.pk, "version": made["version"]}
    now = lire(door.patch(path, changed))
    assert (now["titre"], now["version"]) == ("Filtres", 2)
    assert {row["titre"] for row in lire(door.get(plans))} == {"Filtres"}
    refus(door.patch(path, changed | {"titre": "Courroies"}), 409)
    refus(door.patch(path, {"titre": "X"}, {"If-Match": f'W/"{made["id"]}-1"'}), 412)
    for name, value in (
        ("client_id", monde.client_b.pk),
        ("famille_id", FamilleFactory().pk),
        ("premiere_date", "2027-07-02"),
    ):
        assert champs_refuses(door.patch(path, {name: value})) == {name}

    assert door.delete(path).status_code == 204
    assert (lire(door.get("modeles-plans/")), lire(door.get(plans))) == ([], [])
    assert [row["actif"] for row in lire(door.get("modeles-plans/?actif=false"))] == [False]
    refus(door.delete(path), 409)
    refus(door.patch(path, {"titre": "X"}), 409)


@pytest.mark.part
def test_ce_qui_est_refuse_ne_laisse_rien(api: Portes, monde: Monde) -> None:
    door = api["admin"]
    good = {
        "client_id": monde.client_a.pk,
        "famille_id": monde.machine_a.famille_id,
        "frequence": "mensuel",
        "premiere_date": "2027-07-01",
    }
    assert assaillir(door.vers("POST", "modeles-plans/"), ModeleEntree, good) > 50
    wrong: dict[str, dict[str, Any]] = {
        "frequence": {"frequence": ""},
        "rrule": {"rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"},
        "premiere_date": {"premiere_date": None},
        "client_id": {"client_id": 10**9},
        "famille_id": {"famille_id": 10**9},
        "fin_le": {"fin_le": "2027-06-30"},
        "saison_au": {"saison_du": 4},
        "compteur_id": {"compteur_id": 1},
    }
    found = {n: champs_refuses(door.post("modeles-plans/", good | w)) for n, w in wrong.items()}
    assert found == {name: {name} for name in wrong}
    assert (ModelePlan.objects.count(), Plan.objects.count()) == (0, 0)
    for who in ("technicien", "client"):
        refus(api[who].get("modeles-plans/"), 403)
        refus(api[who].post("modeles-plans/", good), 403)


def test_les_filtres_et_le_cout(api: Portes, monde: Monde) -> None:
    door, first = api["admin"], ModelePlanFactory(client=monde.client_a)
    cost = requetes(door, "modeles-plans/")
    others = {ModelePlanFactory(client=monde.client_b).pk for _ in range(3)}
    assert requetes(door, "modeles-plans/") == cost
    for query, wanted in (
        (f"client_id={monde.client_a.pk}", {first.pk}),
        (f"famille_id={first.famille_id}", {first.pk}),
        (f"client_id={monde.client_b.pk}&actif=true", others),
    ):
        assert {row["id"] for row in lire(door.get(f"modeles-plans/?{query}"))} == wanted, query
