"""The little Markdown that the printed pages need."""

from collections.abc import Iterable, Sequence

AVIS = "<!-- Imprimé par `manage.py documenter` : à ne pas modifier à la main. -->"
RIEN = "–"


def tableau(titres: Sequence[str], lignes: Iterable[Sequence[str]]) -> str:
    """A table; a bar inside a cell would end it."""
    rows = [titres, ["---"] * len(titres), *lignes]
    return "\n".join(
        "| " + " | ".join(c.replace("|", "\\|") or RIEN for c in row) + " |" for row in rows
    )


def codes(noms: Iterable[str]) -> str:
    """Names as code, in the order given."""
    return ", ".join(f"`{nom}`" for nom in noms)


def assembler(*parties: str) -> str:
    """A page from its parts, with the notice that it is printed."""
    return "\n\n".join([AVIS, *parties]) + "\n"
