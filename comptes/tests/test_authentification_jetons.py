"""Bearer tokens: forged, odd, spent, and what ends them; one's own account by API."""

import json
import time
from typing import Any

import jwt
import pytest
from django.conf import settings as reglages
from django.contrib.auth import authenticate
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from comptes import services, sessions
from comptes.api.authentification import emettre, empreinte
from comptes.choices import GenreSession
from comptes.models import Session, Utilisateur
from comptes.tests.factories import MOT_DE_PASSE, UtilisateurFactory
from tests.donnees.demandes_hostiles import AUTORISATIONS_REFUSEES

pytestmark = [pytest.mark.django_db, pytest.mark.urls("comptes.tests.urls_essai")]

LOGIN, MOI = "/api/v1/auth/login", "/api/v1/auth/me"


@pytest.fixture
def user() -> Utilisateur:
    return UtilisateurFactory(username="Karim.B", email="Karim@Exemple.ma")


@pytest.fixture
def api() -> APIClient:
    return APIClient(raise_request_exception=False)


def avec(jeton: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {jeton}"}


def forger(user: Utilisateur, cle: str | None = None, **claims: Any) -> str:
    """A token of ours with other claims; a claim of None is left out."""
    now = int(time.time())
    payload: dict[str, Any] = {
        "token_type": "access",
        "user_id": str(user.pk),
        "mdp": empreinte(user),
        "sid": sessions.ouvrir(user, genre=GenreSession.API).sid,
        "iat": now,
        "exp": now + 60,
        "jti": "j",
        "iss": "mif-erp",
        "aud": "mif-erp-api",
    }
    payload |= claims
    kept = {k: v for k, v in payload.items() if v is not None}
    return jwt.encode(kept, cle or reglages.JWT_KEY, algorithm="HS256")


@pytest.mark.parametrize("valeur", AUTORISATIONS_REFUSEES)
def test_autorisation_refusee(api: APIClient, user: Utilisateur, valeur: str) -> None:
    answer = api.get(MOI, HTTP_AUTHORIZATION=valeur)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert list(answer.json()) == ["detail"]


def test_jeton_valable(api: APIClient, user: Utilisateur) -> None:
    token = forger(user)
    with CaptureQueriesContext(connection) as queries:
        assert api.get(MOI, headers=avec(token)).status_code == 200
    assert len(queries) == 1
    assert api.get(MOI, headers={"Authorization": f"bearer {token}"}).status_code == 200
    assert api.get("/api/v1/users/me", headers=avec(token)).json()["username"] == "Karim.B"


@pytest.mark.parametrize(
    "claims",
    [
        {"user_id": None},
        {"user_id": "abc"},
        {"user_id": "0"},
        {"user_id": "999999"},
        {"user_id": 1.5},
        {"user_id": True},
        {"user_id": []},
        {"user_id": {}},
        {"user_id": "9" * 50},
        {"user_id": 2**70},
        {"user_id": "1\x00"},
        {"sid": None},
        {"sid": ""},
        {"sid": "x" * 24},
        {"sid": "\x00" * 24},
        {"sid": 5},
        {"sid": []},
        {"sid": {"a": 1}},
        {"mdp": None},
        {"mdp": "0" * 16},
        {"mdp": "é"},
        {"mdp": []},
        {"exp": None},
        {"exp": 1},
        {"exp": 10**10},
        {"exp": 10**18},
        {"exp": 10**400},
        {"exp": -1},
        {"exp": "demain"},
        {"exp": float("inf")},
        {"exp": float("nan")},
        {"exp": []},
        {"iat": None},
        {"iat": 10**11},
        {"iat": "x"},
        {"iat": []},
        {"nbf": 10**11},
        {"nbf": "x"},
        {"jti": None},
        {"token_type": None},
        {"token_type": "refresh"},
        {"token_type": []},
        {"aud": None},
        {"aud": "autre"},
        {"aud": 5},
        {"iss": None},
        {"iss": "autre"},
        {"iss": []},
        {"cle": "z" * 40},
    ],
    ids=repr,
)
def test_jeton_etrange(api: APIClient, user: Utilisateur, claims: dict[str, Any]) -> None:
    try:
        token = forger(user, **claims)
    except (TypeError, ValueError, OverflowError):
        # PyJWT itself refuses to sign this; a forger would write the JSON by hand.
        token = signer_a_la_main(user, **claims)
    answer = api.get(MOI, headers=avec(token))
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def signer_a_la_main(user: Utilisateur, **claims: Any) -> str:
    good = jwt.decode(forger(user), options={"verify_signature": False})
    kept = {k: v for k, v in {**good, **claims}.items() if v is not None}
    return jwt.PyJWS().encode(json.dumps(kept).encode(), reglages.JWT_KEY, algorithm="HS256")


@pytest.mark.parametrize("corps", [b"[]", b"1", b"null", b"\xff", b"[" * 2500, b'{"a":' * 900])
def test_jeton_signe_au_corps_etrange(api: APIClient, corps: bytes) -> None:
    token = jwt.PyJWS().encode(corps, reglages.JWT_KEY, algorithm="HS256")
    assert api.get(MOI, headers=avec(token)).status_code == 401


def test_jeton_sans_algorithme(api: APIClient, user: Utilisateur) -> None:
    claims = jwt.decode(forger(user), options={"verify_signature": False})
    assert api.get(MOI, headers=avec(jwt.encode(claims, "", algorithm="none"))).status_code == 401
    other = jwt.encode(claims, reglages.JWT_KEY.encode() * 2, algorithm="HS512")
    assert api.get(MOI, headers=avec(other)).status_code == 401


def test_jeton_de_rafraichissement_n_ouvre_rien(api: APIClient, user: Utilisateur) -> None:
    tokens = emettre(user)
    claims = jwt.decode(tokens["refresh_token"], options={"verify_signature": False})
    assert claims["token_type"] == "refresh"
    assert claims["jti"]
    assert api.get(MOI, headers=avec(tokens["refresh_token"])).status_code == 401


def test_jeton_expire(api: APIClient, user: Utilisateur) -> None:
    now = int(time.time())
    assert api.get(MOI, headers=avec(forger(user, iat=now - 90, exp=now - 30))).status_code == 401


def test_duree_d_un_poste(user: Utilisateur) -> None:
    claims = jwt.decode(emettre(user)["access_token"], options={"verify_signature": False})
    assert claims["exp"] - claims["iat"] == reglages.JWT_ACCES.total_seconds()


def test_compte_ferme_ou_disparu(api: APIClient, user: Utilisateur) -> None:
    headers = avec(emettre(user)["access_token"])
    assert api.get(MOI, headers=headers).status_code == 200
    user.is_active = False
    user.save()
    assert api.get(MOI, headers=headers).status_code == 401
    Session.objects.all().delete()
    user.delete()
    assert api.get(MOI, headers=headers).status_code == 401


def test_role_lu_a_chaque_demande(api: APIClient, user: Utilisateur) -> None:
    headers = avec(emettre(user)["access_token"])
    user.role = "technicien"
    user.save()
    assert api.get(MOI, headers=headers).json()["role"] == "technicien"


def test_langue_du_compte(api: APIClient, user: Utilisateur, settings: Any) -> None:
    user.langue = "en"
    user.save()
    headers = avec(emettre(user)["access_token"])
    english = api.generic("TRACE", MOI, headers=headers).json()["detail"]
    french = api.generic("GET", LOGIN).json()["detail"]
    assert "not allowed" in english
    assert "non autorisée" in french


def test_me(api: APIClient, user: Utilisateur) -> None:
    body = api.get(MOI, headers=avec(emettre(user)["access_token"])).json()
    assert {"id", "username", "email", "full_name", "role", "is_active"} <= set(body)
    assert {"created_at", "updated_at", "last_login", "langue", "theme"} <= set(body)
    assert "password" not in body


# --- /auth/change-password ---------------------------------------------------------------------
CHANGER = "/api/v1/auth/change-password"
NOUVEAU = "Une-autre-phrase-bien-longue-9"


@pytest.mark.parametrize("format_", ["json", "multipart"])
def test_changer_le_mot_de_passe(api: APIClient, user: Utilisateur, format_: str) -> None:
    old = avec(emettre(user)["access_token"])
    body = {"current_password": MOT_DE_PASSE, "new_password": NOUVEAU}
    answer = api.post(CHANGER, body, format=format_, headers=old)
    assert answer.status_code == 200
    assert api.get(MOI, headers=old).status_code == 401
    assert api.get(MOI, headers=avec(answer.json()["access_token"])).status_code == 200
    assert authenticate(None, username="karim.b", password=NOUVEAU) == user


@pytest.mark.parametrize(
    ("ancien", "nouveau", "champ"),
    [
        ("faux", NOUVEAU, "current_password"),
        (MOT_DE_PASSE, "court", "new_password"),
        (MOT_DE_PASSE, "karim@exemple.ma", "new_password"),
        (MOT_DE_PASSE, "", "new_password"),
        (MOT_DE_PASSE, None, "new_password"),
    ],
)
def test_changement_refuse(
    *, api: APIClient, user: Utilisateur, ancien: str, nouveau: str | None, champ: str
) -> None:
    headers = avec(emettre(user)["access_token"])
    body = {"current_password": ancien, "new_password": nouveau}
    answer = api.post(CHANGER, body, format="json", headers=headers)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [champ])
    assert api.get(MOI, headers=headers).status_code == 200


def test_mot_de_passe_change_ailleurs(api: APIClient, user: Utilisateur) -> None:
    headers = avec(emettre(user)["access_token"])
    services.changer_mot_de_passe(utilisateur=user, ancien=MOT_DE_PASSE, nouveau=NOUVEAU)
    assert api.get(MOI, headers=headers).status_code == 401


def test_changement_demande_un_compte(api: APIClient) -> None:
    assert api.post(CHANGER, {}).status_code == 401
