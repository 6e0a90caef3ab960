"""/techniciens/ over HTTP: profiles, skills and who may see or change them."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from comptes.tests.factories import UtilisateurFactory
from core.errors import VersionPerimee
from techniciens.api.serializers import CompetenceEntree, TechnicienCreation, TechnicienEntree
from techniciens.models import Competence, CompetenceTechnicien, Technicien
from techniciens.services import archiver_technicien
from techniciens.tests.factories import (
    CompetenceFactory,
    CompetenceTechnicienFactory,
    TechnicienFactory,
)
from tests.api import Porte, assaillir, assaillir_de_textes, champs_refuses, lire, refus, requetes
from tests.donnees import demandes_hostiles, entrees_hostiles
from tests.fixtures import Monde
from tests.parts import part

pytestmark = pytest.mark.django_db
Portes = dict[str, Porte]

TOUT = {
    "id",
    "user_id",
    "user",
    "specialite",
    "equipe",
    "disponibilite",
    "zone_geographique",
    "notes_competences",
    "date_embauche",
    "competences",
    "archive_le",
    "created_at",
    "updated_at",
}
DE_COLLEGUE = {"id", "user_id", "user"}


def _lignes() -> tuple[Any, ...]:
    return (
        list(Technicien.objects.order_by("pk").values_list("pk", "equipe", "archive_le")),
        list(Competence.objects.order_by("pk").values_list("pk", "nom")),
        CompetenceTechnicien.objects.count(),
    )


@pytest.mark.parametrize("role", ["admin", "responsable"])
def test_staff_reads_profiles_whole(api: Portes, monde: Monde, role: str) -> None:
    held = CompetenceTechnicienFactory(
        technicien=monde.technicien_a, niveau="expert", certification_expire_le="2027-01-31"
    )
    answer = api[role].get(f"techniciens/{monde.technicien_a.pk}")
    body = lire(answer)
    assert set(body) == TOUT
    user = monde.technicien_a.user
    assert body["user"] == {
        "id": user.pk,
        "full_name": user.full_name,
        "username": user.username,
        "email": user.email,
        "is_active": True,
    }
    assert body["competences"] == [
        {
            "id": held.competence_id,
            "nom": held.competence.nom,
            "niveau": "expert",
            "certification_expire_le": "2027-01-31",
        }
    ]
    assert answer.headers["ETag"]
    ids = [row["id"] for row in lire(api[role].get("techniciens/"))]
    assert ids == [monde.technicien_b.pk, monde.technicien_a.pk]
    assert lire(api[role].get("techniciens")) == lire(api[role].get("techniciens/"))


def test_a_technician_reads_itself_whole_and_colleagues_by_name(api: Portes, monde: Monde) -> None:
    CompetenceTechnicienFactory(technicien=monde.technicien_b)
    rows = {row["id"]: row for row in lire(api["technicien"].get("techniciens/"))}
    assert set(rows[monde.technicien_a.pk]) == TOUT
    colleague = rows[monde.technicien_b.pk]
    assert set(colleague) == DE_COLLEGUE
    name = monde.technicien_b.user.full_name
    shown = {"id": monde.technicien_b.user_id, "full_name": name, "is_active": True}
    assert colleague["user"] == shown


def test_a_client_sees_no_technician(api: Portes, monde: Monde) -> None:
    assert lire(api["client"].get("techniciens/")) == []
    assert lire(api["client"].get("techniciens/competences")) == []
    refus(api["client"].get(f"techniciens/{monde.technicien_a.pk}"), 404)
    refus(api["anonyme"].get("techniciens/"), 401)


def test_staff_creates_with_skills(api: Portes) -> None:
    user = UtilisateurFactory(technicien=True)
    skills = [CompetenceFactory(), CompetenceFactory()]
    sent = {
        "user_id": user.pk,
        "equipe": "Nord",
        "disponibilite": "conge",
        "date_embauche": "2020-01-15",
        "competences_ids": [s.pk for s in skills],
    }
    body = lire(api["responsable"].post("techniciens/", sent), 201)
    assert (body["equipe"], body["disponibilite"]) == ("Nord", "conge")
    assert [c["id"] for c in body["competences"]] == [s.pk for s in skills]
    assert champs_refuses(api["responsable"].post("techniciens/", sent))


@pytest.mark.parametrize(
    ("envoi", "champ"),
    [
        ({"user_id": 987654}, "user_id"),
        ({"user_id": None}, "user_id"),
        ({"competences_ids": [987654]}, "competences_ids"),
        ({"disponibilite": "absent"}, "disponibilite"),
        ({"date_embauche": "15/01/2020"}, "date_embauche"),
        ({"archive_le": None}, "archive_le"),
        ({"inconnu": 1}, "inconnu"),
    ],
)
def test_wrong_values_are_told_beside_the_field(
    api: Portes, envoi: dict[str, Any], champ: str
) -> None:
    before = _lignes()
    sent = {"user_id": UtilisateurFactory(technicien=True).pk} | envoi
    assert champs_refuses(api["admin"].post("techniciens/", sent)) == {champ}
    assert _lignes() == before


def test_a_profile_needs_a_technicians_account(api: Portes, monde: Monde) -> None:
    for user in (monde.user_a, monde.responsable):
        sent = {"user_id": user.pk}
        assert champs_refuses(api["admin"].post("techniciens/", sent)) == {"user_id"}


@pytest.mark.parametrize("methode", ["PUT", "PATCH"])
def test_a_change_is_partial_and_never_stale(api: Portes, monde: Monde, methode: str) -> None:
    path = f"techniciens/{monde.technicien_a.pk}"
    door = api["responsable"]
    tag = door.get(path).headers["ETag"]
    answer = door.demander(methode, path, corps={"equipe": "Sud"}, entetes={"If-Match": tag})
    body = lire(answer)
    assert (body["equipe"], body["specialite"]) == ("Sud", monde.technicien_a.specialite)
    late = door.demander(methode, path, corps={"equipe": "Est"}, entetes={"If-Match": tag})
    refus(late, 412)
    assert lire(door.get(path))["equipe"] == "Sud"
    assert champs_refuses(door.demander(methode, path, corps={"user_id": 1})) == {"user_id"}


def test_a_skill_changes_the_profile_that_shows_it(api: Portes, monde: Monde) -> None:
    skill, path = CompetenceFactory(), f"techniciens/{monde.technicien_a.pk}"
    door, held = api["responsable"], f"{path}/competences/{skill.pk}"
    first = {"If-Match": door.get(path).headers["ETag"]}
    answer = door.put(held, {"niveau": "expert"}, first)
    assert lire(answer)["competences"][0]["niveau"] == "expert"
    refus(door.put(held, {"niveau": "avance"}, first), 412)
    refus(door.delete(held, None, first), 412)
    refus(door.delete(path, None, first), 412)
    assert door.delete(held, None, {"If-Match": answer.headers["ETag"]}).status_code == 204
    refus(door.put(path, {"equipe": "Nord"}, {"If-Match": answer.headers["ETag"]}), 412)
    with pytest.raises(VersionPerimee):
        archiver_technicien(par=monde.admin, technicien_id=TechnicienFactory().pk, version=1)


def test_an_empty_availability_says_nothing(api: Portes, monde: Monde) -> None:
    path = f"techniciens/{monde.technicien_a.pk}"
    lire(api["responsable"].put(path, {"disponibilite": "conge"}))
    for empty in ("", None):
        body = lire(api["responsable"].put(path, {"disponibilite": empty, "equipe": "Sud"}))
        assert (body["disponibilite"], body["equipe"]) == ("conge", "Sud")


@pytest.mark.parametrize("role", ["technicien", "client"])
def test_others_write_nothing(api: Portes, monde: Monde, role: str) -> None:
    skill = CompetenceFactory()
    own, status = monde.technicien_a.pk, 403 if role == "technicien" else 404
    calls: list[tuple[str, str, dict[str, Any] | None, int]] = [
        ("POST", "techniciens/", {"user_id": monde.user_a.pk}, 403),
        ("PUT", f"techniciens/{own}", {"equipe": "X"}, status),
        ("PATCH", f"techniciens/{own}", {"disponibilite": "conge"}, status),
        ("DELETE", f"techniciens/{own}", None, status),
        ("POST", "techniciens/competences", {"nom": "X"}, 403),
        ("PATCH", f"techniciens/competences/{skill.pk}", {"nom": "X"}, status),
        ("PUT", f"techniciens/{own}/competences/{skill.pk}", {}, status),
        ("DELETE", f"techniciens/{own}/competences/{skill.pk}", None, status),
    ]
    before = _lignes()
    for method, path, body, expected in calls:
        refus(api[role].demander(method, path, corps=body), expected)
    assert _lignes() == before


def test_leaving_needs_the_list_seen_or_a_successor(api: Portes, monde: Monde) -> None:
    path, work = f"techniciens/{monde.technicien_a.pk}", monde.intervention_a
    before = _lignes()
    body = refus(api["responsable"].delete(path), 409)
    assert [row["id"] for row in body["interventions_ouvertes"]] == [work.pk]
    assert champs_refuses(api["responsable"].delete(path, {"successeur_id": "x"}))
    assert champs_refuses(api["responsable"].delete(f"{path}?interventions_vues=a,b"))
    assert champs_refuses(api["responsable"].delete(path, {"inconnu": 1})) == {"inconnu"}
    assert _lignes() == before
    heir = monde.technicien_b
    assert api["responsable"].delete(path, {"successeur_id": heir.pk}).status_code == 204
    work.refresh_from_db()
    assert work.technicien_id == heir.pk
    ids = [row["id"] for row in lire(api["admin"].get("techniciens/"))]
    assert ids == [heir.pk]
    assert len(lire(api["admin"].get("techniciens/?archives=true"))) == 2


def test_leaving_by_the_list_in_the_query(api: Portes, monde: Monde) -> None:
    path = f"techniciens/{monde.technicien_a.pk}?interventions_vues={monde.intervention_a.pk}"
    answer = api["admin"].delete(path)
    assert (answer.status_code, answer.content) == (204, b"")
    assert "Content-Type" not in answer.headers
    monde.intervention_a.refresh_from_db()
    assert monde.intervention_a.statut == "ouverte"


def test_skills(api: Portes, monde: Monde) -> None:
    new = {"nom": "Soudure", "niveau_requis": "avance"}
    skill = lire(api["responsable"].post("techniciens/competences", new), 201)
    assert set(skill) == {"id", "nom", "description", "niveau_requis", "certification"}
    assert champs_refuses(api["responsable"].post("techniciens/competences/", new)) == {"nom"}
    path = f"techniciens/competences/{skill['id']}"
    assert lire(api["admin"].patch(path, {"certification": "EN 287"}))["certification"] == "EN 287"
    assert lire(api["technicien"].get(path))["nom"] == "Soudure"
    names = [row["nom"] for row in lire(api["technicien"].get("techniciens/competences"))]
    assert names == ["Soudure"]
    assert lire(api["technicien"].get("techniciens/competences?search=soud"))
    held = f"techniciens/{monde.technicien_a.pk}/competences/{skill['id']}"
    soon = (timezone.localdate() + timedelta(days=30)).isoformat()
    level = {"niveau": "expert", "certification_expire_le": soon}
    (shown,) = lire(api["responsable"].put(held, level))["competences"]
    assert (shown["niveau"], shown["certification_expire_le"]) == ("expert", soon)
    assert champs_refuses(api["responsable"].put(held, {"niveau": "dieu"})) == {"niveau"}
    assert api["responsable"].delete(held).status_code == 204
    refus(api["responsable"].delete(held), 409)
    refus(api["responsable"].put(f"techniciens/{monde.technicien_a.pk}/competences/99999", {}), 404)


@pytest.mark.part
def test_filters_search_and_order(api: Portes, monde: Monde) -> None:
    row = TechnicienFactory(equipe="Nuit", disponibilite="conge", zone_geographique="Tanger")
    skill = CompetenceTechnicienFactory(technicien=row).competence_id
    queries = (
        "equipe=nuit",
        "disponibilite=conge",
        f"competence_id={skill}",
        "search=tanger",
        f"search={row.user.full_name.split()[-1]} Nuit",
        "zone_geographique=tanger&equipe=",
    )
    for query in queries:
        found = lire(api["responsable"].get(f"techniciens/?{query}"))
        assert [r["id"] for r in found] == [row.pk], query
    for query in (*part(demandes_hostiles.REQUETES_DE_LISTE_REFUSEES), "disponibilite=x"):
        refus(api["responsable"].get(f"techniciens/?{query}"), 422)
    # What a technician may not see of its colleagues answers no question.
    for query in ("disponibilite=conge", f"competence_id={skill}", "zone_geographique=x"):
        assert len(lire(api["technicien"].get(f"techniciens/?{query}"))) == 3, query
    assert lire(api["technicien"].get("techniciens/?search=tanger")) == []
    refus(api["technicien"].get("techniciens/?ordering=disponibilite"), 422)
    lire(api["responsable"].get("techniciens/?ordering=-disponibilite,equipe"))


@pytest.mark.part
def test_junk_ids_are_404(api: Portes, monde: Monde) -> None:
    for junk in part(entrees_hostiles.IDS_DE_ROUTE_REFUSES):
        refus(api["admin"].get(f"techniciens/{junk}"), 404)
        refus(api["admin"].get(f"techniciens/competences/{junk}"), 404)
        refus(api["admin"].put(f"techniciens/{monde.technicien_a.pk}/competences/{junk}", {}), 404)
        refus(api["admin"].put(f"techniciens/{junk}", {"equipe": "X"}), 404)


@pytest.mark.part
def test_hostile_values_in_every_field(api: Portes, monde: Monde) -> None:
    door, before = api["admin"], _lignes()
    good = {"user_id": UtilisateurFactory(technicien=True).pk}
    assert assaillir(door.vers("POST", "techniciens/"), TechnicienCreation, good) > 100
    path = f"techniciens/{monde.technicien_a.pk}"
    assert assaillir(door.vers("PUT", path), TechnicienEntree, {}) > 80
    skills = door.vers("POST", "techniciens/competences")
    assert assaillir(skills, CompetenceEntree, {"nom": "X"}) > 60
    assert _lignes() == before
    assaillir_de_textes(skills, "nom", {})
    assaillir_de_textes(door.vers("PATCH", path), "notes_competences", {})
    lire(door.get("techniciens/"))
    lire(door.get("techniciens/competences"))


@pytest.mark.parametrize("role", ["responsable", "technicien"])
def test_lists_cost_the_same_for_3_and_30_rows(api: Portes, role: str) -> None:
    def remplir(n: int) -> None:
        for _i in range(n):
            CompetenceTechnicienFactory()

    remplir(1)
    few = [requetes(api[role], p) for p in ("techniciens/", "techniciens/competences")]
    remplir(28)
    assert [requetes(api[role], p) for p in ("techniciens/", "techniciens/competences")] == few
    assert max(few) <= 5
