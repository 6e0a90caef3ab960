"""`docs/api/contrat.md`, the table and the code name the same routes and fields."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from rest_framework import serializers

from core.api import champs
from tests.contrat.formes import FORMES
from tests.contrat.objets import OBJETS
from tests.contrat.routes import ROUTES, SANTE, Route
from tests.decor import ACTEURS
from tests.donnees.matrice import API

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "api" / "contrat.md"
_TITRE = re.compile(r"#### `([A-Z]+) (/[^`]*)`")
_OBJET = re.compile(r"#### Objet `(\w+)`")
_LIGNE = re.compile(r"\| `([^`]+)` \| ([^|]+?) \| ([^|]*?) \|")
_REPONSE = re.compile(r"- Réponse : (\d+)(?:, (.+))?")
_QUI = re.compile(r"- Qui : (.+)")
Sections = dict[str, list[str]]


def _sections() -> Iterator[tuple[str, list[str]]]:
    """(title line, lines) of each fourth-level section."""
    for part in re.split(r"(?m)^(?=#+ )", DOCUMENT.read_text()):
        if part.startswith("#### "):
            title, *lines = part.splitlines()
            yield title, lines


def _champs(lines: list[str]) -> dict[str, str]:
    """name -> type as in the table, from `| nom | type | oui |` rows."""
    found = {}
    for name, form, must in (m.groups() for m in map(_LIGNE.match, lines) if m):
        found[name] = ("!" if must == "oui" else "") + form
    return found


def _premiers(motif: re.Pattern[str], lines: list[str]) -> tuple[Any, ...]:
    return next((m.groups() for m in map(motif.match, lines) if m), ())


def _dit(lu: str) -> str | None:
    """How the document writes what is read."""
    if not lu.endswith("]"):
        return f"`{lu.removeprefix('@')}`" if lu else None
    return f"liste de `{lu[2:-1]}`"


def test_le_document_et_la_table_nomment_les_memes_routes() -> None:
    told = [m.groups() for title, _ in _sections() if (m := _TITRE.match(title))]
    assert len(told) == len(set(told))
    wanted = [(r.methode, r.chemin) for r in (*ROUTES, *SANTE)]
    assert sorted(told) == sorted(wanted)


def test_le_document_et_la_table_disent_les_memes_champs() -> None:
    wrong = []
    table = {(r.methode, r.chemin): r for r in (*ROUTES, *SANTE)}
    for title, lines in _sections():
        found = _TITRE.match(title)
        if found is None:
            continue
        row: Route = table[found[1], found[2]]
        if _champs(lines) != row.envoi:
            wrong.append(f"{title}: {_champs(lines).items() ^ row.envoi.items()}")
        told = _premiers(_REPONSE, lines)
        if told != (str(row.statut), _dit(row.lu)):
            wrong.append(f"{title}: {told}")
    assert not wrong, "\n".join(wrong)


def test_le_document_et_la_table_disent_les_memes_objets() -> None:
    told = {m[1]: _champs(lines) for title, lines in _sections() if (m := _OBJET.match(title))}
    assert told.keys() == OBJETS.keys()
    assert {name: told[name] for name in told if told[name] != OBJETS[name]} == {}
    known = {*FORMES, *(f"@{name}" for name in OBJETS)}
    forms = {form.strip("!?[]") for keys in OBJETS.values() for form in keys.values()}
    assert forms <= known


def _qui(methode: str, nom: str) -> str:
    """Who may, as the matrix says: `(les siens)` where a stranger's row is refused."""
    rights: dict[str, set[bool]] = {}
    for line in API:
        if (line.methode, line.route) != (methode, nom):
            continue
        for acteur, answers in zip(ACTEURS, line.reponses.split(), strict=True):
            own, *other = (int(a) < 400 or int(a) in (409, 422) for a in answers.split("/"))
            if own or any(other):
                rights.setdefault(acteur, set()).add(own if not other else own and other[0])
    said = [a if True in rights[a] else f"{a} (les siens)" for a in ACTEURS if a in rights]
    return ", ".join(said)


# Judged otherwise than by the matrix: nobody has to be signed in.
PUBLIQUES = {"api:auth-login", "api:auth-token", "api:auth-refresh", "api:documents-fichier"}


def test_le_document_dit_qui_peut_comme_la_matrice() -> None:
    wrong = []
    table = {(r.methode, r.chemin): r for r in ROUTES}
    for title, lines in _sections():
        found = _TITRE.match(title)
        row = table.get((found[1], found[2])) if found else None
        if row is None:
            continue
        wanted = "sans connexion" if row.nom in PUBLIQUES else _qui(row.methode, row.nom)
        told = _premiers(_QUI, lines)
        if told != (wanted,):
            wrong.append(f"{title}: {told}, not {wanted}")
    assert not wrong, "\n".join(wrong)


# What the API says about itself: told in words.
SUR_ELLE_MEME = {"api:openapi", "api:docs", "api:redoc"}


def test_la_table_a_toutes_les_routes() -> None:
    """The matrix has all routes of the URLconf; each of its pairs is a row of the contract."""
    asked = {(line.methode, line.route) for line in API if line.route not in SUR_ELLE_MEME}
    assert asked == {(r.methode, r.nom) for r in ROUTES}


_GENRES: tuple[tuple[type[Any], str], ...] = (
    (champs.Instant, "instant"),
    (serializers.DateField, "jour"),
    (serializers.TimeField, "heure"),
    (champs.DecimalStrict, "nombre"),
    (champs.Booleen, "booléen"),
    (serializers.IntegerField, "entier"),
    (serializers.FileField, "fichier"),
    (champs.Choix, "code"),
    (champs.Courriel, "courriel"),
    (serializers.CharField, "texte"),
    (champs.Lignes, "[objet]"),
    (serializers.ListField, "[entier]"),
    (serializers.DictField, "objet"),
)


def test_la_table_et_le_code_prennent_les_memes_champs() -> None:
    wrong = []
    for row in ROUTES:
        # A route of two kinds takes what either of them takes.
        kinds = row.entree if isinstance(row.entree, tuple) else (row.entree,)
        fields = {n: f for kind in kinds if kind for n, f in kind().fields.items()}
        written = {name: field for name, field in fields.items() if not field.read_only}
        if written.keys() != row.envoi.keys():
            wrong.append(f"{row.methode} {row.chemin}: {written.keys() ^ row.envoi.keys()}")
            continue
        for name, field in written.items():
            kind = next(word for classe, word in _GENRES if isinstance(field, classe))
            form = row.envoi[name]
            if kind != form.strip("!?"):
                wrong.append(f"{row.methode} {row.chemin} {name}: {form}, not {kind}")
    assert not wrong, "\n".join(wrong)
