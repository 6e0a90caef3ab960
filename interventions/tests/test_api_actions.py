"""The acts of the workflow over HTTP, and the older front-end's one route for them."""

from typing import Any

import pytest

from interventions import services
from interventions.api.actions import ENTREES
from interventions.choices import Statut
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from interventions.visibility import HistoriqueIntervention
from interventions.workflow import ACTIONS, TRANSITIONS
from tests.api import Porte, assaillir, champs_refuses, lire, refus
from tests.donnees import entrees_hostiles
from tests.fixtures import Monde
from tests.parts import part

pytestmark = pytest.mark.django_db
Portes = dict[str, Porte]


def _traces() -> int:
    found: int = HistoriqueIntervention.objects.count()
    return found


def _agir(porte: Porte, pk: int, nom: str, *corps: Any) -> Any:
    return porte.post(f"interventions/{pk}/actions/{nom}", *corps)


@pytest.mark.parametrize("nom", [n for n in ACTIONS if n != "modifier"])
def test_each_act_takes_what_the_workflow_says_and_no_more(nom: str) -> None:
    action = ACTIONS[nom]
    taken = set(ENTREES[nom](context={"request": None}).fields)
    assert taken == {*action.requis, *action.facultatifs, "version"}


def test_the_whole_story(api: Portes, monde: Monde) -> None:
    sent = {"titre": "Fuite", "equipement_id": monde.machine_a.pk, "arret_machine": True}
    pk = lire(api["client"].post("interventions/", sent), 201)["id"]

    def agir(role: str, nom: str, corps: Any = None) -> dict[str, Any]:
        body: dict[str, Any] = lire(_agir(api[role], pk, nom, corps))
        return body

    body = agir("responsable", "affecter", {"technicien_id": monde.technicien_a.pk})
    assert (body["statut"], body["avertissements"]) == ("affectee", [])
    assert agir("technicien", "demarrer")["statut"] == "en_cours"
    waiting = agir("technicien", "suspendre", {"cause": "pieces", "texte": "Joint à commander"})
    assert waiting["statut"] == "en_attente"
    assert agir("technicien", "reprendre", {})["statut"] == "en_cours"
    report = {
        "solution": "Joint remplacé",
        "diagnostic": "Joint usé",
        "duree_reelle": "1.5",
        "mode": "fuite",
        "cause": "usure",
        "remede": "remplace",
    }
    closed = agir("technicien", "cloturer", report)
    assert (closed["statut"], closed["duree_reelle"]) == ("cloturee", 1.5)
    assert closed["date_cloture"] == closed["date_fin"] is not None
    assert closed["compte_rendu_manquant"] is False
    assert closed["mode"] == "fuite"
    rated = agir("client", "evaluer", {"note": 5, "commentaire": "Rapide"})
    assert (rated["satisfaction_client"], rated["commentaire_client"]) == (5, "Rapide")
    fixed = agir("responsable", "rectifier", {"motif": "Erreur", "cause": None, "remede": "repare"})
    assert (fixed["cause"], fixed["remede"]) == (None, "repare")
    assert agir("admin", "archiver")["statut"] == "archivee"
    monde.machine_a.refresh_from_db()
    assert monde.machine_a.statut == "operationnel"
    canaux = HistoriqueIntervention.objects.filter(id=pk).values_list("canal", flat=True)
    assert set(canaux) == {"api"}
    assert len(canaux) == 9


def test_comment_and_edit_may_be_called_as_acts_too(api: Portes, monde: Monde) -> None:
    row = monde.intervention_a
    body = lire(_agir(api["technicien"], row.pk, "commenter", {"texte": "Vu"}))
    assert body["version"] == row.version
    body = lire(_agir(api["technicien"], row.pk, "modifier", {"diagnostic": "Usure"}))
    assert (body["diagnostic"], body["version"]) == ("Usure", row.version + 1)


MANQUES: list[tuple[str, str, set[str]]] = [
    ("ouverte", "affecter", {"technicien_id"}),
    ("affectee", "desaffecter", {"motif"}),
    ("affectee", "suspendre", {"cause", "texte"}),
    ("en_cours", "cloturer", {"solution"}),
    ("ouverte", "annuler", {"motif"}),
    ("cloturee", "rectifier", {"motif"}),
    ("cloturee", "commenter", {"texte"}),
]


@pytest.mark.parametrize(("etat", "nom", "manque"), MANQUES)
def test_what_an_act_lacks_is_named_and_nothing_happens(
    *, api: Portes, monde: Monde, etat: str, nom: str, manque: set[str]
) -> None:
    row = InterventionFactory(equipement=monde.machine_a, par=monde.responsable, etat=etat)
    before = _traces()
    assert champs_refuses(_agir(api["responsable"], row.pk, nom, {})) == manque
    assert champs_refuses(_agir(api["responsable"], row.pk, nom)) == manque
    assert _traces() == before


def test_a_rating_needs_its_mark(api: Portes, monde: Monde) -> None:
    row = InterventionFactory(equipement=monde.machine_a, par=monde.responsable, etat="cloturee")
    assert champs_refuses(_agir(api["client"], row.pk, "evaluer", {})) == {"note"}
    for mark in (0, 6, -1, 2.5, "cinq", True):
        assert champs_refuses(_agir(api["client"], row.pk, "evaluer", {"note": mark})) == {"note"}
    lire(_agir(api["client"], row.pk, "evaluer", {"note": "4"}))
    refus(_agir(api["client"], row.pk, "evaluer", {"note": 4}), 409)


def test_a_stranger_gets_404_before_anything_is_looked_at(api: Portes, monde: Monde) -> None:
    before, pk = _traces(), monde.intervention_a.pk
    for nom in ACTIONS:
        for body in ({}, {"inconnu": 1}, {"technicien_id": 1, "texte": "x", "motif": "x"}):
            refus(_agir(api["autre_client"], pk, nom, body), 404)
            refus(_agir(api["autre_technicien"], pk, nom, body), 404)
        refus(_agir(api["anonyme"], pk, nom), 401)
    assert _traces() == before


INTERDITES: list[tuple[str, str, dict[str, Any]]] = [
    ("technicien", "affecter", {"technicien_id": 1}),
    ("technicien", "annuler", {"motif": "x"}),
    ("technicien", "archiver", {}),
    ("technicien", "evaluer", {"note": 3}),
    ("client", "affecter", {"technicien_id": 1}),
    ("client", "demarrer", {}),
    ("client", "suspendre", {"cause": "pieces", "texte": "x"}),
    ("client", "cloturer", {"solution": "x"}),
    ("client", "rectifier", {"motif": "x"}),
    ("responsable", "evaluer", {"note": 3}),
]


def test_an_act_of_others_is_403_and_changes_nothing(api: Portes, monde: Monde) -> None:
    before = _traces()
    for role, nom, corps in INTERDITES:
        refus(_agir(api[role], monde.intervention_a.pk, nom, corps), 403)
    row = Intervention.objects.get(pk=monde.intervention_a.pk)
    assert (row.statut, row.version) == ("affectee", monde.intervention_a.version)
    assert _traces() == before


def test_an_act_that_the_state_forbids_says_where_it_stands(api: Portes, monde: Monde) -> None:
    row, before = monde.intervention_a, _traces()
    body = refus(_agir(api["technicien"], row.pk, "reprendre"), 409)
    assert body["statut"] == "affectee"
    assert body["version"] == row.version
    assert body["actions_possibles"] == [
        "desaffecter",
        "demarrer",
        "suspendre",
        "modifier",
        "commenter",
    ]
    assert _traces() == before


def test_the_version_seen_goes_with_an_act(api: Portes, monde: Monde) -> None:
    row = monde.intervention_a
    services.modifier(intervention_id=row.pk, par=monde.admin, champs={"priorite": "haute"})
    body = refus(_agir(api["technicien"], row.pk, "demarrer", {"version": row.version}), 409)
    assert body["version"] == row.version + 1
    lire(_agir(api["technicien"], row.pk, "demarrer", {"version": body["version"]}))


def test_unknown_acts_are_404(api: Portes, monde: Monde) -> None:
    for nom in ("inconnue", "creer", "liberer", "__class__", "etat", "Demarrer", "%20", "1"):
        refus(_agir(api["responsable"], monde.intervention_a.pk, nom, {}), 404)


@pytest.mark.part
@pytest.mark.parametrize("nom", [n for n in ACTIONS if n != "modifier"])
def test_hostile_values_in_every_act(api: Portes, monde: Monde, nom: str) -> None:
    etat = next(s for s in Statut.values if s in ACTIONS[nom].de)
    role = "client" if nom == "evaluer" else "responsable"
    row = InterventionFactory(
        equipement=monde.machine_a, technicien=monde.technicien_b, par=monde.admin, etat=etat
    )
    before = _traces()
    path = f"interventions/{row.pk}/actions/{nom}"
    assert assaillir(lambda body: api[role].post(path, body), ENTREES[nom], {}) >= 8
    assert champs_refuses(api[role].post(path, {"inconnu": 1})) == {"inconnu"}
    assert _traces() == before


# --- PATCH /interventions/{id}/statut ----------------------------------------------------------
def test_the_older_front_end_moves_by_query_alone(api: Portes, monde: Monde) -> None:
    row = monde.intervention_a
    path = f"interventions/{row.pk}/statut"
    for door, state in (("technicien", "en_cours"), ("responsable", "en_attente")):
        assert lire(api[door].patch(f"{path}?statut={state}"))["statut"] == state
    closed = lire(api["technicien"].patch(f"{path}/?statut=cloturee"))
    assert (closed["statut"], closed["compte_rendu_manquant"]) == ("cloturee", True)
    missing = lire(api["admin"].get("interventions/?compte_rendu_manquant=true"))
    assert [r["id"] for r in missing] == [row.pk]


def test_the_body_says_the_same(api: Portes, monde: Monde) -> None:
    row = InterventionFactory(equipement=monde.machine_a, par=monde.admin)
    path = f"interventions/{row.pk}/statut"
    door = api["responsable"]
    assert champs_refuses(door.patch(path, {"statut": "affectee"})) == {"technicien_id"}
    sent = {"statut": "affectee", "technicien_id": monde.technicien_a.pk}
    assert lire(door.patch(path, sent))["technicien_id"] == monde.technicien_a.pk
    lire(door.patch(path, {"statut": "en_cours", "remarque": None}))
    closed = lire(door.patch(path, {"statut": "cloturee", "remarque": "Resserré"}))
    assert (closed["solution"], closed["compte_rendu_manquant"]) == ("Resserré", False)


@pytest.mark.part
def test_what_the_status_route_refuses(api: Portes, monde: Monde) -> None:
    row, before = monde.intervention_a, _traces()
    path = f"interventions/{row.pk}/statut"
    door = api["responsable"]
    assert champs_refuses(door.patch(path)) == {"statut"}
    assert champs_refuses(door.patch(f"{path}?statut=fini")) == {"statut"}
    assert champs_refuses(door.patch(path, {"statut": "en_cours", "titre": "x"})) == {"titre"}
    assert champs_refuses(door.patch(f"{path}?statut=annulee")) == {"remarque"}
    refus(door.patch(f"{path}?statut=en_cours&statut=annulee"), 400)
    refus(door.patch(f"{path}?statut=en_cours", {"statut": "en_cours"}), 400)
    same = refus(door.patch(f"{path}?statut=affectee"), 409)
    assert (same["statut"], same["version"]) == ("affectee", row.version)
    refus(door.patch(f"{path}?statut=cloturee"), 409)
    stale = refus(door.patch(f"{path}?statut=en_cours&version=1"), 409)
    assert stale["version_lue"] == 1
    refus(api["client"].patch(f"{path}?statut=en_cours"), 403)
    refus(api["autre_client"].patch(f"{path}?statut=en_cours"), 404)
    for junk in part(entrees_hostiles.IDS_DE_ROUTE_REFUSES):
        refus(door.patch(f"interventions/{junk}/statut?statut=en_cours"), 404)
    assert _traces() == before


@pytest.mark.part
@pytest.mark.parametrize("de", Statut.values)
def test_only_the_pairs_of_the_table_are_moves(api: Portes, monde: Monde, de: str) -> None:
    for vers in part(Statut.values):
        row = InterventionFactory(
            equipement=monde.machine_a, technicien=monde.technicien_a, par=monde.admin, etat=de
        )
        query = f"statut={vers}&remarque=Parce que&technicien_id={monde.technicien_b.pk}"
        answer = api["responsable"].patch(f"interventions/{row.pk}/statut?{query}")
        allowed = (de, vers) in TRANSITIONS
        assert answer.status_code == (200 if allowed else 409), (vers, answer.content)
        assert (answer.json()["statut"] == vers) or not allowed
