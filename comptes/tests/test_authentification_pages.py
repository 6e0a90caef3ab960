"""Pages are shut by default: who has not signed in sees the public routes and nothing else."""

from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from comptes.models import Utilisateur
from comptes.tests.factories import UtilisateurFactory
from core.routes_publiques import ROUTES_PUBLIQUES, est_publique

pytestmark = [pytest.mark.django_db, pytest.mark.urls("comptes.tests.urls_essai")]

MOI = "/api/v1/auth/me"


@pytest.fixture
def user() -> Utilisateur:
    return UtilisateurFactory(username="Karim.B", email="Karim@Exemple.ma")


def routes(patterns: Any, prefixe: str = "/") -> list[str]:
    found = []
    for pattern in patterns:
        path = prefixe + str(pattern.pattern).removesuffix("$").replace("<int:pk>", "1")
        if isinstance(pattern, URLResolver):
            found += routes(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern) and "<" not in path and "(" not in path:
            found.append(path)
    return found


def test_toute_route_fermee_aux_inconnus(client: Client) -> None:
    paths = routes(get_resolver().url_patterns)
    assert len(paths) > 10
    opened = set()
    for path in paths:
        answer = client.get(path)
        sign_in = "/gestion/connexion/" in answer.headers.get("Location", "")
        if not sign_in and answer.status_code != 401:
            assert answer.resolver_match is not None
            assert est_publique(answer.resolver_match), path
            opened.add(path)
    assert {"/gestion/connexion/", "/health", "/health/database"} <= opened
    assert not any(path.startswith("/admin") for path in opened)


def test_liste_unique_des_routes_publiques() -> None:
    assert len(set(ROUTES_PUBLIQUES)) == len(ROUTES_PUBLIQUES) == 18
    assert not est_publique(None)


def test_retour_a_la_page_apres_connexion(client: Client, user: Utilisateur) -> None:
    answer = client.get("/gestion/accueil/?page=2")
    assert answer.headers["Location"] == "/gestion/connexion/?next=/gestion/accueil/%3Fpage%3D2"
    assert client.post("/gestion/accueil/", {}).headers["Location"] == "/gestion/connexion/"
    client.force_login(user)
    assert client.get("/gestion/accueil/").content == b"pilotage:accueil"


def test_session_d_un_compte_ferme(client: Client, user: Utilisateur) -> None:
    client.force_login(user)
    assert client.get("/gestion/accueil/").status_code == 200
    user.is_active = False
    user.save()
    assert client.get("/gestion/accueil/").status_code == 302


def test_admin_par_notre_connexion(client: Client, user: Utilisateur) -> None:
    answer = client.get("/admin/comptes/utilisateur/")
    assert answer.headers["Location"].startswith("/gestion/connexion/?next=/admin/")
    client.force_login(user)
    assert client.get("/admin/comptes/utilisateur/", follow=True).status_code in {200, 403}
    assert b"id_username" not in client.get("/admin/", follow=True).content


def test_api_n_ouvre_pas_la_session(client: Client, user: Utilisateur) -> None:
    """A browser's session is no key to the API, so that forgery by a link is impossible."""
    client.force_login(user)
    answer = client.get(MOI)
    assert answer.status_code == 401
    assert "Cookie" not in answer.headers.get("Vary", "")
