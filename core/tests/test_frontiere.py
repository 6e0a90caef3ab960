"""The boundary: malformed requests, both spellings of a path, error pages."""

import logging
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings as reglages
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from rest_framework.test import APIClient

from core import erreurs_vues
from core.frontiere import FrontiereMiddleware
from core.tests.envois import envoyer
from tests.donnees.demandes_hostiles import (
    CHEMINS_REFUSES,
    ENTETES,
    LONGUEURS_REFUSEES,
    METHODES_REFUSEES,
    REQUETES_REFUSEES,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("core.tests.urls_essai")]

PAGE, LISTE = "/gestion/connexion", "/api/v1/competences/"


# --- What is refused ---------------------------------------------------------------------------
@pytest.mark.parametrize("requete", REQUETES_REFUSEES)
def test_requete_illisible(page: Client, api: APIClient, requete: str) -> None:
    for answer in (page.get(f"{PAGE}?{requete}"), api.get(f"{LISTE}?{requete}")):
        assert answer.status_code == 400
        assert answer.headers["X-Request-ID"]
    assert "UTF-8" in api.get(f"{LISTE}?{requete}").json()["detail"]


@pytest.mark.parametrize("chemin", CHEMINS_REFUSES)
def test_chemin_refuse(page: Client, api: APIClient, chemin: str) -> None:
    # A leading // would be read as a host by the test client.
    url = f"http://testserver{chemin}"
    assert page.get(url).status_code in {400, 404}
    assert api.get(url).status_code in {400, 404}


def test_adresse_illisible_dite_en_json(api: APIClient) -> None:
    answer = api.get("/api/v1/a%00b")
    assert answer.status_code == 400
    assert answer.json() == {"detail": "L’adresse contient des caractères interdits."}


@pytest.mark.parametrize(("nom", "valeur", "statut"), ENTETES)
def test_entetes(*, api: APIClient, page: Client, nom: str, valeur: str, statut: int) -> None:
    extra: dict[str, Any] = {f"HTTP_{nom.upper().replace('-', '_')}": valeur}
    content_type = "application/json"
    if nom == "Content-Type":
        content_type, extra = valeur, {}
    answer = envoyer(api, LISTE, b'{"nom": "a"}', content_type, **extra)
    if statut:
        assert answer.status_code == statut
        assert answer.json()["detail"]
    assert answer.status_code < 500
    extra.pop("HTTP_TRANSFER_ENCODING", None)
    assert page.get(PAGE, **extra).status_code < 500
    assert api.get(LISTE).status_code == 200


@pytest.mark.parametrize("longueur", LONGUEURS_REFUSEES)
def test_longueur_incorrecte(api: APIClient, longueur: str) -> None:
    answer = api.post(LISTE, {"nom": "a"}, format="json", CONTENT_LENGTH=longueur)
    assert answer.status_code == 400
    assert "Content-Length" in answer.json()["detail"]


def test_corps_sans_longueur(api: APIClient) -> None:
    answer = api.get(LISTE, CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked")
    assert answer.status_code == 411


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"', "utf8", "Utf8"])
def test_utf8_accepte_sous_ses_noms(api: APIClient, page: Client, charset: str) -> None:
    content_type = f"application/json; charset={charset}"
    assert envoyer(api, LISTE, b'{"nom": "a"}', content_type).status_code == 201
    form = f"application/x-www-form-urlencoded; charset={charset}"
    assert page.post(PAGE, "x=%C3%A9", content_type=form).status_code == 200


def test_corps_trop_grand(api: APIClient, page: Client) -> None:
    big = "a" * (reglages.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    answer = api.post(LISTE, {"nom": big}, format="json")
    assert (answer.status_code, list(answer.json())) == (413, ["detail"])
    form = page.post(PAGE, f"x={big}", content_type="application/x-www-form-urlencoded")
    assert form.status_code == 413
    assert "Envoi trop volumineux" in form.content.decode()


@pytest.mark.parametrize("corps", ["x=%00", "x=\x00", "%00=1", "x=%ff", "x=%ED%A0%80"])
def test_formulaire_interdit(page: Client, corps: str) -> None:
    answer = page.post(PAGE, corps, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert "Demande incorrecte" in answer.content.decode()


def test_formulaire_multipart_interdit(page: Client) -> None:
    assert page.post(PAGE, {"x": "a\x00b"}).status_code == 400
    assert page.post(PAGE, {"x\x00": "a"}).status_code == 400
    assert page.post(PAGE, {"x": "é"}).status_code == 200


def test_formulaire_multipart_mal_forme(page: Client) -> None:
    answer = page.post(PAGE, b"abc", content_type="multipart/form-data")
    assert answer.status_code == 400
    assert "Retour à l’accueil" in answer.content.decode()


def test_trop_de_champs(page: Client) -> None:
    body = "&".join(f"x{n}=1" for n in range(reglages.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    answer = page.post(PAGE, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400


def test_format_refuse_en_page(rf: RequestFactory) -> None:
    request = rf.post(
        PAGE, "x=1", content_type="text/plain; charset=utf-16", HTTP_ACCEPT="text/html"
    )
    answer = FrontiereMiddleware(lambda _request: HttpResponse())(request)
    assert answer.status_code == 415
    assert "Format non pris en charge" in answer.getvalue().decode()


def test_envoi_interrompu(rf: RequestFactory) -> None:
    class Coupe(BytesIO):
        def read(self, *_args: Any) -> bytes:
            raise OSError("connection reset")

        def seekable(self) -> bool:
            return False

    request = rf.post(PAGE, "x=1", content_type="application/x-www-form-urlencoded")
    request._stream = Coupe()
    answer = FrontiereMiddleware(lambda _request: HttpResponse())(request)
    assert answer.status_code == 400


def test_corps_plus_long_qu_annonce(rf: RequestFactory, settings: Any) -> None:
    """ASGI may hand over more than `Content-Length` says."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    request = rf.post(PAGE, "x=" + "1" * 20, content_type="application/x-www-form-urlencoded")
    request.META["CONTENT_LENGTH"] = "5"
    assert FrontiereMiddleware(lambda _request: HttpResponse())(request).status_code == 413


# --- Routes ------------------------------------------------------------------------------------
@pytest.mark.parametrize("chemin", ["avec/", "avec", "sans", "sans/"])
@pytest.mark.parametrize("methode", ["get", "post"])
def test_les_deux_ecritures(connecte: Client, chemin: str, methode: str) -> None:
    answer = getattr(connecte, methode)(f"/gestion/{chemin}")
    assert answer.status_code == 200
    assert answer.content.decode() == f"page page /gestion/{chemin}"


def test_api_sans_barre_ne_redirige_pas(api: APIClient) -> None:
    answer = api.post("/api/v1/competences", {"nom": "Soudure"}, format="json")
    assert answer.status_code == 201
    number = answer.json()["id"]
    assert api.get(f"/api/v1/competences/{number}").status_code == 200
    assert api.get(f"/api/v1/competences/{number}/").status_code == 200


def test_statique_laisse_a_whitenoise(page: Client) -> None:
    assert page.get("/static/inconnu.css").status_code == 404


@pytest.mark.parametrize("methode", METHODES_REFUSEES)
def test_methodes_inconnues(api: APIClient, connecte: Client, methode: str) -> None:
    answer = api.generic(methode, LISTE)
    assert answer.status_code == 405
    assert answer.json()["detail"]
    page = connecte.generic(methode, "/gestion/get")
    assert page.status_code == 405
    assert page.headers["Allow"] == "GET"
    assert "Action impossible ici" in page.content.decode()


def test_canal_et_identifiant_de_demande(api: APIClient, connecte: Client) -> None:
    for path in ("/api/v1/contexte", "/contexte"):
        answer = api.get(path, headers={"X-Request-ID": "choisi"})
        assert answer.json()["canal"] == "api"
        assert answer.json()["request_id"] == answer.headers["X-Request-ID"] != "choisi"
    assert connecte.get("/gestion/").content == b"page page /gestion/"


# --- Errors of page views ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("nom", "statut", "dit"),
    [
        ("invalide", 422, "Trop court."),
        ("interdit", 403, "Pas vous."),
        ("introuvable", 404, "Rien."),
        ("conflit", 409, "cloturee"),
        ("perimee", 409, "Changé."),
        ("domaine", 400, "Substitut \ufffd."),
        ("validation", 422, "Trop long."),
        ("http404", 404, "Page introuvable"),
        ("permission", 403, "Accès refusé"),
        ("base", 503, "momentanément indisponible"),
        ("imprevu", 500, "Erreur de notre côté"),
    ],
)
def test_erreurs_en_pages(*, connecte: Client, nom: str, statut: int, dit: str) -> None:
    answer = connecte.get(f"/gestion/erreurs/{nom}")
    text = answer.content.decode()
    assert answer.status_code == statut
    assert dit in text
    assert "secret" not in text.lower()
    assert 'href="/"' in text
    assert answer.headers["X-Request-ID"] in text
    assert "base_publique.html" in {t.name for t in answer.templates}
    assert ("Retry-After" in answer.headers) is (statut == 503)


def test_page_inconnue(page: Client, api: APIClient) -> None:
    answer = page.get("/gestion/rien")
    assert answer.status_code == 404
    assert "Page introuvable" in answer.content.decode()
    missing = api.get("/api/v1/rien")
    assert (missing.status_code, missing.json()) == (404, {"detail": "Introuvable."})


def test_racine_selon_accept(page: Client, api: APIClient) -> None:
    assert "<h1" in page.get("/rien").content.decode()
    assert api.get("/rien").json() == {"detail": "Introuvable."}


def test_hote_inconnu(api: APIClient, page: Client) -> None:
    assert api.get(LISTE, HTTP_HOST="evil.example").status_code == 400
    answer = page.get(PAGE, HTTP_HOST="evil.example")
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()


def test_gabarit_en_panne(
    connecte: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def casse(*_args: Any, **_kwargs: Any) -> str:
        raise RuntimeError("template")

    monkeypatch.setattr(erreurs_vues, "render_to_string", casse)
    answer = connecte.get("/gestion/erreurs/domaine")
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "<h1>Demande incorrecte</h1>" in text
    assert 'href="/"' in text
    assert "error page 400 failed" in caplog.text


def test_500_sans_base(connecte: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database fails before the view: in the session, read by the sign-in middleware."""

    def muette(*_args: Any) -> None:
        raise OperationalError("connection refused")

    connecte.get("/gestion/")
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", muette)
    answer = connecte.get("/gestion/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"


def test_csrf(responsable: Any, caplog: pytest.LogCaptureFixture) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"accept": "text/html"})
    browser.force_login(responsable)
    answer = browser.post("/gestion/avec/", {"x": "1"})
    assert answer.status_code == 403
    assert "n’est plus valable" in answer.content.decode()
    assert "CSRF" in caplog.text


def test_reponse_en_flux_laissee(connecte: Client) -> None:
    answer = connecte.get("/gestion/flux")
    assert (answer.status_code, answer.getvalue()) == (400, b"a")


def test_erreur_imprevue_en_json_et_au_journal(
    api: APIClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = api.get("/api/v1/erreurs/imprevu")
    assert answer.status_code == 500
    assert list(answer.json()) == ["detail"]
    assert "secret" not in answer.content.decode()
    assert any(record.exc_info for record in caplog.records)
