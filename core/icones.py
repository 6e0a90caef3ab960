"""One SVG sprite of the icons whose names are listed, drawn by Tabler (MIT)."""

import re
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from core.ressources import NODE_MODULES

LISTE = Path(settings.BASE_DIR) / "static" / "icones.txt"
PLANCHE = Path(settings.BASE_DIR) / "static" / "icones.svg"
SOURCES = NODE_MODULES / "@tabler" / "icons" / "icons" / "outline"

# On each symbol, because `use` inherits nothing from the root of another file.
TRAITS = (
    'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
    'stroke-linecap="round" stroke-linejoin="round"'
)
CADRE = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'


class IconeInconnue(Exception):
    """A listed name that Tabler does not draw."""


def noms(texte: str) -> list[str]:
    """The names of a list, one a line, `#` for remarks; sorted, each once."""
    lignes = (ligne.partition("#")[0].strip() for ligne in texte.splitlines())
    return sorted({ligne for ligne in lignes if ligne})


def planche(icones: Iterable[str], sources: Path = SOURCES) -> str:
    """The sprite: one `symbol` an icon, its id the icon's name."""
    symboles = [_symbole(nom, sources) for nom in icones]
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *symboles, "</svg>", ""])


def _symbole(nom: str, sources: Path) -> str:
    chemin = sources / f"{nom}.svg"
    if not re.fullmatch(r"[a-z0-9-]+", nom) or not chemin.is_file():
        raise IconeInconnue(nom)
    dessin = chemin.read_text(encoding="utf-8")
    corps = dessin[dessin.index(">") + 1 : dessin.rindex("</svg>")].replace(CADRE, "")
    traces = "".join(ligne.strip() for ligne in corps.splitlines())
    return f'<symbol id="{nom}" {TRAITS}>{traces}</symbol>'
