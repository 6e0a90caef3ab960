"""A lost password: the same answer to everybody, a link that serves once, for one hour."""

import re
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from comptes.models import Utilisateur
from comptes.tests.factories import MOT_DE_PASSE, UtilisateurFactory
from tests.saisie import texte

OUBLI = "/gestion/mot-de-passe-oublie/"
NOUVEAU = "Un-autre-mot-de-passe-2"


@pytest.fixture(autouse=True)
def _sans_attendre(monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread that sends is waited for, so that what it sent can be looked at."""
    start: Callable[[threading.Thread], None] = threading.Thread.start

    def commencer(thread: threading.Thread) -> None:
        start(thread)
        thread.join()

    monkeypatch.setattr("core.courriel.threading.Thread.start", commencer)


@pytest.fixture
def salma(db: None) -> Utilisateur:
    user: Utilisateur = UtilisateurFactory(username="salma", email="salma@exemple.ma")
    return user


def _demander(client: Client, courriel: str) -> Any:
    return client.post(OUBLI, {"courriel": courriel})


def _lien() -> str:
    found = re.search(r"http://\S+/gestion/mot-de-passe-oublie/\S+", str(mail.outbox[-1].body))
    assert found
    return found[0].removeprefix("http://127.0.0.1:8000")


def _choisir(client: Client, lien: str, mot: str = NOUVEAU) -> Any:
    page = client.get(lien, follow=True)
    assert page.status_code == 200, texte(page)
    where = page.redirect_chain[-1][0]
    return client.post(where, {"new_password": mot, "confirmation": mot})


def test_the_answer_is_the_same_whoever_has_that_address(
    client: Client, salma: Utilisateur
) -> None:
    UtilisateurFactory(email="parti@exemple.ma", is_active=False)
    pages = []
    for address in ("salma@exemple.ma", "inconnu@exemple.ma", "parti@exemple.ma"):
        answer = _demander(client, address)
        assert (answer.status_code, answer["Location"]) == (302, f"{OUBLI}?parti=1")
        pages.append(client.get(answer["Location"]).content)
    assert pages[0] == pages[1] == pages[2]
    assert [message.to for message in mail.outbox] == [["salma@exemple.ma"]]


def test_the_link_opens_once_and_ends_every_session(client: Client, salma: Utilisateur) -> None:
    elsewhere = Client()
    elsewhere.force_login(salma)
    _demander(client, " SALMA@exemple.ma ")
    message = mail.outbox[-1]
    assert message.subject == "Choisir un nouveau mot de passe"
    assert "pendant une heure" in message.body
    link = _lien()
    answer = _choisir(client, link)
    assert (answer.status_code, answer["Location"]) == (302, "/gestion/connexion/")
    assert "Mot de passe enregistré" in texte(client.get(answer["Location"]))
    assert client.login(username="salma", password=NOUVEAU)
    assert not Client().login(username="salma", password=MOT_DE_PASSE)
    assert elsewhere.get("/gestion/profil/").status_code == 302
    again = Client().get(link, follow=True)
    assert again.status_code == 404
    assert "Ce lien ne sert plus" in texte(again)


def test_the_token_does_not_stay_in_the_address(client: Client, salma: Utilisateur) -> None:
    _demander(client, salma.email)
    link = _lien()
    answer = client.get(link)
    assert answer.status_code == 302
    assert answer["Location"].endswith("/set-password/")


def test_the_link_lasts_an_hour(client: Client, salma: Utilisateur) -> None:
    _demander(client, salma.email)
    link, now = _lien(), timezone.now()
    with time_machine.travel(now + timedelta(minutes=59), tick=False):
        assert Client().get(link, follow=True).status_code == 200
    with time_machine.travel(now + timedelta(minutes=61), tick=False):
        assert Client().get(link, follow=True).status_code == 404


def test_a_shut_account_gets_no_new_password(client: Client, salma: Utilisateur) -> None:
    _demander(client, salma.email)
    Utilisateur.objects.filter(pk=salma.pk).update(is_active=False)
    assert client.get(_lien(), follow=True).status_code == 404


@pytest.mark.parametrize(
    "chemin", ["MQ/perime/", "zzz/set-password/", "%F0%9F%98%80/x/", "99999999999999999999/a-b/"]
)
def test_a_link_that_never_was(client: Client, db: None, chemin: str) -> None:
    answer = client.get(OUBLI + chemin, follow=True)
    assert answer.status_code == 404
    assert "Demander un autre lien" in texte(answer)
    assert client.post(OUBLI + chemin, {"new_password": NOUVEAU}).status_code == 404
    assert client.delete(OUBLI + chemin).status_code == 405


@pytest.mark.parametrize("mot", ["court", ""])
def test_a_password_that_does_not_do(client: Client, salma: Utilisateur, mot: str) -> None:
    _demander(client, salma.email)
    answer = _choisir(client, _lien(), mot)
    assert answer.status_code == 422
    assert "new_password" in answer.context["form"].errors
    salma.refresh_from_db()
    assert salma.check_password(MOT_DE_PASSE)


def test_after_five_requests_one_waits(client: Client, salma: Utilisateur) -> None:
    for address in (salma.email, "inconnu@exemple.ma"):
        for _ in range(5):
            assert _demander(client, address).status_code == 302
        answer = _demander(client, address)
        assert answer.status_code == 429
        assert 3500 < int(answer["Retry-After"]) <= 3600
        assert "Réessayez dans 60 min" in texte(answer)
    assert len(mail.outbox) == 5
    # From another place the same address is still served.
    assert client.post(OUBLI, {"courriel": salma.email}, REMOTE_ADDR="10.0.0.9").status_code == 302


@pytest.mark.parametrize("courriel", ["", "pas-une-adresse", "a@b", "x" * 300 + "@exemple.ma"])
def test_what_is_no_address_is_said_so(client: Client, db: None, courriel: str) -> None:
    answer = _demander(client, courriel)
    assert answer.status_code == 422
    assert "courriel" in answer.context["form"].errors
    assert not mail.outbox


def test_the_link_never_follows_the_callers_host(
    client: Client, salma: Utilisateur, settings: Settings
) -> None:
    settings.SITE_URL = "https://gmao.exemple.ma/"
    client.post(OUBLI, {"courriel": salma.email}, headers={"Host": "localhost"})
    assert "https://gmao.exemple.ma/gestion/" in mail.outbox[-1].body
    assert "localhost" not in mail.outbox[-1].body


def test_a_mail_server_that_fails_changes_nothing_for_the_person(
    *,
    client: Client,
    salma: Utilisateur,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.EMAIL_BACKEND = "nulle.part.EmailBackend"
    assert _demander(client, salma.email).status_code == 302
    assert "mail not sent" in caplog.text


def test_without_mail_the_administrator_is_named(
    client: Client, db: None, settings: Settings
) -> None:
    settings.COURRIELS = False
    assert "administrateur" in texte(client.get("/gestion/connexion/"))
    assert "<form" not in texte(client.get(OUBLI))
