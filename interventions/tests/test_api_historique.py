"""The audit trail, the comments and a machine's past over HTTP, as far as each role may read."""

from typing import Any

import pytest

from comptes.systeme import SYSTEME
from interventions import services
from interventions.api.serializers import CommentaireEntree
from interventions.models import Commentaire, Intervention
from interventions.tests.factories import InterventionFactory
from interventions.visibility import PASSE_TECHNIQUE, HistoriqueIntervention
from tests.api import Porte, assaillir, assaillir_de_textes, champs_refuses, lire, refus
from tests.contrat.formes import a_casablanca
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db
Portes = dict[str, Porte]

VISIBLES = {
    "id",
    "intervention_id",
    "user_id",
    "utilisateur",
    "action",
    "description",
    "ancienne_valeur",
    "nouvelle_valeur",
    "horodatage",
}
PROVENANCE = {"adresse_ip", "user_agent", "request_id"}
SECRET = "741852.96"


@pytest.fixture
def vecue(api: Portes, monde: Monde) -> Intervention:
    """`intervention_a` after acts with secrets of every kind."""
    pk = monde.intervention_a.pk
    acts: list[tuple[str, str, dict[str, Any]]] = [
        ("admin", "modifier", {"cout_reel": SECRET}),
        ("admin", "modifier", {"notes_techniques": "NOTE-SECRETE"}),
        ("responsable", "modifier", {"titre": "Public", "cout_estime": SECRET}),
        ("responsable", "commenter", {"texte": "ENTRE-NOUS"}),
        ("client", "commenter", {"texte": "Merci"}),
        ("responsable", "desaffecter", {"motif": "MOTIF-INTERNE"}),
    ]
    for role, nom, corps in acts:
        headers = {"User-Agent": "AGENT-SECRET"}
        lire(api[role].post(f"interventions/{pk}/actions/{nom}", corps, headers))
    return Intervention.objects.get(pk=pk)


def _lire(api: Portes, role: str, row: Intervention) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = lire(api[role].get(f"interventions/{row.pk}/historique"))
    return rows


def test_admin_reads_who_when_what_and_from_where(
    api: Portes, monde: Monde, vecue: Intervention
) -> None:
    rows = _lire(api, "admin", vecue)
    assert [r["action"] for r in rows] == [
        "affectation",
        "ajout_commentaire",
        "ajout_commentaire",
        "modification",
        "modification",
        "modification",
        "affectation",
        "creation",
    ]
    assert all(set(r) == VISIBLES | PROVENANCE | {"canal"} for r in rows)
    assert [r["id"] for r in rows] == sorted((r["id"] for r in rows), reverse=True)
    change = rows[3]
    assert change["utilisateur"] == monde.responsable.full_name
    assert change["user_id"] == monde.responsable.pk
    assert change["intervention_id"] == vecue.pk
    assert change["ancienne_valeur"]["cout_estime"] is None
    assert change["nouvelle_valeur"] == {"titre": "Public", "cout_estime": SECRET}
    assert (change["canal"], change["adresse_ip"]) == ("api", "127.0.0.1")
    assert change["user_agent"] == "AGENT-SECRET"
    assert change["request_id"]
    assert a_casablanca(change["horodatage"])


def test_responsable_reads_all_but_the_provenance(api: Portes, vecue: Intervention) -> None:
    rows = _lire(api, "responsable", vecue)
    assert len(rows) == 8
    assert all(set(r) == VISIBLES | {"canal"} for r in rows)


def test_technician_reads_no_cost_and_no_row_about_nothing_else(
    api: Portes, vecue: Intervention
) -> None:
    answer = api["technicien"].get(f"interventions/{vecue.pk}/historique")
    rows = lire(answer)
    assert len(rows) == 7
    assert all(set(r) == VISIBLES | {"canal"} for r in rows)
    text = answer.content.decode()
    assert "NOTE-SECRETE" in text
    assert "MOTIF-INTERNE" in text
    assert SECRET not in text
    assert "cout" not in text
    assert "coût" not in text


def test_client_reads_what_is_meant_for_it(api: Portes, vecue: Intervention) -> None:
    answer = api["client"].get(f"interventions/{vecue.pk}/historique")
    rows = lire(answer)
    assert [r["action"] for r in rows] == [
        "affectation",
        "ajout_commentaire",
        "modification",
        "affectation",
        "creation",
    ]
    assert all(set(r) == VISIBLES for r in rows)
    assert rows[2]["nouvelle_valeur"] == {"titre": "Public"}
    text = answer.content.decode()
    hidden = (SECRET, "NOTE", "ENTRE", "MOTIF", "AGENT", "cout", "cree_par", "duree_estimee")
    assert [word for word in hidden if word in text] == []


def test_the_program_itself_is_named(api: Portes, monde: Monde) -> None:
    row = InterventionFactory(equipement=monde.machine_a, par=monde.admin, etat="cloturee")
    services.archiver(intervention_id=row.pk, par=SYSTEME)
    last = _lire(api, "client", row)[0]
    assert (last["user_id"], last["utilisateur"]) == (None, "Système")


def test_history_pages_like_any_list(api: Portes, vecue: Intervention) -> None:
    path = f"interventions/{vecue.pk}/historique"
    whole = lire(api["technicien"].get(path))
    answer = api["technicien"].get(f"{path}?limit=2&offset=1")
    assert lire(answer) == whole[1:3]
    assert answer.headers["X-Total-Count"] == "7"
    page = lire(api["technicien"].get(f"{path}?limit=3&cursor=&envelope=1"))
    assert page["results"] == whole[:3]
    for query in ("ordering=cout_estime", "limit=-1", "ordering=adresse_ip"):
        refus(api["technicien"].get(f"{path}?{query}"), 422)


def test_nobody_writes_history(api: Portes, vecue: Intervention) -> None:
    before = HistoriqueIntervention.objects.count()
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        path = f"interventions/{vecue.pk}/historique"
        refus(api["admin"].demander(method, path, corps={}), 405)
    assert HistoriqueIntervention.objects.count() == before


# --- Comments ----------------------------------------------------------------------------------
def test_comments_by_visibility(api: Portes, monde: Monde) -> None:
    path = f"interventions/{monde.intervention_a.pk}/commentaires"
    written: list[tuple[str, dict[str, Any], bool]] = [
        ("responsable", {"texte": "Interne"}, False),
        ("technicien", {"texte": "Pour le client", "visible_client": True}, True),
        ("client", {"texte": "De la part du client", "visible_client": False}, True),
    ]
    for role, sent, visible in written:
        body = lire(api[role].post(path, sent), 201)
        assert body["texte"] == sent["texte"]
        assert body["visible_client"] is visible
        assert body["auteur"] == monde.compte(role).full_name
        assert body["auteur_id"] == monde.compte(role).pk
    texts = {
        role: [row["texte"] for row in lire(api[role].get(path))]
        for role in ("admin", "technicien", "client")
    }
    everything = ["De la part du client", "Pour le client", "Interne"]
    assert texts == {"admin": everything, "technicien": everything, "client": everything[:2]}
    row = Intervention.objects.get(pk=monde.intervention_a.pk)
    assert row.version == monde.intervention_a.version


@pytest.mark.part
def test_comments_refused(api: Portes, monde: Monde) -> None:
    path = f"interventions/{monde.intervention_a.pk}/commentaires"
    refus(api["autre_client"].post(path, {"texte": "x"}), 404)
    refus(api["autre_technicien"].post(path, {"texte": "x"}), 404)
    refus(api["anonyme"].post(path, {"texte": "x"}), 401)
    for sent in ({}, {"texte": ""}, {"texte": "  "}, {"texte": None}):
        assert champs_refuses(api["client"].post(path, sent)) == {"texte"}
    assert champs_refuses(api["client"].post(path, {"texte": "x", "auteur": 1})) == {"auteur"}
    good = {"texte": "x"}
    assert assaillir(lambda body: api["admin"].post(path, body), CommentaireEntree, good) > 30
    assert Commentaire.objects.count() == 0
    assaillir_de_textes(lambda body: api["client"].post(path, body), "texte", {})
    lire(api["client"].get(path))


def test_no_comment_on_archived_work(api: Portes, monde: Monde) -> None:
    row = InterventionFactory(equipement=monde.machine_a, par=monde.admin, etat="archivee")
    body = refus(api["client"].post(f"interventions/{row.pk}/commentaires", {"texte": "x"}), 409)
    assert body["actions_possibles"] == []


# --- A machine's past --------------------------------------------------------------------------
def test_a_machines_past_holds_others_work_but_only_its_technical_side(
    api: Portes, monde: Monde
) -> None:
    other = InterventionFactory(
        equipement=monde.machine_a,
        technicien=monde.technicien_b,
        par=monde.responsable,
        titre="TITRE",
        etat="cloturee",
    )
    path = f"equipements/{monde.machine_a.pk}"
    for role in ("admin", "responsable", "technicien"):
        (row,) = lire(api[role].get(f"{path}/historique"))
        assert set(row) == {*PASSE_TECHNIQUE, "type"}
        assert (row["numero"], row["solution"]) == (other.numero, "Joint remplacé")
    for role, expected in (("technicien", 1), ("responsable", 2), ("client", 2)):
        assert len(lire(api[role].get(f"{path}/interventions"))) == expected
    rows = lire(api["client"].get(f"{path}/historique"))
    assert [row["titre"] for row in rows] == ["TITRE", monde.intervention_a.titre]
    assert all("cout_reel" not in row and "notes_techniques" not in row for row in rows)


def test_a_technician_loses_the_machine_with_its_last_open_work(api: Portes, monde: Monde) -> None:
    pk = monde.intervention_a.pk
    lire(api["admin"].post(f"interventions/{pk}/actions/desaffecter", {"motif": "Fin"}))
    for route in ("", "/historique", "/interventions"):
        refus(api["technicien"].get(f"equipements/{monde.machine_a.pk}{route}"), 404)
    lire(api["technicien"].get(f"interventions/{pk}"))
