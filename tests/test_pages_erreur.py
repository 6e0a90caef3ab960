"""Error pages have ways out: the menu and the search for who has signed in, the page before."""

import pytest
from django.test import Client as Navigateur

from interventions.tests.pages import html
from tests.fixtures import Monde

HOTE = "http://testserver"


def test_a_page_that_is_not_there_keeps_menu_and_search(
    navigateur: dict[str, Navigateur],
) -> None:
    answer = navigateur["technicien"].get("/gestion/rien/")
    text = html(answer)
    assert answer.status_code == 404
    assert 'aria-label="Menu principal"' in text
    assert 'id="retrouver"' in text
    assert "Retour à l’accueil" in text


def test_a_stranger_gets_no_menu(client: Navigateur) -> None:
    text = html(client.get("/gestion/rien/"))
    assert "Menu principal" not in text
    assert 'id="retrouver"' not in text
    assert "Retour à l’accueil" in text


def test_somebody_elses_row_is_no_page_either(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    answer = navigateur["client"].get(f"/gestion/interventions/{monde.intervention_b.pk}/")
    assert answer.status_code == 404
    assert monde.intervention_b.numero not in html(answer)
    assert "Menu principal" in html(answer)


@pytest.mark.parametrize(
    ("venu_de", "lien"),
    [
        (f"{HOTE}/gestion/clients/?page=2", 'href="/gestion/clients/?page=2"'),
        ("https://ailleurs.example/gestion/clients/", ""),
        (f"{HOTE}/gestion/rien/", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_the_page_before_is_one_of_ours_and_another(
    navigateur: dict[str, Navigateur], venu_de: str, lien: str
) -> None:
    headers = {"Referer": venu_de, "Host": "testserver"}
    text = html(navigateur["responsable"].get("/gestion/rien/", headers=headers))
    assert ("Page précédente" in text) is bool(lien)
    assert lien in text
    assert "ailleurs.example" not in text


def test_a_fault_asks_nothing_of_session_or_database(
    navigateur: dict[str, Navigateur], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = navigateur["responsable"]
    browser.raise_request_exception = False

    def casse(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("pilotage.aide.render", casse)
    answer = browser.get("/gestion/aide/")
    text = html(answer)
    assert answer.status_code == 500
    assert "Erreur de notre côté" in text
    assert "app.css" in text
    assert "Menu principal" not in text
    assert answer.headers["X-Request-ID"] in text
