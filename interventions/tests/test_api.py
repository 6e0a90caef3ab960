"""/interventions/ and /equipements/{id}/...: what each role reads over HTTP."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from equipements.tests.factories import EquipementFactory
from interventions import services
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from tests.api import Porte, lire, refus, requetes
from tests.contrat.formes import a_casablanca
from tests.donnees import entrees_hostiles
from tests.fixtures import Monde
from tests.parts import part

pytestmark = pytest.mark.django_db
Portes = dict[str, Porte]

# What the front-end reads, and every column of the seeds.
ATTENDUES = {
    "id",
    "numero",
    "titre",
    "description",
    "type",
    "type_intervention",
    "statut",
    "priorite",
    "urgence",
    "date_creation",
    "date_planifiee",
    "date_limite",
    "date_debut",
    "date_fin",
    "date_cloture",
    "duree_reelle",
    "equipement_id",
    "equipement",
    "technicien_id",
    "technicien",
    "technicien_nom",
    "client_id",
    "client_nom",
    "diagnostic",
    "solution",
    "satisfaction_client",
    "created_at",
    "updated_at",
    "version",
    "actions_possibles",
    "compte_rendu_manquant",
    "site_id",
    "site_nom",
    "contact_nom",
    "contact_telephone",
    "arret_machine",
    "suite_de_id",
    "mode",
    "cause",
    "remede",
    "commentaire_client",
    "date_affectation",
    "date_statut",
}
COUTS = {"cout_estime", "cout_reel"}
INTERNES = COUTS | {"notes_techniques", "duree_estimee", "cree_par_id", "cree_par_nom"}


@pytest.fixture
def chiffree(monde: Monde) -> Intervention:
    """`intervention_a` with costs and internal notes."""
    return services.modifier(
        intervention_id=monde.intervention_a.pk,
        par=monde.responsable,
        champs={
            "cout_estime": "1234567890.12",
            "duree_estimee": "12345.67",
            "notes_techniques": "note interne",
            "date_limite": timezone.now() - timedelta(hours=1),
        },
    )


@pytest.mark.parametrize("role", ["admin", "responsable"])
def test_staff_reads_everything_as_the_right_types(
    *, api: Portes, monde: Monde, chiffree: Intervention, role: str
) -> None:
    answer = api[role].get(f"interventions/{chiffree.pk}")
    body = lire(answer)
    assert set(body) == ATTENDUES | INTERNES
    assert body["cout_estime"] == 1234567890.12
    assert body["duree_estimee"] == 12345.67
    assert body["equipement"] == {"id": monde.machine_a.pk, "nom": monde.machine_a.nom}
    technicien = monde.technicien_a
    assert body["technicien"] == {"id": technicien.pk, "full_name": technicien.user.full_name}
    assert body["technicien_nom"] == technicien.user.full_name
    assert body["client_nom"] == monde.client_a.nom_entreprise
    assert body["type"] == body["type_intervention"] == "corrective"
    assert body["date_cloture"] is body["date_fin"] is None
    assert a_casablanca(body["date_creation"])
    assert body["version"] == chiffree.version
    assert answer.headers["ETag"] == f'W/"{chiffree.pk}-{chiffree.version}"'
    assert body["actions_possibles"] == [
        "affecter",
        "desaffecter",
        "demarrer",
        "suspendre",
        "annuler",
        "modifier",
        "commenter",
    ]


def test_technician_reads_no_costs(api: Portes, chiffree: Intervention) -> None:
    body = lire(api["technicien"].get(f"interventions/{chiffree.pk}"))
    assert set(body) == (ATTENDUES | INTERNES) - COUTS
    assert "demarrer" in body["actions_possibles"]
    assert "affecter" not in body["actions_possibles"]


def test_client_reads_nothing_internal_and_its_technician_by_name(
    api: Portes, monde: Monde, chiffree: Intervention
) -> None:
    body = lire(api["client"].get(f"interventions/{chiffree.pk}"))
    assert set(body) == ATTENDUES
    assert body["technicien"] == {
        "id": monde.technicien_a.pk,
        "full_name": monde.technicien_a.user.full_name,
    }
    assert body["actions_possibles"] == ["commenter"]


LECTURES = ("interventions/{i}", "interventions/{i}/historique", "interventions/{i}/commentaires")


@pytest.mark.parametrize("chemin", LECTURES)
@pytest.mark.parametrize("role", ["autre_technicien", "autre_client"])
def test_a_stranger_gets_the_404_of_what_does_not_exist(
    *, api: Portes, monde: Monde, role: str, chemin: str
) -> None:
    real = refus(api[role].get(chemin.format(i=monde.intervention_a.pk)), 404)
    assert real == refus(api[role].get(chemin.format(i=987654)), 404)


@pytest.mark.parametrize("chemin", ["equipements/{e}/historique", "equipements/{e}/interventions"])
@pytest.mark.parametrize("role", ["autre_technicien", "autre_client"])
def test_a_strange_machine_has_no_past(
    *, api: Portes, monde: Monde, role: str, chemin: str
) -> None:
    refus(api[role].get(chemin.format(e=monde.machine_a.pk)), 404)


@pytest.mark.parametrize("chemin", [*LECTURES, "equipements/{i}/historique", "interventions/"])
def test_nobody_reads_without_a_token(api: Portes, monde: Monde, chemin: str) -> None:
    answer = api["anonyme"].get(chemin.format(i=monde.intervention_a.pk))
    refus(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_lists_hold_only_visible_rows_newest_first(api: Portes, monde: Monde) -> None:
    a, b = monde.intervention_a.pk, monde.intervention_b.pk
    seen = {
        nom: [row["id"] for row in lire(door.get("interventions/"))]
        for nom, door in api.items()
        if nom != "anonyme"
    }
    assert seen == {
        "admin": [b, a],
        "responsable": [b, a],
        "technicien": [a],
        "client": [a],
        "autre_technicien": [b],
        "autre_client": [b],
    }


def test_both_spellings_and_both_lists_answer_alike(api: Portes, monde: Monde) -> None:
    door = api["responsable"]
    listed = lire(door.get("interventions/"))
    for other in ("interventions", "filters/interventions", "filters/interventions/"):
        assert lire(door.get(other)) == listed
    for path in (*LECTURES, "equipements/{e}/interventions", "equipements/{e}/historique"):
        bare = path.format(i=monde.intervention_a.pk, e=monde.machine_a.pk)
        assert lire(door.get(bare)) == lire(door.get(f"{bare}/"))


@pytest.mark.part
@pytest.mark.parametrize(
    "chemin", [*LECTURES, "equipements/{i}/interventions", "equipements/{i}/historique"]
)
def test_junk_ids_are_404(api: Portes, chemin: str) -> None:
    for junk in part(entrees_hostiles.IDS_DE_ROUTE_REFUSES):
        refus(api["responsable"].get(chemin.format(i=junk)), 404)


ROLES = ("admin", "responsable", "technicien", "client")


def _remplir(monde: Monde, n: int) -> None:
    """`n` more closed works on new machines of firm A, and acts on `intervention_a`."""
    for i in range(n):
        par: Any = (monde.responsable, monde.user_a, monde.admin)[i % 3]
        services.commenter(
            intervention_id=monde.intervention_a.pk, par=par, texte="t", visible_client=True
        )
        machine = monde.machine_a if i % 2 else EquipementFactory(client=monde.client_a)
        InterventionFactory(
            equipement=machine,
            technicien=monde.technicien_a,
            par=monde.responsable if i % 3 else monde.admin,
            etat="cloturee",
        )


def test_lists_cost_the_same_for_few_and_many_rows(api: Portes, monde: Monde) -> None:
    paths = [
        "interventions/",
        f"interventions/{monde.intervention_a.pk}/historique",
        f"interventions/{monde.intervention_a.pk}/commentaires",
        f"equipements/{monde.machine_a.pk}/interventions",
        f"equipements/{monde.machine_a.pk}/historique",
    ]
    calls = [(role, path) for role in ROLES for path in paths]
    _remplir(monde, 4)
    few = {call: requetes(api[call[0]], call[1]) for call in calls}
    assert max(len(api[role].get(path).json()) for role, path in calls) < 10
    _remplir(monde, 26)
    assert {call: requetes(api[call[0]], call[1]) for call in calls} == few
    assert min(len(api[role].get(path).json()) for role, path in calls) >= 15
    assert all(len(api[role].get("interventions/").json()) >= 30 for role in ROLES)
    assert max(few.values()) <= 7
