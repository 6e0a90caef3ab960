"""/planning/ as the front-ends call it, and /plans, /creneaux, /absences beside it."""

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client as Navigateur
from django.test.utils import CaptureQueriesContext

from core.api.vues import VueModele
from interventions import services as interventions
from interventions.tests.factories import InterventionFactory
from planning import services
from planning.api.absences import AbsenceEntree
from planning.api.entrees import CreneauEntree, Deplacement, PlanEntree
from planning.models import Creneau, Plan
from planning.tests.factories import DEBUT, AbsenceFactory, CreneauFactory, PlanFactory
from tests.api import COMPTES, Porte, assaillir, champs_refuses, lire, refus, requetes
from tests.fixtures import Monde
from tests.parts import part

pytestmark = pytest.mark.django_db
Portes = dict[str, Porte]

CRENEAU = {"date_debut": "2027-06-02T08:00:00Z", "date_fin": "2027-06-02T10:00:00Z"}
CLES = {
    "id",
    "genre",
    "equipement_id",
    "equipement_nom",
    "client_id",
    "client_nom",
    "titre",
    "frequence",
    "prochaine_date",
    "derniere_date",
    "date_creation",
    "intervention_id",
    "date_debut",
    "date_fin",
    "creneau",
    "confirme",
    "technicien_id",
    "version",
}


@pytest.mark.parametrize("chemin", ["planning/", "planning"])
def test_poser_un_creneau(api: Portes, monde: Monde, chemin: str) -> None:
    row = monde.intervention_a
    sent = {**CRENEAU, "intervention_id": row.pk, "notes_planning": "Badge"}
    body = lire(api["responsable"].post(chemin, sent), 201)
    assert body == {
        "id": body["id"],
        "genre": "creneau",
        "equipement_id": row.equipement_id,
        "equipement_nom": row.equipement.nom,
        "client_id": row.client_id,
        "client_nom": row.client.nom_entreprise,
        "titre": row.titre,
        "frequence": "ponctuel",
        "prochaine_date": "2027-06-02T09:00:00+01:00",
        "derniere_date": None,
        "date_creation": body["date_creation"],
        "intervention_id": row.pk,
        "date_debut": "2027-06-02T09:00:00+01:00",
        "date_fin": "2027-06-02T11:00:00+01:00",
        "creneau": "09:00-11:00",
        "confirme": False,
        "technicien_id": row.technicien_id,
        "version": 1,
        "avertissements": [],
    }
    # One number, one thing, one version.
    for path in ("planning", "creneaux"):
        answer = api["client"].get(f"{path}/{body['id']}")
        assert lire(answer)["id"] == body["id"]
        assert answer["ETag"] == f'W/"{body["id"]}-1"'
    assert api["admin"].get(f"plans/{body['id']}").status_code == 404
    assert api["admin"].get("planning/INT-001").status_code == 404


@time_machine.travel("2027-01-31T12:00:00Z", tick=False)
def test_poser_un_plan(monde: Monde) -> None:
    machine, browser = monde.machine_a, Navigateur()
    api = {name: Porte(monde.compte(name), browser) for name in ("admin", "responsable")}
    body = lire(
        api["admin"].post("planning/", {"equipement_id": machine.pk, "frequence": "Monthly"}), 201
    )
    assert set(body) == CLES
    assert (body["genre"], body["frequence"]) == ("plan", "mensuel")
    assert body["prochaine_date"] == "2027-02-28T00:00:00Z"  # Ramadan
    assert [body[key] for key in ("date_debut", "creneau", "technicien_id")] == [None] * 3
    # A day from a date picker, in and out of Ramadan, as a day, and null.
    for sent, said in (
        ("2027-05-19T23:00:00.000Z", "2027-05-20T00:00:00+01:00"),
        ("2027-05-20", "2027-05-20T00:00:00+01:00"),
        ("2026-03-02T00:00:00.000Z", "2026-03-02T00:00:00Z"),
    ):
        path = f"planning/{body['id']}"
        answer = lire(api["admin"].put(path, {"prochaine_date": sent, "derniere_date": sent}))
        assert (answer["prochaine_date"], answer["derniere_date"]) == (said, said)
    own = lire(api["responsable"].get(f"plans/{body['id']}"))
    assert own["titre"] == "Entretien mensuel"
    assert own["intervalle_unite"] == "mois"


def test_un_plan_montre_sa_prochaine_visite(api: Portes, monde: Monde) -> None:
    plan = PlanFactory(equipement=monde.machine_a)
    slot = CreneauFactory(intervention=monde.intervention_a, debut=DEBUT, plan=plan)
    wanted = {
        "intervention_id": slot.intervention_id,
        "date_debut": "2027-06-02T09:00:00+01:00",
        "date_fin": "2027-06-02T11:00:00+01:00",
        "creneau": "09:00-11:00",
        "confirme": False,
        "technicien_id": monde.technicien_a.pk,
    }
    for path in ("planning/", "plans/"):
        for who in ("admin", "technicien", "client"):
            [row] = lire(api[who].get(path))
            assert row["id"] == plan.pk
            assert {key: row[key] for key in wanted} == wanted
        assert lire(api["autre_technicien"].get(path)) == []
        assert lire(api["autre_client"].get(path)) == []
    assert lire(api["admin"].get(f"planning/{slot.pk}"))["frequence"] == "ponctuel"
    interventions.annuler(intervention_id=slot.intervention_id, par=monde.admin, motif="Vendue")
    assert lire(api["admin"].get(f"planning/{plan.pk}"))["date_debut"] is None


def test_ni_lun_ni_lautre_ou_les_deux(api: Portes, monde: Monde) -> None:
    both = {"intervention_id": monde.intervention_a.pk, "equipement_id": monde.machine_a.pk}
    for body in (both, {}, {"frequence": "weekly"}, dict.fromkeys(both, "")):
        refused = champs_refuses(api["admin"].post("planning/", body))
        assert refused == set(both)
    # The other kind's fields are no fields here.
    plan = PlanFactory(equipement=monde.machine_a)
    slot = CreneauFactory(intervention=monde.intervention_a)
    admin = api["admin"]
    assert champs_refuses(admin.put(f"planning/{plan.pk}", {"date_debut": "x"})) == {"date_debut"}
    assert champs_refuses(admin.put(f"planning/{slot.pk}", {"frequence": "x"})) == {"frequence"}
    path = f"planning/{slot.pk}"
    assert champs_refuses(admin.put(path, {"intervention_id": 9})) == {"intervention_id"}
    assert lire(admin.put(path, {"intervention_id": slot.intervention_id}))["version"] == 1


def test_deplacer_comme_le_front(api: Portes, monde: Monde) -> None:
    plan = PlanFactory(equipement=monde.machine_b)
    slot = CreneauFactory(intervention=monde.intervention_a, debut=DEBUT)
    when = "nouvelle_date=2027-06-09T23:00:00.000Z"
    body = lire(api["responsable"].patch(f"planning/{slot.pk}/dates?{when}"))
    assert body["date_debut"] == body["prochaine_date"] == "2027-06-10T09:00:00+01:00"
    body = lire(api["responsable"].patch(f"planning/{plan.pk}/dates?{when}"))
    assert body["prochaine_date"] == "2027-06-10T00:00:00+01:00"
    sent = {"nouvelle_date": "2027-06-11T15:00:00+01:00", "version": 2}
    assert lire(api["admin"].patch(f"planning/{slot.pk}/dates", sent))["creneau"] == "15:00-17:00"
    refus(api["admin"].patch(f"planning/{slot.pk}/dates", sent), 409)
    refus(api["admin"].patch(f"planning/{slot.pk}/dates?{when}", sent), 400)
    for path in ("", "?nouvelle_date=", "?nouvelle_date=demain", "?nouvelle_date=2027-06-31T10:00"):
        refused = champs_refuses(api["admin"].patch(f"planning/{slot.pk}/dates{path}"))
        assert refused == {"nouvelle_date"}


def test_qui_est_pris_le_reste(api: Portes, monde: Monde) -> None:
    first = CreneauFactory(intervention=monde.intervention_a, debut=DEBUT)
    row = InterventionFactory(equipement=monde.machine_b)
    sent = {**CRENEAU, "intervention_id": row.pk, "technicien_id": monde.technicien_a.pk}
    body = refus(api["responsable"].post("creneaux/", sent), 409)
    assert body["creneau_occupant"]["id"] == first.pk
    assert body["libre_a_partir_de"].startswith("2027-06-02T10:00:00")
    assert body["detail"].endswith("Libre à partir du 02/06/2027 11:00.")
    AbsenceFactory(technicien=monde.technicien_b, debut=DEBUT)
    sent["technicien_id"] = monde.technicien_b.pk
    assert "absence" in refus(api["responsable"].post("creneaux/", sent), 409)
    sent["motif_derogation"] = "Il accepte"
    assert (
        lire(api["responsable"].post("creneaux/", sent), 201)["intervention_statut"] == "affectee"
    )


def test_la_version_vue_et_la_cle(api: Portes, monde: Monde) -> None:
    sent, key = {**CRENEAU, "intervention_id": monde.intervention_a.pk}, {"Idempotency-Key": "k1"}
    first = lire(api["admin"].post("planning/", sent, key), 201)
    assert lire(api["admin"].post("planning/", sent, key), 201) == first
    assert Creneau.objects.count() == 1
    path, seen = f"creneaux/{first['id']}", {"If-Match": f'W/"{first["id"]}-1"'}
    assert lire(api["admin"].patch(path, {"creneau": "matin"}, seen))["version"] == 2
    refus(api["admin"].patch(path, {"creneau": "soir"}, seen), 412)
    refus(api["admin"].put(f"planning/{first['id']}", {"creneau": "soir"}, seen), 412)
    refus(api["admin"].post(f"{path}/confirmer", {"version": 1}), 409)
    refus(api["admin"].delete(path, entetes=seen), 412)
    now = {"If-Match": f'W/"{first["id"]}-2"'}
    assert lire(api["admin"].post(f"{path}/confirmer", entetes=now))["confirme"] is True
    answer = api["admin"].delete(f"planning/{first['id']}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert api["admin"].get(path).status_code == 404
    absence = lire(
        api["admin"].post(
            "absences",
            {
                "technicien_id": monde.technicien_a.pk,
                "debut": CRENEAU["date_debut"],
                "fin": CRENEAU["date_fin"],
                "nature": "formation",
            },
        ),
        201,
    )
    assert absence["avertissements"] == []
    stale = {"If-Match": f'W/"{absence["id"]}-7"'}
    refus(api["admin"].patch(f"absences/{absence['id']}", {"motif": "x"}, stale), 412)
    assert api["admin"].delete(f"absences/{absence['id']}").status_code == 204


def test_les_filtres(api: Portes, monde: Monde) -> None:
    plan = PlanFactory(equipement=monde.machine_b, prochaine_date=DEBUT.date())
    slot = CreneauFactory(intervention=monde.intervention_a, debut=DEBUT)
    visited = PlanFactory(equipement=monde.machine_b)
    CreneauFactory(intervention=monde.intervention_b, debut=DEBUT, plan=visited)
    services.arreter_plan(par=monde.admin, plan_id=PlanFactory(equipement=monde.machine_a).pk)
    everything = {plan.pk, slot.pk, visited.pk}
    cases = {
        "": everything,
        "equipement_id=&genre=": everything,
        "genre=plan": {plan.pk, visited.pk},
        "genre=creneau": {slot.pk},
        f"equipement_id={monde.machine_a.pk}": {slot.pk},
        f"intervention_id={monde.intervention_a.pk}": {slot.pk},
        f"technicien_id={monde.technicien_a.pk}": {slot.pk},
        f"technicien_id={monde.technicien_b.pk}": {visited.pk},
        "date_min=2027-06-02T09:00:00Z&date_max=2027-06-02T09:30:00Z": {plan.pk, slot.pk},
        "date_min=2027-06-03T00:00:00Z": set(),
        "date_max=2027-06-02T08:00:00Z&genre=creneau": set(),
    }
    for query, wanted in cases.items():
        found = lire(api["admin"].get(f"planning/?{query}"))
        assert {row["id"] for row in found} == wanted, query
        assert [row["id"] for row in found] == sorted(wanted, reverse=True)
    for query in ("genre=autre", "equipement_id=x", "date_min=hier", "ordering=titre"):
        refus(api["admin"].get(f"planning/?{query}"), 422)
    assert len(lire(api["admin"].get("plans/"))) == 2
    assert len(lire(api["admin"].get("plans/?actif=false"))) == 1
    for query, many in ((f"plan_id={visited.pk}", 1), ("confirme=true", 0), ("", 2)):
        assert len(lire(api["admin"].get(f"creneaux/?{query}&ordering=-date_debut"))) == many
    AbsenceFactory(technicien=monde.technicien_a)
    for query, many in (("nature=conge", 1), ("date_min=2028-01-01T00:00:00Z", 0)):
        assert len(lire(api["admin"].get(f"absences/?{query}"))) == many


def test_le_cout_est_constant(api: Portes, monde: Monde) -> None:
    def remplir(n: int) -> None:
        for _ in range(n):
            plan = PlanFactory(equipement=monde.machine_a)
            row = InterventionFactory(equipement=monde.machine_a, technicien=monde.technicien_a)
            CreneauFactory(intervention=row, plan=plan)
            CreneauFactory(intervention=InterventionFactory(equipement=monde.machine_a))
            AbsenceFactory(technicien=monde.technicien_a)

    paths = ("planning/", "plans/", "creneaux/", "absences/")
    remplir(1)
    before = {(who, p): requetes(api[who], p) for who in ("admin", "technicien") for p in paths}
    remplir(4)
    for (who, path), cost in before.items():
        assert requetes(api[who], path) == cost, (who, path)
    with CaptureQueriesContext(connection) as seen:
        lire(api["admin"].get("planning/"))
    asked = [q["sql"] for q in seen if 'FROM "planning_entrees"' in q["sql"]]
    # On PostgreSQL a filtered list is counted before its page is read.
    assert len([sql for sql in asked if "count(" not in sql.lower()]) == 1, asked


@pytest.mark.part
@pytest.mark.parametrize("qui", COMPTES)
def test_avec_et_sans_instances_la_meme_reponse(
    api: Portes, monde: Monde, monkeypatch: pytest.MonkeyPatch, *, qui: str
) -> None:
    plan = PlanFactory(equipement=monde.machine_a, derniere_date=DEBUT.date())
    CreneauFactory(intervention=monde.intervention_a, debut=DEBUT, plan=plan)
    PlanFactory(equipement=monde.machine_a, technicien_id=monde.technicien_a.pk)
    slot = CreneauFactory(
        intervention=InterventionFactory(equipement=monde.machine_a), notes_planning="Badge"
    )
    away = AbsenceFactory(technicien=monde.technicien_a)
    paths = ["planning/", "plans/", "creneaux/", "absences/", f"absences/{away.pk}"]
    paths += [f"planning/{plan.pk}", f"planning/{slot.pk}", f"plans/{plan.pk}"]
    paths = part(paths)
    quick = [api[qui].get(path) for path in paths]
    monkeypatch.setattr(VueModele, "lecteur", None)
    for path, answer in zip(paths, quick, strict=True):
        slow = api[qui].get(path)
        assert (slow.status_code, slow.content) == (answer.status_code, answer.content), path
        assert slow.headers.get("ETag") == answer.headers.get("ETag"), path


@pytest.mark.part
def test_des_valeurs_hostiles(api: Portes, monde: Monde) -> None:
    slot = CreneauFactory(intervention=monde.intervention_b)
    door = api["admin"]
    good = {**CRENEAU, "intervention_id": monde.intervention_a.pk}
    plan = {"equipement_id": monde.machine_a.pk, "frequence": "weekly"}
    away = {"technicien_id": monde.technicien_a.pk, "debut": CRENEAU["date_debut"]}
    away["fin"] = CRENEAU["date_fin"]
    tried = assaillir(door.vers("POST", "planning/"), CreneauEntree, good)
    tried += assaillir(door.vers("POST", "plans/"), PlanEntree, plan)
    tried += assaillir(door.vers("POST", "absences/"), AbsenceEntree, away)
    move = {"nouvelle_date": CRENEAU["date_debut"]}
    tried += assaillir(door.vers("PATCH", f"planning/{slot.pk}/dates"), Deplacement, move)
    assert tried > 150
    assert (Creneau.objects.count(), Plan.objects.count()) == (1, 0)
    wrong: tuple[Any, ...] = ("2027-13-01", "2027-01-01T99:00Z", 5, [], "0001-01-01", "demain")
    for value in wrong:
        refused = champs_refuses(door.post("plans/", {**plan, "prochaine_date": value}))
        assert refused == {"prochaine_date"}
