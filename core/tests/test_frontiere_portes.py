"""The real WSGI and ASGI applications: what stock Django cannot answer, and context under ASGI."""

import asyncio
import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import AsyncClient, Client
from django.test.client import FakePayload
from django.utils import translation

from core.portes import PorteASGI, PorteWSGI, application_asgi, application_wsgi
from tests.donnees.demandes_hostiles import REQUETES_REFUSEES, TYPES_ILLISIBLES

pytestmark = pytest.mark.urls("core.tests.urls_essai")


@pytest.fixture(autouse=True)
def _connexions_gardees() -> Iterator[None]:
    """As Django's own test client does: the signals of a request must not close connections."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def demander_wsgi(**environ: str) -> tuple[int, bytes]:
    """(status, body) from the WSGI application."""
    told: list[str] = []
    base: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/api/v1/contexte",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": "2",
        "wsgi.url_scheme": "http",
        "wsgi.input": FakePayload(b"{}"),
        "wsgi.errors": BytesIO(),
    }

    def start_response(status: str, _headers: Any, _exc_info: Any = None) -> Any:
        told.append(status)

    body = b"".join(PorteWSGI()({**base, **environ}, start_response))
    return int(told[0].split()[0]), body


def demander_asgi(**scope: Any) -> tuple[int, bytes]:
    """(status, body) from the ASGI application."""
    sent: list[dict[str, Any]] = []
    base: dict[str, Any] = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/api/v1/contexte",
        "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"content-length", b"2")],
        "server": ("localhost", 80),
        "client": ("127.0.0.1", 1),
    }
    extra = scope.pop("headers", [])
    endless = scope.pop("envoi_sans_fin", False)
    if endless:
        base["headers"] = base["headers"][:1]
    messages = [{"type": "http.request", "body": b"{}", "more_body": False}]

    async def receive() -> dict[str, Any]:
        if endless:
            raise AssertionError("the body was asked for")
        if messages:
            return messages.pop()
        await asyncio.Event().wait()  # the caller stays connected; Django cancels this
        raise AssertionError

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    full = {**base, **scope, "headers": [*base["headers"], *extra]}
    async_to_sync(PorteASGI())(full, receive, send)  # type: ignore[arg-type]
    return sent[0]["status"], b"".join(m.get("body", b"") for m in sent[1:])


@pytest.mark.parametrize("valeur", TYPES_ILLISIBLES)
def test_type_de_contenu_illisible(valeur: str) -> None:
    for status, body in (
        demander_wsgi(CONTENT_TYPE=valeur),
        demander_asgi(headers=[(b"content-type", valeur.encode())]),
    ):
        assert status == 415
        assert json.loads(body) == {"detail": "Seul l’encodage UTF-8 est accepté."}


@pytest.mark.parametrize(
    ("entete", "statut"),
    [
        ((b"content-length", b"99999999"), 413),
        ((b"content-length", b"9" * 15), 413),
        ((b"transfer-encoding", b"chunked"), 411),
    ],
)
def test_une_longueur_refusee_sans_lire_le_corps(entete: tuple[bytes, bytes], statut: int) -> None:
    """The sender is still sending: nothing of it is waited for, nor written to disk."""
    status, body = demander_asgi(headers=[entete], envoi_sans_fin=True)
    assert (status, list(json.loads(body))) == (statut, ["detail"])


@pytest.mark.parametrize("requete", [b"a=\xff", b"\xc3(", b"a=%00", b"a=%ff"])
def test_requete_brute_illisible(requete: bytes) -> None:
    status, body = demander_asgi(query_string=requete)
    assert status == 400
    assert json.loads(body)["detail"]
    assert demander_wsgi(QUERY_STRING=requete.decode("latin-1"))[0] == 400


@pytest.mark.parametrize("requete", REQUETES_REFUSEES)
def test_requete_refusee_sous_asgi(requete: str) -> None:
    assert demander_asgi(query_string=requete.encode())[0] == 400


@pytest.mark.parametrize("chemin", ["/a\x00", "/\ufffd", "/%FF"])
def test_chemin_refuse_sous_asgi(chemin: str) -> None:
    assert demander_asgi(path=chemin)[0] == 400


def test_requete_accentuee_admise() -> None:
    query = "search=é".encode()
    assert demander_asgi(query_string=query, path="/health", method="GET")[0] == 200
    wsgi = {"QUERY_STRING": query.decode("latin-1"), "PATH_INFO": "/health"}
    assert demander_wsgi(**wsgi, REQUEST_METHOD="GET")[0] == 200


@pytest.mark.django_db
def test_contexte_et_langue_sous_asgi(responsable: Any) -> None:
    """Thread hops keep the context variables: request id in the page, language of the account."""
    responsable.langue = "en"
    responsable.save()
    browser = AsyncClient(raise_request_exception=False, headers={"accept": "text/html"})
    browser.force_login(responsable)
    answer = async_to_sync(browser.get)("/gestion/erreurs/conflit")
    assert answer.status_code == 409
    assert answer.headers["X-Request-ID"] in answer.content.decode()
    page = async_to_sync(browser.get)("/gestion/langue")
    assert page.content == b"en Africa/Casablanca"
    assert translation.get_language() == "fr"


def test_identifiants_de_demande_tous_differents() -> None:
    browser = Client()
    seen = {browser.get("/health").headers["X-Request-ID"] for _time in range(20)}
    assert len(seen) == 20


def test_applications_du_serveur(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    monkeypatch.setattr("core.controles.verifier_au_demarrage", lambda: looked.append("audit"))
    assert isinstance(application_wsgi(), PorteWSGI)
    assert isinstance(application_asgi(), PorteASGI)
    assert looked == ["audit", "audit"]
