"""/users/ over HTTP: who reads accounts, who opens and shuts them."""

from typing import Any

import pytest

from comptes import services
from comptes.api.utilisateurs import CompteCreation, CompteModification, PropreCompte
from comptes.models import Utilisateur
from comptes.tests.factories import MOT_DE_PASSE, UtilisateurFactory
from core.errors import VersionPerimee
from tests.api import Porte, assaillir, assaillir_de_textes, champs_refuses, lire, refus, requetes
from tests.donnees import demandes_hostiles, entrees_hostiles
from tests.fixtures import Monde
from tests.parts import part

pytestmark = pytest.mark.django_db
Portes = dict[str, Porte]

LU = {
    "id",
    "username",
    "email",
    "full_name",
    "role",
    "is_active",
    "langue",
    "theme",
    "created_at",
    "updated_at",
    "last_login",
}
PREFERENCES = {"langue", "theme"}
NOUVEAU = {
    "username": "nouvelle",
    "full_name": "Nouvelle Personne",
    "email": "nouvelle@exemple.ma",
    "role": "technicien",
    "password": MOT_DE_PASSE,
}


def _lignes() -> list[Any]:
    columns = ("pk", "username", "email", "full_name", "role", "is_active", "password")
    return list(Utilisateur.objects.order_by("pk").values_list(*columns))


def test_admin_reads_every_account(api: Portes, monde: Monde) -> None:
    rows = lire(api["admin"].get("users/"))
    assert len(rows) == 6
    assert all(set(row) == LU for row in rows)
    assert lire(api["admin"].get("users")) == rows
    answer = api["admin"].get(f"users/{monde.user_a.pk}")
    assert lire(answer)["email"] == monde.user_a.email
    assert answer.headers["ETag"].startswith(f'W/"{monde.user_a.pk}-')


def test_responsable_reads_all_but_the_mail_of_admins(api: Portes, monde: Monde) -> None:
    rows = {row["id"]: row for row in lire(api["responsable"].get("users/"))}
    assert len(rows) == 6
    assert set(rows[monde.admin.pk]) == LU - PREFERENCES - {"email"}
    assert set(rows[monde.user_a.pk]) == LU - PREFERENCES
    assert set(rows[monde.responsable.pk]) == LU
    assert "email" not in lire(api["responsable"].get(f"users/{monde.admin.pk}"))
    mail = monde.admin.email
    assert lire(api["responsable"].get(f"users/?search={mail}")) == []
    assert len(lire(api["responsable"].get("users/?email=x&email__startswith=c"))) == 6
    refus(api["responsable"].get("users/?ordering=email"), 422)


def test_technician_reads_colleagues_by_name_and_a_client_itself(api: Portes, monde: Monde) -> None:
    rows = {row["id"]: row for row in lire(api["technicien"].get("users/"))}
    assert set(rows) == {monde.technicien_a.user_id, monde.technicien_b.user_id}
    named = {"id", "full_name", "role", "is_active"}
    assert set(rows[monde.technicien_b.user_id]) == named
    assert set(rows[monde.technicien_a.user_id]) == LU
    (own,) = lire(api["client"].get("users/"))
    assert (own["id"], set(own)) == (monde.user_a.pk, LU)
    refus(api["client"].get(f"users/{monde.responsable.pk}"), 404)
    refus(api["technicien"].get(f"users/{monde.admin.pk}"), 404)
    refus(api["anonyme"].get("users/"), 401)


def test_admin_opens_an_account(api: Portes) -> None:
    body = lire(api["admin"].post("users/", NOUVEAU), 201)
    assert set(body) == LU
    assert {n: body[n] for n in ("username", "role", "is_active")} == {
        "username": "nouvelle",
        "role": "technicien",
        "is_active": True,
    }
    user = Utilisateur.objects.get(pk=body["id"])
    assert user.check_password(MOT_DE_PASSE)


@pytest.mark.parametrize(
    ("envoi", "champ"),
    [
        ({"username": "a@b"}, "username"),
        ({"username": "CHEF"}, "username"),
        ({"username": ""}, "username"),
        ({"email": "CHEF@exemple.ma"}, "email"),
        ({"email": "non"}, "email"),
        ({"role": "dieu"}, "role"),
        ({"password": "court"}, "password"),
        ({"password": None}, "password"),
        ({"is_superuser": True}, "is_superuser"),
        ({"is_active": False}, "is_active"),
    ],
)
def test_wrong_values_are_told_beside_the_field(
    api: Portes, envoi: dict[str, Any], champ: str
) -> None:
    before = _lignes()
    assert champs_refuses(api["admin"].post("users/", NOUVEAU | envoi)) == {champ}
    assert _lignes() == before


@pytest.mark.parametrize("role", ["responsable", "technicien", "client"])
def test_nobody_else_manages_accounts(api: Portes, monde: Monde, role: str) -> None:
    before = _lignes()
    seen = role == "responsable"
    for wanted in ("admin", "responsable", "technicien"):
        refus(api[role].post("users/", NOUVEAU | {"role": wanted}), 403)
    own = monde.compte(role).pk
    for pk, status in ((monde.user_b.pk, 403 if seen else 404), (own, 403)):
        refus(api[role].patch(f"users/{pk}/activate"), status)
        refus(api[role].delete(f"users/{pk}"), status)
        refus(api[role].patch(f"users/{pk}", {"is_active": False}), status)
    refused = api[role].patch(f"users/{own}", {"role": "admin"})
    assert champs_refuses(refused) == {"role"}
    assert _lignes() == before


def test_admin_changes_role_and_mail_but_not_its_own_role(api: Portes, monde: Monde) -> None:
    user = UtilisateurFactory()
    path = f"users/{user.pk}"
    tag = api["admin"].get(path).headers["ETag"]
    sent = {"role": "technicien", "email": "Autre@Exemple.ma", "username": "autre"}
    assert lire(api["admin"].patch(path, sent, {"If-Match": tag}))["role"] == "technicien"
    refus(api["admin"].patch(path, {"full_name": "X"}, {"If-Match": tag}), 412)
    refus(api["admin"].delete(path, None, {"If-Match": tag}), 412)
    before = _lignes()
    refus(api["admin"].patch(f"users/{monde.admin.pk}", {"role": "client"}), 403)
    refus(api["admin"].delete(f"users/{monde.admin.pk}"), 409)
    refus(api["admin"].patch(f"users/{monde.admin.pk}", {"is_active": False}), 409)
    assert champs_refuses(api["admin"].patch(path, {"password": "x"})) == {"password"}
    assert _lignes() == before


def test_an_account_is_shut_at_once_and_opened_again(api: Portes, monde: Monde) -> None:
    path = f"users/{monde.user_a.pk}"
    answer = api["admin"].delete(path)
    assert (answer.status_code, answer.content) == (204, b"")
    assert "Content-Type" not in answer.headers
    refus(api["client"].get("users/me"), 401)
    assert lire(api["admin"].get(path))["is_active"] is False
    assert [r["id"] for r in lire(api["admin"].get("users/?is_active=false"))] == [monde.user_a.pk]
    assert lire(api["admin"].patch(f"{path}/activate"))["is_active"] is True
    refus(api["client"].get("users/me"), 401)  # opened again, but its sessions had ended
    assert lire(api["admin"].patch(path, {"is_active": False}))["is_active"] is False
    assert lire(api["admin"].patch(path, {"is_active": True}))["is_active"] is True


def test_a_change_with_a_refused_shutting_changes_nothing(api: Portes, monde: Monde) -> None:
    user, before = monde.technicien_a.user, _lignes()
    body = refus(
        api["admin"].patch(f"users/{user.pk}", {"full_name": "X", "is_active": False}), 409
    )
    assert [r["id"] for r in body["interventions_ouvertes"]] == [monde.intervention_a.pk]
    refus(api["admin"].delete(f"users/{user.pk}"), 409)
    assert _lignes() == before
    sent = {"is_active": False, "successeur_id": monde.technicien_b.pk}
    assert lire(api["admin"].patch(f"users/{user.pk}", sent))["is_active"] is False
    work = monde.intervention_a
    work.refresh_from_db()
    assert work.technicien_id == monde.technicien_b.pk


def test_one_changes_ones_own_name(api: Portes, monde: Monde) -> None:
    for role in ("client", "technicien", "responsable", "admin"):
        assert lire(api[role].put("users/update", {"full_name": f"Moi {role}"}))["full_name"] == (
            f"Moi {role}"
        )
        own = f"users/{monde.compte(role).pk}"
        assert lire(api[role].patch(own, {"theme": "sombre"}))["theme"] == "sombre"
    before = _lignes()
    assert champs_refuses(api["client"].put("users/update", {"role": "admin"})) == {"role"}
    assert champs_refuses(api["client"].put("users/update", {"email": "x@y.ma"})) == {"email"}
    lire(api["client"].put("users/update", {}))
    assert _lignes() == before


def test_ones_own_password_ends_every_token(api: Portes, monde: Monde) -> None:
    door, before = api["client"], _lignes()
    new = "Un-tout-autre-secret-9"
    wrong = {"password": new, "current_password": "faux", "full_name": "X"}
    assert champs_refuses(door.put("users/update", wrong)) == {"current_password"}
    weak = {"password": "court", "current_password": MOT_DE_PASSE}
    assert champs_refuses(door.put("users/update", weak)) == {"password"}
    assert _lignes() == before
    body = lire(door.put("users/update", {"password": new, "current_password": MOT_DE_PASSE}))
    assert monde.compte("client").check_password(new)
    refus(door.get("users/me"), 401)
    door.entetes["Authorization"] = f"Bearer {body['access_token']}"
    assert lire(door.get("users/me"))["id"] == monde.user_a.pk
    # The older front-end sends no proof.
    assert "access_token" in lire(door.put("users/update", {"password": MOT_DE_PASSE}))
    assert monde.compte("client").check_password(MOT_DE_PASSE)
    refus(door.get("users/me"), 401)


@pytest.mark.part
def test_filters_search_and_order(api: Portes, monde: Monde) -> None:
    ids = [row["id"] for row in lire(api["admin"].get("users/?role=technicien"))]
    assert ids == [monde.technicien_b.user_id, monde.technicien_a.user_id]
    assert [r["id"] for r in lire(api["admin"].get("users/?search=chef"))] == [monde.admin.pk]
    names = [row["username"] for row in lire(api["admin"].get("users/?ordering=username"))]
    assert names == sorted(names)
    for query in (*part(demandes_hostiles.REQUETES_DE_LISTE_REFUSEES), "role=x", "is_active=oui"):
        refus(api["admin"].get(f"users/?{query}"), 422)
    # A technician may not see colleagues' user names: it may neither sort nor search by them.
    refus(api["technicien"].get("users/?ordering=username"), 422)
    assert lire(api["technicien"].get(f"users/?search={monde.technicien_b.user.username}")) == []


@pytest.mark.part
def test_junk_ids_are_404(api: Portes) -> None:
    for junk in part(entrees_hostiles.IDS_DE_ROUTE_REFUSES):
        if junk != "me":
            refus(api["admin"].get(f"users/{junk}"), 404)
            refus(api["admin"].patch(f"users/{junk}", {}), 404)
            refus(api["admin"].delete(f"users/{junk}"), 404)
        refus(api["admin"].patch(f"users/{junk}/activate"), 404)


@pytest.mark.part
def test_hostile_values_in_every_field(api: Portes, monde: Monde) -> None:
    door, before = api["admin"], _lignes()
    assert assaillir(door.vers("POST", "users/"), CompteCreation, NOUVEAU) > 50
    path = f"users/{monde.user_a.pk}"
    assert assaillir(door.vers("PATCH", path), CompteModification, {}) > 80
    assert assaillir(door.vers("PUT", "users/update"), PropreCompte, {}) > 15
    assert _lignes() == before
    assaillir_de_textes(door.vers("PATCH", path), "full_name", {})
    assaillir_de_textes(door.vers("PATCH", path), "username", {})
    lire(door.get("users/"))


@pytest.mark.parametrize("role", ["admin", "responsable"])
def test_lists_cost_the_same_for_3_and_30_rows(api: Portes, role: str) -> None:
    few = requetes(api[role], "users/")
    UtilisateurFactory.create_batch(30)
    assert requetes(api[role], "users/") == few
    assert few <= 3


def test_un_compte_change_entre_temps(api: Portes, monde: Monde) -> None:
    """`If-Match` on every change of an account, asked again under its lock."""
    door, number = api["admin"], UtilisateurFactory().pk
    for path in ("auth/me", "users/me", f"users/{monde.admin.pk}"):
        assert door.get(path)["ETag"] == door.get("users/me")["ETag"]
    old = {"If-Match": door.get(f"users/{number}")["ETag"]}
    lire(door.patch(f"users/{number}", {"full_name": "Autre"}, old))
    for change in ({"full_name": "X"}, {"role": "client"}, {"is_active": False}):
        refus(door.patch(f"users/{number}", change, old), 412)
    refus(door.delete(f"users/{number}", None, old), 412)
    refus(door.patch(f"users/{number}/activate", None, old), 412)
    refus(door.put("users/update", {"full_name": "X"}, old), 412)
    new = {"If-Match": door.get(f"users/{number}")["ETag"]}
    lire(door.patch(f"users/{number}", {"full_name": "Encore", "is_active": True}, new))
    stale: dict[str, Any] = {"par": monde.admin, "utilisateur_id": number, "version": 1}
    for act in (services.desactiver, services.reactiver):
        with pytest.raises(VersionPerimee):
            act(**stale)
    with pytest.raises(VersionPerimee):
        services.modifier_utilisateur(champs={"full_name": "Y"}, **stale)
