"""The shared layout: language, direction, theme, menu, and the strict content policy."""

import re

import pytest
from django.test import Client as Navigateur

from comptes.choices import Langue, Theme
from tests.fixtures import Monde


def _page(browser: Navigateur, adresse: str = "/gestion/interventions/") -> str:
    page = browser.get(adresse)
    assert page.status_code == 200
    return page.content.decode()


def _preferer(monde: Monde, **choix: str) -> None:
    for nom, valeur in choix.items():
        setattr(monde.responsable, nom, valeur)
    monde.responsable.save()


@pytest.mark.parametrize(
    ("theme", "attribut", "selon_appareil"),
    [(Theme.CLAIR, "light", False), (Theme.SOMBRE, "dark", False), (Theme.AUTO, "light", True)],
)
def test_the_theme_is_the_accounts(
    *,
    navigateur: dict[str, Navigateur],
    monde: Monde,
    theme: str,
    attribut: str,
    selon_appareil: bool,
) -> None:
    _preferer(monde, theme=theme)
    text = _page(navigateur["responsable"])
    assert f'data-bs-theme="{attribut}"' in text
    # Only « as the device » needs a script before the first paint.
    assert ("js/theme.js" in text) == selon_appareil


def test_arabic_reads_from_right_to_left_with_one_style_sheet(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    _preferer(monde, langue=Langue.AR)
    text = _page(navigateur["responsable"])
    assert '<html lang="ar" dir="rtl"' in text
    assert "tabler.rtl.min.css" in text
    assert "tabler.min.css" not in text


def test_french_reads_from_left_to_right(navigateur: dict[str, Navigateur]) -> None:
    text = _page(navigateur["responsable"])
    assert '<html lang="fr" dir="ltr"' in text
    assert "tabler.min.css" in text


@pytest.mark.parametrize("role", ["admin", "responsable", "technicien", "client"])
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(
    navigateur: dict[str, Navigateur], monde: Monde, role: str
) -> None:
    for address in (
        "/gestion/interventions/",
        f"/gestion/interventions/{monde.intervention_a.pk}/",
    ):
        text = _page(navigateur[role], address)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", text)
        sources = re.findall(r'<(?:script|link|img)[^>]*\s(?:src|href)="([^"]*)"', text)
        assert sources
        own = ("/static/", "/manifest.webmanifest")
        assert all(source.startswith(own) for source in sources)


def test_a_page_can_be_skipped_through_and_names_its_parts(
    navigateur: dict[str, Navigateur],
) -> None:
    text = _page(navigateur["responsable"])
    assert text.index('href="#contenu"') < text.index("<nav")
    assert '<main id="contenu"' in text
    assert text.count("<h1") == 1


def test_signing_out_is_a_form(navigateur: dict[str, Navigateur]) -> None:
    text = _page(navigateur["client"])
    assert re.search(r'<form method="post" action="/gestion/deconnexion/?">', text)
