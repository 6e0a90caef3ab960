"""Security headers, health, and what the boundary costs."""

import re
from time import perf_counter

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from core.erreurs_vues import detail_de, titre_de
from core.frontiere import PERMISSIONS, POLITIQUE, FrontiereMiddleware, durcir

pytestmark = [pytest.mark.django_db, pytest.mark.urls("core.tests.urls_essai")]

PAGE, LISTE = "/gestion/connexion", "/api/v1/competences/"


@pytest.mark.parametrize("url", [PAGE, LISTE, "/health", "/rien", f"{PAGE}?a=%00"])
def test_entetes_de_securite(page: Client, url: str) -> None:
    headers = page.get(url).headers
    assert headers["Content-Security-Policy"] == POLITIQUE
    assert headers["Permissions-Policy"] == PERMISSIONS
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert re.fullmatch("[0-9a-f]{32}", headers["X-Request-ID"])


def test_politique_stricte() -> None:
    assert "unsafe" not in POLITIQUE
    assert "http" not in POLITIQUE


def test_politique_levee_et_familles_d_erreurs() -> None:
    response = HttpResponse()
    response.politique = None  # type: ignore[attr-defined]
    durcir(response)
    assert "Content-Security-Policy" not in response.headers
    assert response.headers["Permissions-Policy"] == PERMISSIONS
    assert titre_de(418) == titre_de(400)
    assert detail_de(507) == detail_de(500)


def test_politique_assouplie_par_une_vue(connecte: Client) -> None:
    answer = connecte.get("/gestion/souple")
    assert answer.headers["Content-Security-Policy"] == "default-src 'self'"


# --- Health ------------------------------------------------------------------------------------
@pytest.mark.parametrize("url", ["/health", "/health/", "/health/database"])
def test_sante(page: Client, url: str) -> None:
    answer = page.get(url)
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok"}
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert page.post(url).status_code == 405


def test_sante_sans_base(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def muette() -> None:
        raise OperationalError("host db.interne refused")

    monkeypatch.setattr("core.sante.connection.cursor", muette)
    answer = page.get("/health/database")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "interne" not in answer.content.decode()
    assert page.get("/health").status_code == 200


# --- Cost --------------------------------------------------------------------------------------
@override_settings(ROOT_URLCONF="core.tests.urls_essai")
def test_cout_de_la_frontiere(rf: RequestFactory) -> None:
    """Promised: under 0.3 ms a request. The fastest of many says what the code costs."""
    rounds = 300

    def vue(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    middleware, times = FrontiereMiddleware(vue), []
    for _round in range(rounds):
        request = rf.get(f"{LISTE}?limit=10&search=%C3%A9")
        start = perf_counter()
        middleware(request)
        times.append(perf_counter() - start)
    assert min(times) < 0.0003
