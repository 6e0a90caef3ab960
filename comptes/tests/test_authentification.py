"""Proving who one is by password: the backend, the hasher, the sign-in routes."""

import json
from typing import Any

import pytest
from django.conf import settings as reglages
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import BCryptPasswordHasher, check_password, make_password
from rest_framework.test import APIClient

from comptes.authentification import IdentifiantOuCourriel
from comptes.models import Utilisateur
from comptes.tests.factories import MOT_DE_PASSE, UtilisateurFactory
from core.tests.envois import envoyer
from tests.donnees.entrees_hostiles import TEXTES_ETRANGES, TEXTES_REFUSES

pytestmark = [pytest.mark.django_db, pytest.mark.urls("comptes.tests.urls_essai")]

LOGIN, MOI = "/api/v1/auth/login", "/api/v1/auth/me"
FORMULAIRE = "application/x-www-form-urlencoded"


@pytest.fixture
def user() -> Utilisateur:
    return UtilisateurFactory(username="Karim.B", email="Karim@Exemple.ma")


@pytest.fixture
def api() -> APIClient:
    return APIClient(raise_request_exception=False)


def avec(jeton: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {jeton}"}


# --- Passwords ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "identifiant",
    ["Karim.B", "karim.b", "KARIM.B", " karim.b ", "karim@exemple.ma", "KARIM@EXEMPLE.MA"],
)
def test_identifiant_ou_courriel(user: Utilisateur, identifiant: str) -> None:
    assert authenticate(None, username=identifiant, password=MOT_DE_PASSE) == user


@pytest.mark.parametrize(
    ("identifiant", "secret"),
    [
        ("karim.b", "faux"),
        ("karim.b", ""),
        ("karim.b", None),
        ("inconnu", MOT_DE_PASSE),
        ("", MOT_DE_PASSE),
        (None, MOT_DE_PASSE),
        ("karim.b\x00", MOT_DE_PASSE),
        ("karim.b\ud800", MOT_DE_PASSE),
        ("karim.b", MOT_DE_PASSE + "\x00"),
        ("karim.b", "\ud800"),
        ("karim.b", "a" * 5000),
        ("k" * 5000, MOT_DE_PASSE),
        ("karim%", MOT_DE_PASSE),
        ("karim@exemple", MOT_DE_PASSE),
    ],
)
def test_refus(user: Utilisateur, identifiant: str | None, secret: str | None) -> None:
    assert authenticate(None, username=identifiant, password=secret) is None


def test_compte_ferme(user: Utilisateur) -> None:
    user.is_active = False
    user.save()
    assert authenticate(None, username="karim.b", password=MOT_DE_PASSE) is None
    assert IdentifiantOuCourriel().get_user(user.pk) is None


def test_travail_egal(user: Utilisateur, monkeypatch: pytest.MonkeyPatch) -> None:
    """One hash for a known, an unknown and a shut account alike."""
    made: list[str] = []

    def verifier(_self: Utilisateur, _raw: str) -> bool:
        made.append("known")
        return False

    monkeypatch.setattr(Utilisateur, "set_password", lambda _self, _raw: made.append("unknown"))
    monkeypatch.setattr(Utilisateur, "check_password", verifier)
    authenticate(None, username="inconnu", password="x")
    authenticate(None, username="karim.b", password="x")
    user.is_active = False
    user.save()
    authenticate(None, username="karim.b", password="x")
    assert made == ["unknown", "known", "known"]


@pytest.mark.vrai_hachage
def test_bcrypt_au_cout_des_reglages(settings: Any) -> None:
    encoded = make_password(MOT_DE_PASSE)
    assert encoded.startswith(f"bcrypt_sha256$$2b${reglages.BCRYPT_COUT:02d}$")
    # Bare bcrypt would take these two for the same password.
    long = "a" * 72
    assert not check_password(f"{long}b", make_password(f"{long}c"))


@pytest.mark.vrai_hachage
def test_ancien_hachage_repris(user: Utilisateur) -> None:
    """A hash of the older backend signs in, and is made anew."""
    hasher = BCryptPasswordHasher()
    hasher.rounds = 4
    user.password = hasher.encode(MOT_DE_PASSE, hasher.salt())
    user.save()
    assert authenticate(None, username="karim.b", password=MOT_DE_PASSE) == user
    user.refresh_from_db()
    assert user.password.startswith("bcrypt_sha256$")


# --- /auth/login and /auth/token ---------------------------------------------------------------
@pytest.mark.parametrize("url", [LOGIN, f"{LOGIN}/", "/auth/login", "/api/v1/auth/token"])
@pytest.mark.parametrize("format_", ["json", "multipart", "urlencoded"])
@pytest.mark.parametrize("nom", ["username", "email"])
def test_connexion(*, api: APIClient, user: Utilisateur, url: str, format_: str, nom: str) -> None:
    body = {nom: "karim@exemple.ma", "password": MOT_DE_PASSE}
    # A stale token, as an old front-end keeps sending, must not matter.
    stale = {"Authorization": "Bearer perime"}
    if format_ == "urlencoded":
        raw = f"{nom}=karim%40exemple.ma&password={MOT_DE_PASSE}&grant_type=password&scope="
        answer = api.generic("POST", url, raw, FORMULAIRE, headers=stale)
    else:
        answer = api.post(url, body, format=format_, headers=stale)
    assert answer.status_code == 200
    tokens = answer.json()
    assert set(tokens) == {"access_token", "refresh_token", "token_type"}
    assert tokens["token_type"] == "bearer"
    me = api.get(MOI, headers=avec(tokens["access_token"]))
    assert me.json()["id"] == user.pk
    assert me.json()["last_login"]


def test_connexion_refusee_pareillement(api: APIClient, user: Utilisateur) -> None:
    UtilisateurFactory(username="ferme", is_active=False)
    answers = [
        api.post(LOGIN, {"username": name, "password": secret}, format="json")
        for name, secret in (("karim.b", "x"), ("inconnu", "x"), ("ferme", MOT_DE_PASSE))
    ]
    assert {a.status_code for a in answers} == {401}
    assert {a.headers["WWW-Authenticate"] for a in answers} == {"Bearer"}
    assert {json.dumps(a.json()) for a in answers} == {
        json.dumps({"detail": "Identifiant ou mot de passe incorrect."})
    }


@pytest.mark.parametrize(
    ("url", "corps", "champs"),
    [
        (LOGIN, {}, {"password"}),
        (LOGIN, {"password": "x"}, {"username"}),
        ("/api/v1/auth/token", {"password": "x"}, {"email"}),
        (LOGIN, {"username": "x"}, {"password"}),
        (LOGIN, {"username": 1, "password": 1}, {"username", "password"}),
        (LOGIN, {"username": "x" * 300, "password": "y" * 2000}, {"username", "password"}),
    ],
)
def test_connexion_incomplete(
    *, api: APIClient, url: str, corps: dict[str, Any], champs: set[str]
) -> None:
    answer = api.post(url, corps, format="json")
    assert (answer.status_code, set(answer.json()["errors"])) == (422, champs)


def test_connexion_sous_le_corpus(api: APIClient, user: Utilisateur, settings: Any) -> None:
    settings.ESSAIS_COMPTE = settings.ESSAIS_RESEAU = 10_000
    for text in (*TEXTES_ETRANGES, *TEXTES_REFUSES):
        raw = json.dumps({"username": text, "password": text}).encode()
        answer = envoyer(api, LOGIN, raw)
        assert answer.status_code in {400, 401, 422}
        assert answer.json()["detail"]
    assert envoyer(api, LOGIN, b"username=%00", FORMULAIRE).status_code == 400
    assert envoyer(api, LOGIN, b"x", "text/plain").status_code == 415


def test_methodes_de_connexion(api: APIClient) -> None:
    answer = api.get(LOGIN)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST, OPTIONS")
