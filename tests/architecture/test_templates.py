"""Every template keeps the rules that the linters do not check, and names files that exist."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from core import icones
from core.navigation import _creations, _entrees
from tests.architecture.gabarits import COMMENTAIRES, fautes

RACINE = Path(settings.BASE_DIR)
STATIQUE = re.compile(r"{%\s*static\s+[\"']([^\"']+)[\"']")
ICONE = re.compile(r"{%\s*icone\s+[\"']([a-z0-9-]+)[\"']|icones\.svg[\"']\s*%}#([a-z0-9-]+)")


def gabarits() -> list[Path]:
    return sorted([*RACINE.glob("templates/**/*.html"), *RACINE.glob("*/templates/**/*.html")])


def lire(chemin: Path) -> str:
    return COMMENTAIRES.sub("", chemin.read_text(encoding="utf-8"))


def test_there_are_templates() -> None:
    assert gabarits()


def test_no_template_has_a_fault() -> None:
    trouvees = {
        str(chemin.relative_to(RACINE)): liste
        for chemin in gabarits()
        if (liste := fautes(chemin.read_text(encoding="utf-8")))
    }
    assert trouvees == {}


def test_every_static_file_named_in_a_template_exists() -> None:
    absents = {
        (str(chemin.relative_to(RACINE)), nom)
        for chemin in gabarits()
        for nom in STATIQUE.findall(lire(chemin))
        if finders.find(nom) is None
    }
    assert absents == set()


def test_every_icon_used_is_in_the_sprite() -> None:
    utilisees = {
        nom
        for chemin in gabarits()
        for paire in ICONE.findall(lire(chemin))
        for nom in paire
        if nom
    } | {entree.icone for entree in (*_entrees, *_creations)}
    assert utilisees - set(icones.noms(icones.LISTE.read_text(encoding="utf-8"))) == set()


@pytest.mark.parametrize(
    ("source", "attendue"),
    [
        ('<button type="button" onclick="x()"></button>', "inline code"),
        ('<a href="javascript:x()"></a>', "inline code"),
        ('<p style="color: red"></p>', "inline style"),
        ("<style>p { color: red }</style>", "<style>"),
        ("<script>alert(1)</script>", "<script>"),
        ('<script src="https://cdn.example/x.js"></script>', "another host"),
        ('<link rel="stylesheet" href="//cdn.example/x.css">', "another host"),
        ('<form method="post"></form>', "csrf_token"),
        ("{{ texte|safe }}", "escaping"),
        ("{% autoescape off %}{{ x }}{% endautoescape %}", "escaping"),
        ("<p>Bonjour</p>", "without translation: 'Bonjour'"),
        ("<p>{{ n }} interventions</p>", "without translation"),
        ('<img alt="Photo de la machine">', "without translation"),
        ('<input placeholder="Rechercher">', "without translation"),
    ],
)
def test_the_lint_sees_each_fault(source: str, attendue: str) -> None:
    assert any(attendue in faute for faute in fautes(source)), fautes(source)


@pytest.mark.parametrize(
    "source",
    [
        "{# <p onclick='x()'>Bonjour</p> #}",
        "{% comment %}Bonjour{% endcomment %}",
        "<p>{% translate 'Bonjour' %} : {{ nom }}</p>",
        "<p>{% blocktranslate %}Bonjour {{ nom }}{% endblocktranslate %}</p>",
        '<form method="post">{% csrf_token %}</form>',
        '<form method="get"></form>',
        '<script src="{% static "app.js" %}" type="module"></script>',
        '<script type="application/json" id="x">{"a": 1}</script>',
        '<a href="https://example.ma">{{ nom }}</a>',
        '<input placeholder="{% translate "Rechercher" %}" value="{{ q }}">',
        "<span>MIF Maroc</span>",
        "{% block classe_page %}page-large{% endblock classe_page %}",
        "<p>&nbsp;·&nbsp;12&thinsp;%</p>",
    ],
)
def test_the_lint_takes_what_is_right(source: str) -> None:
    assert fautes(source) == []
