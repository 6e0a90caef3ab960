"""Messages and history on the page: filtered, step by step, written in place."""

from typing import Any

import pytest
from django.test import Client as Navigateur

from interventions import services
from interventions.models import Commentaire
from interventions.tests.pages import html, url, url_acte
from interventions.tests.releve import photographier
from tests.fixtures import Monde
from tests.lecture_formulaire import lire

PARTIE = {"HX-Request": "true", "HX-Target": "echanges"}


def _quoi(page: Any) -> list[str]:
    return [entree.quoi for entree in page.context["chronologie"].entrees]


@pytest.fixture
def bavarde(monde: Monde) -> Monde:
    """Two messages, one of them internal, and a change."""
    pk, chief = monde.intervention_a.pk, monde.responsable
    services.commenter(intervention_id=pk, par=chief, texte="Public", visible_client=True)
    services.commenter(intervention_id=pk, par=chief, texte="Entre nous")
    services.modifier(intervention_id=pk, par=chief, champs={"titre": "Autre"})
    return monde


@pytest.mark.parametrize(
    ("role", "fil", "combien"),
    [
        ("responsable", "tout", 5),
        ("responsable", "commentaires", 2),
        ("responsable", "changements", 3),
        ("responsable", "n’importe quoi", 5),
        ("client", "tout", 4),
        ("client", "commentaires", 1),
    ],
)
def test_the_filter_shows_messages_or_changes(
    *, navigateur: dict[str, Navigateur], bavarde: Monde, role: str, fil: str, combien: int
) -> None:
    page = navigateur[role].get(url(bavarde.intervention_a), {"fil": fil})
    assert len(_quoi(page)) == combien
    part = navigateur[role].get(url(bavarde.intervention_a), {"fil": fil}, headers=PARTIE)
    assert _quoi(part) == _quoi(page)
    assert "<html" not in html(part)
    assert "HX-Request" in part["Vary"]


def test_an_empty_filter_says_so(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    page = navigateur["client"].get(url(monde.intervention_a, "?fil=commentaires"))
    assert "Aucun message pour l’instant." in html(page)


def test_rows_of_which_nothing_is_left_do_not_shorten_the_page(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row = monde.intervention_a
    for n in range(33):
        services.modifier(intervention_id=row.pk, par=monde.admin, champs={"cout_estime": str(n)})
    page = navigateur["technicien"].get(url(row))
    assert len(_quoi(page)) == 2
    assert _quoi(page)[0] == f"Affectée à {monde.technicien_a}"
    assert page.context["chronologie"].suite is None


def test_older_ones_come_as_a_part(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    row = monde.intervention_a
    for n in range(31):
        services.commenter(intervention_id=row.pk, par=monde.responsable, texte=f"Message {n}")
    browser = navigateur["responsable"]
    first = browser.get(url(row)).context["chronologie"]
    part = browser.get(
        url(row), {"avant": first.suite}, headers=PARTIE | {"HX-Target": "plus-ancien"}
    )
    assert len(_quoi(part)) == 3
    assert html(part).startswith("<ol")
    assert browser.get(url(row), {"avant": "abc"}).status_code == 404


def test_a_message_is_written_in_place(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    row, browser = monde.intervention_a, navigateur["technicien"]
    sent = lire(browser.get(url(row)), "formulaire-commenter") | {"texte": "J’arrive"}
    part = browser.post(url_acte(row, "commenter"), sent, headers=PARTIE)
    assert part.status_code == 200
    assert "<html" not in html(part)
    assert 'data-annonce="Message ajouté."' in html(part)
    assert "J’arrive" in html(part)
    fresh = lire(part, "formulaire-commenter")
    assert (fresh["texte"], fresh["jeton"] != sent["jeton"]) == ("", True)
    again = browser.post(url_acte(row, "commenter"), sent, headers=PARTIE)
    assert "Message déjà enregistré." in html(again)
    assert Commentaire.objects.filter(intervention=row).count() == 1


def test_a_message_refused_in_place_keeps_its_text(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row, browser = monde.intervention_a, navigateur["responsable"]
    sent = lire(browser.get(url(row)), "formulaire-commenter")
    before = photographier()
    empty = browser.post(url_acte(row, "commenter"), {**sent, "texte": " "}, headers=PARTIE)
    assert empty.status_code == 422
    assert "<html" not in html(empty)
    assert photographier() == before
    services.annuler(intervention_id=row.pk, par=monde.responsable, motif="Doublon")
    services.archiver(intervention_id=row.pk, par=monde.responsable)
    late = browser.post(url_acte(row, "commenter"), {**sent, "texte": "Trop tard"}, headers=PARTIE)
    assert late.status_code == 409
    assert "Trop tard" in html(late)
    assert "n’est pas possible" in html(late)


def test_without_a_session_a_part_leads_the_whole_page_to_sign_in_and_back(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row = monde.intervention_a
    page = f"http://testserver{url(row)}?liste="
    part = navigateur["anonyme"].post(
        url_acte(row, "commenter"), {"texte": "x"}, headers=PARTIE | {"Referer": page}
    )
    assert part["HX-Redirect"] == (
        f"/gestion/connexion/?next=/gestion/interventions/{row.pk}/%3Fliste%3D"
    )
    assert not part.content
    for referer in ("http://ailleurs.example/gestion/", "", "javascript:alert(1)"):
        whole = navigateur["anonyme"].post(
            url_acte(row, "commenter"), {"texte": "x"}, headers={"Referer": referer}
        )
        assert whole["Location"] == "/gestion/connexion/"


def test_forms_name_their_draft_and_success_ends_it(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row, browser = monde.intervention_a, navigateur["responsable"]
    key = f"u{monde.responsable.pk}-i{row.pk}-annuler"
    page = browser.get(url(row, "?action=annuler"))
    assert f'data-brouillon="{key}"' in html(page)
    sent = lire(page, "formulaire-annuler") | {"motif": "Doublon"}
    done = browser.post(url_acte(row, "annuler"), sent, follow=True)
    assert f'data-brouillon-fini="{key}"' in html(done)
