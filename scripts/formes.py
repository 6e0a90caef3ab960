"""How Python and templates are written: `make format` rewrites, `make check` only looks."""

from collections.abc import Callable
from pathlib import Path

from scripts import preparer
from scripts.processus import RACINE, Etapes, lancer

Controle = tuple[str, Callable[[], int]]

RUFF: list[str | Path] = [preparer.PYTHON, "-m", "ruff"]
DJADE: list[str | Path] = [preparer.VENV / "bin" / "djade", "--target-version", "5.2"]
DJHTML: list[str | Path] = [preparer.PYTHON, "-m", "djhtml"]
DJLINT: list[str | Path] = [preparer.PYTHON, "-m", "djlint", "--lint", "--quiet"]


def gabarits() -> list[Path]:
    """Every template of the project."""
    return sorted([*RACINE.glob("templates/**/*.html"), *RACINE.glob("*/templates/**/*.html")])


def controles() -> list[Controle]:
    """Formats and lint: djade writes tags, djhtml indents, djlint reads."""
    fichiers = gabarits()
    return [
        ("ruff format", lambda: lancer([*RUFF, "format", "--check", "."])),
        ("ruff check", lambda: lancer([*RUFF, "check", "."])),
        ("djade", lambda: lancer([*DJADE, "--check", *fichiers])),
        ("djhtml", lambda: lancer([*DJHTML, "--check", *fichiers])),
        ("djlint", lambda: lancer([*DJLINT, *fichiers])),
    ]


def mettre_en_forme() -> int:
    """Rewrite what the format checks would refuse, then say what is left to mend by hand."""
    preparer.preparer(Etapes(preparer.NB_ETAPES), developpement=True)
    # The two template formatters exit with 1 when they rewrote: the checks below decide.
    lancer([*DJADE, *gabarits()])
    lancer([*DJHTML, *gabarits()])
    lancer([*RUFF, "format", "."])
    codes = [controle() for _, controle in controles()]
    return 1 if any(codes) else 0
