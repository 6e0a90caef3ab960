"""What a browser keeps without network: the same for everybody, and no page of the application."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client as Navigateur

from core.hors_ligne import RESSOURCES
from core.ressources import NpmFinder
from tests.fixtures import Monde


def test_the_offline_page_asks_nothing_of_account_or_database(client: Navigateur) -> None:
    answer = client.get("/hors-ligne/")  # without the db fixture, a query would raise
    text = answer.content.decode()
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-cache"
    assert "Pas de réseau" in text
    assert 'href="/"' in text
    assert "Set-Cookie" not in answer


def test_it_is_the_same_for_who_is_signed_in(
    client: Navigateur, navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    chief = monde.responsable
    chief.theme = "sombre"
    chief.save()
    stranger = client.get("/hors-ligne/").content
    assert navigateur["responsable"].get("/hors-ligne/").content == stranger


def test_the_worker_keeps_that_page_and_its_look_only(client: Navigateur) -> None:
    answer = client.get("/sw.js")
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    kept = re.search(r"const RESSOURCES = (\[.*\]);", text)
    assert kept
    assert kept[1].count("/static/") == len(RESSOURCES)
    assert 'const PAGE = "/hors-ligne/";' in text
    assert "cache.put" not in text
    assert "/gestion/" not in text
    assert client.get("/sw.js").content.decode() == text


@pytest.mark.parametrize("nom", RESSOURCES)
def test_what_it_keeps_exists(nom: str) -> None:
    assert finders.find(nom) or NpmFinder().find(nom)


def test_a_phone_can_install_it(client: Navigateur) -> None:
    answer = client.get("/manifest.webmanifest")
    body = answer.json()
    assert answer["Content-Type"] == "application/manifest+json"
    assert body["display"] == "standalone"
    assert {icon["sizes"] for icon in body["icons"]} == {"192x192", "512x512"}
