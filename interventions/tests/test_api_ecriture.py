"""Opening and changing interventions over HTTP: who may, what is refused, what a refusal says."""

from typing import Any

import pytest

from equipements.tests.factories import EquipementFactory
from interventions.api.serializers import Creation, Modification
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from interventions.visibility import HistoriqueIntervention
from tests.api import Porte, assaillir, assaillir_de_textes, champs_refuses, lire, refus
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db
Portes = dict[str, Porte]


def _traces() -> tuple[int, int]:
    return Intervention.objects.count(), HistoriqueIntervention.objects.count()


def test_client_reports_a_breakdown(api: Portes, monde: Monde) -> None:
    answer = api["client"].post(
        "interventions/",
        {
            "titre": "  Fuite d’huile  ",
            "description": "Sous le carter",
            "type": "corrective",
            "urgence": True,
            "arret_machine": True,
            "contact_nom": "Samira",
            "contact_telephone": "+212 6 00 00 00 00",
            "equipement_id": monde.machine_a.pk,
        },
    )
    body = lire(answer, 201)
    assert body["titre"] == "Fuite d’huile"
    assert (body["statut"], body["urgence"], body["version"]) == ("ouverte", True, 1)
    assert body["client_id"] == monde.client_a.pk
    assert body["actions_possibles"] == ["annuler", "modifier", "commenter"]
    assert answer.headers["ETag"] == f'W/"{body["id"]}-1"'
    monde.machine_a.refresh_from_db()
    assert monde.machine_a.statut == "panne"
    trace = HistoriqueIntervention.objects.get(id=body["id"])
    assert (trace.action, trace.canal) == ("creation", "api")
    assert (trace.history_user_id, trace.adresse_ip) == (monde.user_a.pk, "127.0.0.1")


def test_description_and_type_are_optional_and_null_is_no_text(api: Portes, monde: Monde) -> None:
    sent = {"titre": "Bruit", "equipement_id": monde.machine_a.pk, "description": None}
    body = lire(api["client"].post("interventions", sent), 201)
    assert (body["description"], body["type"]) == ("", "corrective")


DE_TROP: dict[str, Any] = {
    "priorite": "urgente",
    "date_limite": "2026-12-01T10:00",
    "cout_estime": 5,
    "technicien_id": 1,
    "diagnostic": "x",
    "notes_techniques": "x",
    "client_id": 1,
    "numero": "INT-1",
    "version": 1,
    "inconnu": 1,
}


def test_client_and_technician_say_no_more_than_the_request(api: Portes, monde: Monde) -> None:
    before = _traces()
    good = {"titre": "Bruit", "equipement_id": monde.machine_a.pk}
    for role in ("client", "technicien"):
        for nom, valeur in DE_TROP.items():
            assert champs_refuses(api[role].post("interventions/", good | {nom: valeur})) == {nom}
    assert _traces() == before


def test_the_older_form_says_for_everybody_what_is_so_anyway(api: Portes, monde: Monde) -> None:
    sent = {
        "titre": "Bruit",
        "description": "",
        "type": "corrective",
        "statut": "ouverte",
        "priorite": "normale",
        "urgence": False,
        "date_limite": "",
        "technicien_id": None,
        "equipement_id": monde.machine_a.pk,
    }
    for role in ("admin", "responsable", "technicien", "client"):
        body = lire(api[role].post("interventions/", sent), 201)
        assert (body["statut"], body["priorite"]) == ("ouverte", "normale")
    refus(api["client"].post("interventions/", sent | {"statut": "affectee"}), 422)


@pytest.mark.parametrize("role", ["admin", "responsable"])
def test_staff_opens_with_everything_and_assigns_at_once(
    api: Portes, monde: Monde, role: str
) -> None:
    sent = {
        "titre": "Révision",
        "type_intervention": "preventive",
        "type": "preventive",
        "statut": "affectee",
        "technicien_id": monde.technicien_a.pk,
        "priorite": "haute",
        "urgence": False,
        "date_limite": "2026-12-01T23:00:00.000Z",
        "date_planifiee": "2026-11-30T08:00",
        "cout_estime": 1200.5,
        "duree_estimee": "2.25",
        "equipement_id": monde.machine_b.pk,
    }
    body = lire(api[role].post("interventions/", sent), 201)
    assert (body["statut"], body["type"], body["priorite"]) == ("affectee", "preventive", "haute")
    assert (body["cout_estime"], body["duree_estimee"]) == (1200.5, 2.25)
    assert body["date_limite"] == "2026-12-02T00:00:00+01:00"
    assert body["technicien_id"] == monde.technicien_a.pk
    assert body["avertissements"] == []
    assert body["version"] == 2


CONTRAIRES: list[tuple[dict[str, Any], str]] = [
    ({"statut": "affectee"}, "technicien_id"),
    ({"statut": "ouverte", "technicien_id": 1}, "statut"),
    ({"statut": "cloturee"}, "statut"),
    ({"type": "corrective", "type_intervention": "diagnostic"}, "type"),
    ({"titre": "   "}, "titre"),
    ({"titre": None}, "titre"),
    ({"titre": "x" * 256}, "titre"),
    ({"technicien_id": 987654}, "technicien_id"),
    ({"suite_de_id": 987654}, "suite_de_id"),
    ({"duree_estimee": -1}, "duree_estimee"),
    ({"cout_estime": "10000000000.00"}, "cout_estime"),
]


def test_contradictions_and_limits_are_told_beside_the_field(api: Portes, monde: Monde) -> None:
    before = _traces()
    good = {"titre": "Bruit", "equipement_id": monde.machine_a.pk}
    for envoi, champ in CONTRAIRES:
        assert champs_refuses(api["responsable"].post("interventions/", good | envoi)) == {champ}
    assert _traces() == before


def test_what_is_missing_is_named(api: Portes) -> None:
    missing = champs_refuses(api["responsable"].post("interventions/", {}))
    assert missing == {"titre", "equipement_id"}


@pytest.mark.parametrize("role", ["client", "technicien"])
def test_nothing_is_opened_on_a_strange_machine(api: Portes, monde: Monde, role: str) -> None:
    before = _traces()
    for machine in (monde.machine_b.pk, 987654):
        sent = {"titre": "Bruit", "equipement_id": machine}
        refus(api[role].post("interventions/", sent), 404)
    assert _traces() == before


def test_technician_reads_once_what_it_opened_and_will_not_see_again(
    api: Portes, monde: Monde
) -> None:
    sent = {"titre": "Vu en passant", "equipement_id": monde.machine_a.pk}
    body = lire(api["technicien"].post("interventions/", sent), 201)
    assert (body["titre"], body["actions_possibles"]) == ("Vu en passant", [])
    assert "cout_estime" not in body
    refus(api["technicien"].get(f"interventions/{body['id']}"), 404)


def test_client_says_still_broken(api: Portes, monde: Monde) -> None:
    done = InterventionFactory(equipement=monde.machine_a, par=monde.admin, etat="cloturee")
    sent = {
        "titre": "Toujours en panne",
        "equipement_id": monde.machine_a.pk,
        "suite_de_id": done.pk,
    }
    assert lire(api["client"].post("interventions/", sent), 201)["suite_de_id"] == done.pk
    found = lire(api["client"].get(f"interventions/?suite_de_id={done.pk}"))
    assert len(found) == 1


def test_several_columns_are_one_change_and_one_audit_row(api: Portes, monde: Monde) -> None:
    row = monde.intervention_a
    before = _traces()
    sent = {"titre": "Nouveau", "priorite": "urgente", "cout_reel": 12.5, "version": row.version}
    answer = api["responsable"].patch(f"interventions/{row.pk}", sent)
    body = lire(answer)
    assert (body["titre"], body["priorite"], body["cout_reel"]) == ("Nouveau", "urgente", 12.5)
    assert body["version"] == row.version + 1
    assert answer.headers["ETag"] == f'W/"{row.pk}-{row.version + 1}"'
    assert _traces() == (before[0], before[1] + 1)


def test_no_difference_is_no_change(api: Portes, monde: Monde) -> None:
    row, before = monde.intervention_a, _traces()
    for sent in ({}, {"titre": row.titre}, {"description": None}, None):
        body = lire(api["responsable"].patch(f"interventions/{row.pk}", sent))
        assert body["version"] == row.version
    assert _traces() == before


@pytest.mark.parametrize(
    ("role", "envoi", "statut"),
    [
        ("technicien", {"diagnostic": "Joint usé", "mode": "fuite", "cause": "usure"}, 200),
        ("technicien", {"titre": "x"}, 422),
        ("technicien", {"cout_reel": 1}, 422),
        ("technicien", {"type": "diagnostic"}, 422),
        ("client", {"titre": "x"}, 409),
        ("autre_technicien", {"diagnostic": "x"}, 404),
        ("autre_client", {"titre": "x"}, 404),
        ("anonyme", {"titre": "x"}, 401),
        ("responsable", {"statut": "cloturee"}, 422),
        ("responsable", {"client_id": 1}, 422),
        ("responsable", {"technicien_id": 1}, 422),
        ("responsable", {"numero": "x"}, 422),
        ("responsable", {"date_fin": None}, 422),
        ("responsable", {"satisfaction_client": 5}, 422),
    ],
)
def test_each_role_changes_its_own_columns(
    *, api: Portes, monde: Monde, role: str, envoi: dict[str, Any], statut: int
) -> None:
    before = _traces()
    answer = api[role].patch(f"interventions/{monde.intervention_a.pk}", envoi)
    if statut == 200:
        body = lire(answer)
        assert {name: body[name] for name in envoi} == envoi
        return
    refus(answer, statut)
    assert _traces() == before


def test_client_changes_its_request_while_open(api: Portes, monde: Monde) -> None:
    row = InterventionFactory(equipement=monde.machine_a, par=monde.user_a)
    sent = {"titre": "Plus précis", "description": "À chaud"}
    assert lire(api["client"].patch(f"interventions/{row.pk}", sent))["titre"] == "Plus précis"
    assert champs_refuses(api["client"].patch(f"interventions/{row.pk}", {"urgence": True})) == {
        "urgence"
    }


def test_a_technician_who_lost_it_may_only_read(api: Portes, monde: Monde) -> None:
    row = monde.intervention_a
    path = f"interventions/{row.pk}"
    lire(api["responsable"].post(f"{path}/actions/desaffecter", {"motif": "Absent"}))
    body = lire(api["technicien"].get(path))
    assert body["actions_possibles"] == []
    before = _traces()
    refus(api["technicien"].patch(path, {"diagnostic": "x"}), 403)
    refus(api["technicien"].post(f"{path}/actions/demarrer"), 403)
    refus(api["technicien"].post(f"{path}/commentaires", {"texte": "x"}), 403)
    refus(api["technicien"].patch(f"{path}/statut", {"statut": "en_cours"}), 403)
    assert _traces() == before


def test_a_stale_version_is_409_with_both_versions_and_what_happened(
    api: Portes, monde: Monde
) -> None:
    row = monde.intervention_a
    path, seen = f"interventions/{row.pk}", row.version
    lire(api["responsable"].patch(path, {"priorite": "haute", "cout_estime": 9}))
    before = _traces()
    stale = {"diagnostic": "x", "version": seen}
    body = refus(api["technicien"].patch(path, stale), 409)
    assert (body["version"], body["version_lue"]) == (seen + 1, seen)
    assert body["statut"] == "affectee"
    assert "demarrer" in body["actions_possibles"]
    assert [r["action"] for r in body["depuis"]] == ["modification"]
    assert _traces() == before


def test_a_stale_if_match_is_412(api: Portes, monde: Monde) -> None:
    row = monde.intervention_a
    path = f"interventions/{row.pk}"
    tag = api["technicien"].get(path).headers["ETag"]
    lire(api["technicien"].patch(path, {"diagnostic": "x"}, {"If-Match": tag}))
    before = _traces()
    for header in (tag, '"junk"', "junk", 'W/"1"'):
        refus(api["technicien"].patch(path, {"diagnostic": "y"}, {"If-Match": header}), 412)
        refus(api["technicien"].post(f"{path}/actions/demarrer", None, {"If-Match": header}), 412)
        refus(
            api["technicien"].patch(f"{path}/statut?statut=en_cours", None, {"If-Match": header}),
            412,
        )
    assert _traces() == before
    lire(api["technicien"].patch(path, {"diagnostic": "y"}, {"If-Match": "*"}))


@pytest.mark.part
@pytest.mark.parametrize("route", ["creation", "modification"])
def test_hostile_values_in_every_field(api: Portes, monde: Monde, route: str) -> None:
    before = _traces()
    door, row = api["responsable"], monde.intervention_a
    good: dict[str, Any] = {"titre": "Bruit", "equipement_id": EquipementFactory().pk}
    if route == "creation":
        sent = assaillir(lambda body: door.post("interventions/", body), Creation, good)
    else:
        path = f"interventions/{row.pk}"
        sent = assaillir(lambda body: door.patch(path, body), Modification, {})
    assert sent > 300
    assert _traces() == before


@pytest.mark.part
def test_strange_texts_spoil_nothing(api: Portes, monde: Monde) -> None:
    good = {"titre": "Bruit", "equipement_id": monde.machine_a.pk}
    assaillir_de_textes(lambda body: api["client"].post("interventions/", body), "titre", good)
    path = f"interventions/{monde.intervention_a.pk}"
    assaillir_de_textes(lambda body: api["admin"].patch(path, body), "description", {})
    for role in ("client", "responsable"):
        lire(api[role].get("interventions/"))
    lire(api["admin"].get(f"{path}/historique"))


def test_bodies_that_are_no_object_are_400(api: Portes, monde: Monde) -> None:
    path = f"interventions/{monde.intervention_a.pk}"
    for body in ([], "x", 1, [{"titre": "x"}], True):
        refus(api["responsable"].post("interventions/", body), 400)
        refus(api["responsable"].patch(path, body), 400)
        refus(api["responsable"].post(f"{path}/actions/annuler", body), 400)
