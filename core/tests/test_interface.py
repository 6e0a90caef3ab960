"""Template tags of the interface."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from core import navigation
from core.templatetags.interface import initiales


def _rendre(source: str, chemin: str = "/", **contexte: Any) -> str:
    request = RequestFactory().get(chemin)
    request.user = SimpleNamespace(role=contexte.pop("role", None))  # type: ignore[assignment]
    template = Template("{% load interface %}" + source)
    return template.render(Context({"request": request, **contexte}))


def test_an_icon_is_of_the_sprite_and_silent() -> None:
    html = _rendre('{% icone "plus" %}')
    assert 'href="/static/icones.svg#plus"' in html
    assert 'aria-hidden="true"' in html


def test_a_chip_says_its_state_in_words_and_escapes_them() -> None:
    html = _rendre("{% puce code libelle %}", code="en_cours", libelle="<b>En cours</b>")
    assert html == '<span class="puce puce-en_cours">&lt;b&gt;En cours&lt;/b&gt;</span>'
    assert _rendre("{% puce code %}", code="panne") == '<span class="puce puce-panne">panne</span>'
    assert _rendre("{% puce code %}", code="") == ""


@pytest.mark.parametrize(
    ("chemin", "gabarit", "adresse"),
    [
        ("/?a=1&page=3", "{% adresse_avec b=2 %}", "?a=1&amp;b=2"),
        ("/?a=1&page=3", "{% adresse_avec page=4 %}", "?a=1&amp;page=4"),
        ("/?a=1", '{% adresse_avec a="" %}', "?"),
        ("/?a=1&a=2", "{% adresse_avec b=2 %}", "?a=1&amp;a=2&amp;b=2"),
        ("/?a=%3Cb%3E", "{% adresse_avec b=2 %}", "?a=%3Cb%3E&amp;b=2"),
    ],
)
def test_an_address_keeps_the_other_parameters(chemin: str, gabarit: str, adresse: str) -> None:
    assert _rendre(gabarit, chemin) == adresse


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [("Karim El Idrissi", "KI"), ("Salma", "S"), ("", ""), ("leïla bensouda", "LB")],
)
def test_initials(nom: str, attendu: str) -> None:
    assert initiales(nom) == attendu


ROLES = ("admin", "responsable", "technicien", "client")
MENU = "{% menu_principal as m %}{% for e in m.toutes %}{{ e.route }}={{ e.courante }} {% endfor %}"


def _courantes(chemin: str, role: str) -> dict[str, str]:
    pairs = (part.split("=") for part in _rendre(MENU, chemin, role=role).split())
    return {route: mark for route, mark in pairs if mark}


@pytest.mark.parametrize("role", ROLES)
def test_every_entry_of_the_menu_leads_somewhere(role: str) -> None:
    assert navigation.menu(SimpleNamespace(role=role))
    assert _rendre(MENU, role=role)  # an unknown route would raise


def test_a_stranger_has_no_menu() -> None:
    assert _rendre(MENU) == ""


def test_the_entry_of_the_page_is_marked() -> None:
    client = "client"
    assert _courantes("/gestion/", client) == {"pilotage:accueil": "page"}
    assert _courantes("/gestion/interventions/", client) == {"interventions:liste": "page"}
    assert _courantes("/gestion/interventions/7/", client) == {"interventions:liste": "true"}
    assert _courantes("/gestion/interventions/nouvelle/", client) == {"interventions:creer": "page"}
    # The home page's address begins every other: it is not marked elsewhere.
    assert _courantes("/gestion/profil/", client) == {}


def test_a_phone_has_four_entries_and_the_rest_behind_one() -> None:
    source = (
        "{% menu_principal as m %}{{ m.barre|length }} {{ m.reste|length }} {{ m.toutes|length }}"
    )
    bar, rest, total = _rendre(source, role="admin").split()
    assert int(bar) == 4
    assert int(bar) + int(rest) == int(total)


def _pages(chemin: str, **page: Any) -> str:
    source = '{% include "composants/pagination.html" %}'
    return " ".join(_rendre(source, chemin, page=SimpleNamespace(**page)).split())


def test_pages_lead_back_and_forth_and_keep_the_filters() -> None:
    first = {"total": 120, "exact": True, "numero": 1, "derniere": 3}
    html = _pages("/?statut=ouverte", **first, precedente=None, suivante=2)
    assert "120 résultats" in html
    assert "Page 1 sur 3" in html
    assert 'rel="next" href="?statut=ouverte&amp;page=2"' in html
    assert 'rel="prev"' not in html
    middle = _pages(
        "/?page=2", total=120, exact=True, numero=2, derniere=3, precedente=1, suivante=3
    )
    assert 'rel="prev" href="?page=1"' in middle


def test_what_is_not_counted_to_the_end_is_said_to_be_more() -> None:
    html = _pages(
        "/", total=10000, exact=False, numero=1, derniere=None, precedente=None, suivante=2
    )
    assert "Plus de 10000 résultats" in html
    assert "sur" not in html


def test_a_single_page_has_no_navigation() -> None:
    html = _pages("/", total=1, exact=True, numero=1, derniere=1, precedente=None, suivante=None)
    assert "1 résultat" in html
    assert "<nav" not in html
