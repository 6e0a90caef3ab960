"""Hidden columns: no key, no filter, no sort, no search, by any path."""

from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from rest_framework.test import APIClient

from core import visibility
from core.api.serialiseurs import SerialiseurStrict
from core.chemins import chemin_visible, chemin_visible_de
from core.tri import criteres, ordonner

pytestmark = [pytest.mark.django_db, pytest.mark.urls("core.tests.urls_essai")]

URL = "/api/v1/techniciens/"


@pytest.fixture
def deux(monde: Any, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    """Two technicians who see each other's team and nothing more, whatever the domain says."""
    a, b = monde.technicien_a, monde.technicien_b
    policy = visibility.politique(type(a))
    assert policy is not None
    hidden = {role: names - {"equipe"} for role, names in policy.cachees.items()}
    monkeypatch.setitem(visibility._politiques, type(a), replace(policy, cachees=hidden))
    for row, team in ((a, "Nord"), (b, "Sud")):
        row.equipe, row.notes_competences = team, f"MARQUE-{team}"
        row.save()
    return a, b


def session(user: Any) -> APIClient:
    found = APIClient(raise_request_exception=False)
    found.force_authenticate(user)
    return found


def test_cles_selon_le_role(deux: tuple[Any, Any], responsable: Any) -> None:
    mine, other = deux
    full = session(responsable).get(f"{URL}{other.pk}").json()
    assert {"disponibilite", "date_embauche", "courriel", "resume"} <= set(full)
    seen = session(mine.user).get(f"{URL}{other.pk}").json()
    assert set(seen) == {"id", "nom", "equipe"}
    own = session(mine.user).get(f"{URL}{mine.pk}").json()
    assert own.keys() == full.keys()


def test_liste_par_ligne(deux: tuple[Any, Any]) -> None:
    mine, other = deux
    rows = {row["id"]: row for row in session(mine.user).get(URL).json()}
    assert "disponibilite" in rows[mine.pk]
    assert "disponibilite" not in rows[other.pk]


def test_tri_sur_colonne_cachee(deux: tuple[Any, Any], admin: Any) -> None:
    api = session(deux[0].user)
    for name in ("disponibilite", "-disponibilite", "courriel"):
        refused, unknown = api.get(URL, {"ordering": name}), api.get(URL, {"ordering": "inconnu"})
        assert refused.status_code == unknown.status_code == 422
        assert refused.json() == unknown.json()
        assert session(admin).get(URL, {"ordering": name}).status_code == 200
    assert [r["equipe"] for r in api.get(URL, {"ordering": "-equipe"}).json()] == ["Sud", "Nord"]


def test_filtre_sur_colonne_cachee(deux: tuple[Any, Any], admin: Any) -> None:
    api = session(deux[0].user)
    for query in ({"disponibilite": "absent"}, {"user__email": "x"}, {"disponibilite": "faux"}):
        assert len(api.get(URL, query).json()) == 2
    assert len(api.get(URL, {"equipe": "Nord"}).json()) == 1
    assert session(admin).get(URL, {"disponibilite": "faux"}).status_code == 422
    assert session(admin).get(URL, {"user__email": "x"}).json() == []


def test_recherche_sur_colonne_cachee(deux: tuple[Any, Any], responsable: Any) -> None:
    assert session(deux[0].user).get(URL, {"search": "MARQUE"}).json() == []
    assert len(session(responsable).get(URL, {"search": "marque"}).json()) == 2


def test_chemins(deux: tuple[Any, Any], responsable: Any) -> None:
    model, user = type(deux[0]), deux[0].user
    for path, seen in (
        ("equipe", True),
        ("-equipe", True),
        ("pk", True),
        ("equipe__icontains", True),
        ("nombre_annote", True),
        ("user__full_name", True),
        ("user_id", True),
        ("disponibilite", False),
        ("user__password", False),
        ("user__email__startswith", False),
        ("niveaux__competence__nom", False),
    ):
        assert chemin_visible(model, path, user) is seen, path
    assert not chemin_visible(model, "user__password", responsable)
    session_model = apps.get_model("sessions", "Session")
    assert not chemin_visible(session_model, "session_data", responsable)


def test_chemins_d_une_ligne(deux: tuple[Any, Any], responsable: Any, monde: Any) -> None:
    """What a path may show depends on the rows that it leads to."""
    (mine, other), machine = deux, monde.machine_a
    for row, path, user, seen in (
        (mine, "user__email", mine.user, True),
        (other, "user__email", mine.user, False),
        (other, "user__email", responsable, True),
        (other, "user__password", responsable, False),
        (other, "user__nom_annote__x", responsable, True),
        (other, "niveaux__niveau", responsable, True),
        (other, "niveaux__niveau", mine.user, False),
        (mine, "user__client__nom_entreprise", responsable, True),
        (mine, "user__contact_client__nom", mine.user, True),
        (machine, "client__user__email", mine.user, False),
        (machine, "id", responsable, True),
    ):
        assert chemin_visible_de(row, path, user) is seen, (path, user)
    machine.client.user = None
    assert chemin_visible_de(machine, "client__user__email", responsable)


def test_criteres(deux: tuple[Any, Any], responsable: Any) -> None:
    model = type(deux[0])

    def terms(asked: str, **tris: str) -> list[str]:
        return criteres(asked, tris=tris, modele=model, user=responsable)

    assert terms("a,-b", a="equipe", b="specialite") == ["equipe", "-specialite"]
    assert terms("-a", a="-equipe") == ["equipe"]
    assert terms("a,-a,a", a="equipe") == ["equipe"]
    assert terms("") == []


def test_tri_ecarte_les_vides_et_finit_par_le_numero(deux: tuple[Any, Any]) -> None:
    rows = type(deux[0]).objects.all()
    assert ordonner(rows, ["equipe"]).query.order_by == ("equipe", "pk")
    assert ordonner(rows, ["-equipe"]).query.order_by == ("-equipe", "-pk")
    assert ordonner(rows, []).query.order_by == ("-pk",)
    assert ordonner(rows, ["-pk"]).query.order_by == ("-pk",)
    assert ordonner(rows, ["date_embauche"]).count() == 0
    assert ordonner(rows, ["user__last_login"]).count() == 0
    assert ordonner(rows, ["user__username"]).count() == 2


def test_serialiseur_refuse_les_noms_inconnus() -> None:
    class Rien(SerialiseurStrict):
        pass

    many = Rien(data={f"x{n}": n for n in range(50)})
    assert not many.is_valid()
    assert len(many.errors) == 20
    wrong = Rien(data=["a"])
    assert not wrong.is_valid()
