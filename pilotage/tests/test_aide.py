"""Help: each role reads of its own work, administrators of the installation's health."""

import pytest
from django.db import connection
from django.test import Client as Navigateur
from django.test.utils import CaptureQueriesContext

from core.examens import EXAMENS
from interventions.tests.pages import html

AIDE = "/gestion/aide/"


@pytest.mark.parametrize(
    ("role", "dit"),
    [
        ("admin", "Identité de l’entreprise"),
        ("responsable", "À affecter d’abord"),
        ("technicien", "Ma journée"),
        ("client", "Toujours en panne"),
    ],
)
def test_each_role_reads_of_its_own_work(
    navigateur: dict[str, Navigateur], role: str, dit: str
) -> None:
    with CaptureQueriesContext(connection) as queries:
        text = html(navigateur[role].get(AIDE))
    assert dit in text
    assert len(queries) <= 12
    assert ("/gestion/aide/etat/" in text) is (role == "admin")


def test_the_keys_are_a_page_and_the_inside_of_a_dialog(navigateur: dict[str, Navigateur]) -> None:
    browser = navigateur["responsable"]
    page = html(browser.get(f"{AIDE}raccourcis/"))
    part = browser.get(f"{AIDE}raccourcis/", headers={"HX-Request": "true"})
    assert "<h1>Raccourcis clavier</h1>" in page
    assert "<html" not in html(part)
    assert "HX-Request" in part["Vary"]
    for text in (page, html(part)):
        assert "Aller à Techniciens" in text
    # A client has no such menu entry, so it is told of no such key.
    assert "Aller à Techniciens" not in html(navigateur["client"].get(f"{AIDE}raccourcis/"))


def test_the_state_page_says_what_the_doctor_finds(navigateur: dict[str, Navigateur]) -> None:
    with CaptureQueriesContext(connection) as queries:
        page = navigateur["admin"].get(f"{AIDE}etat/")
    # Each examination asks what it examines: SQLite four PRAGMA, PostgreSQL its kept counts.
    assert len(queries) <= 20
    text = html(page)
    assert [examen.nom for examen, _found in page.context["examens"]] == [e.nom for e in EXAMENS]
    assert "L’organisation n’a pas d’ICE" in text
    assert navigateur["responsable"].get(f"{AIDE}etat/").status_code == 403


def test_what_can_be_created_follows_the_role(navigateur: dict[str, Navigateur]) -> None:
    chief = html(navigateur["responsable"].get(AIDE))
    assert "Créer : Client" in chief
    assert "Créer : Compte" not in chief
    client = html(navigateur["client"].get(AIDE))
    assert "Créer :" not in client
    assert 'data-creer="Signaler une panne"' in client
