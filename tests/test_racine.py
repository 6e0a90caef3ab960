"""The API at the root, for old clients, and for the front-end of another origin."""

import pytest
from django.test import Client as Navigateur
from django.urls import reverse

from tests.api import PREFIXE, Porte, lire
from tests.visite import routes

pytestmark = pytest.mark.django_db
ORIGINE = {"Origin": "http://localhost:3000"}


def test_chaque_route_de_l_api_repond_aussi_a_la_racine() -> None:
    names = [name for name in routes() if name.startswith("api:")]
    assert len(names) > 30
    for name in names:
        arguments = dict.fromkeys(routes()[name].pattern.converters, 1)
        there = reverse(name.replace("api:", "racine:", 1), kwargs=arguments)
        assert reverse(name, kwargs=arguments) == PREFIXE.rstrip("/") + there


def test_la_racine_dit_ou_elle_est_passee(api: dict[str, Porte]) -> None:
    browser, headers = Navigateur(), api["responsable"].entetes
    for path in ("interventions/", "interventions", "users/me", "equipements/?limit=1"):
        old, new = (browser.get(f"/{p}{path}", headers=headers) for p in ("", "api/v1/"))
        assert lire(old) == lire(new)
        assert old["Deprecation"] == "@1767225600"
        assert old["Sunset"].endswith("GMT")
        assert f'</api/v1/{path}>; rel="successor-version"' in old["Link"]
        assert "Deprecation" not in new
    refused = browser.get("/interventions/")
    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, "Bearer")


def test_une_autre_origine_lit_les_reponses_et_les_refus(api: dict[str, Porte]) -> None:
    door, browser = api["responsable"], Navigateur()
    for answer in (
        door.get("interventions/", ORIGINE),
        door.get("interventions/0", ORIGINE),
        browser.get("/api/v1/interventions/", headers=ORIGINE),
        browser.get("/interventions/", headers=ORIGINE),
        browser.post("/api/v1/auth/login", b"{", "application/json", headers=ORIGINE),
        browser.get("/api/v1/%00", headers=ORIGINE),
        browser.get("/health", headers=ORIGINE),
    ):
        assert answer["Access-Control-Allow-Origin"] == ORIGINE["Origin"]
        assert "X-Total-Count" in answer["Access-Control-Expose-Headers"]
        assert "Access-Control-Allow-Credentials" not in answer
    for path in ("/gestion/connexion/", "/admin/"):
        assert "Access-Control-Allow-Origin" not in browser.get(path, headers=ORIGINE)
    other = door.get("interventions/", {"Origin": "https://ailleurs.example"})
    assert "Access-Control-Allow-Origin" not in other


def test_la_demande_prealable() -> None:
    asked = ORIGINE | {
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "authorization, content-type, if-match, idempotency-key",
    }
    answer = Navigateur().options("/api/v1/interventions/1", headers=asked)
    assert answer.status_code == 200
    allowed = answer["Access-Control-Allow-Headers"]
    assert all(name in allowed for name in ("authorization", "if-match", "idempotency-key"))
    assert "PATCH" in answer["Access-Control-Allow-Methods"]
    assert answer["Access-Control-Max-Age"] == "3600"
