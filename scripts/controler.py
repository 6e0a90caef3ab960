"""`make check`: every check that CI runs, each with its seconds.

A failed check does not stop the next ones: one run tells all that has to be mended.
"""

import secrets
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from scripts import formes, preparer, tester, verrous
from scripts.formes import Controle
from scripts.processus import RACINE, VAR, Echec, Etapes, environnement, lancer, secondes

# A production as the documentation describes it; its database is named and never opened.
PRODUCTION = {
    "ENVIRONNEMENT": "production",
    "DEBUG": "0",
    "SITE_URL": "https://erp.example.ma",
    "ALLOWED_HOSTS": "erp.example.ma",
    "CSRF_TRUSTED_ORIGINS": "https://erp.example.ma",
    "DATABASE_URL": "postgresql://mif@127.0.0.1/mif",
}
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def controler() -> int:
    """Run them all; 1 with the list of those that failed."""
    preparer.preparer(Etapes(preparer.NB_ETAPES), developpement=True)
    VAR.mkdir(exist_ok=True)
    resultats = [(nom, *_chronometrer(nom, controle)) for nom, controle in _controles()]
    print("\n=== Contrôles ===")
    for nom, reussi, duree in resultats:
        print(f"  {'ok   ' if reussi else 'ÉCHEC'} {secondes(duree):>8}  {nom}")
    rates = [nom for nom, reussi, _ in resultats if not reussi]
    if rates:
        raise Echec(f"{len(rates)} contrôle(s) en échec : {', '.join(rates)}.")
    return 0


def _chronometrer(nom: str, controle: Callable[[], int]) -> tuple[bool, float]:
    print(f"\n--- {nom}", flush=True)
    debut = time.monotonic()
    try:
        reussi = controle() == 0
    except Echec as echec:
        print(echec, flush=True)
        reussi = False
    return reussi, time.monotonic() - debut


def _controles() -> list[Controle]:
    return [
        *formes.controles(),
        ("orthographe (anglais)", lambda: _module("codespell_lib", *_textes_anglais())),
        ("étages (lint-imports)", lambda: lancer([preparer.PYTHON, "-c", LINT_IMPORTS])),
        ("dépendances (deptry)", lambda: _module("deptry", ".")),
        ("types (mypy)", lambda: _module("mypy", ".")),
        ("manage.py check", lambda: _gerer("check")),
        ("check --deploy", _deployer),
        ("migrations à jour", lambda: _gerer("makemigrations", "--check", "--dry-run")),
        ("description de l’API", lambda: _module("tests.description", "--verifier")),
        ("verrous de versions", verrous.verifier),
        ("collectstatic", _collecter),
        ("make test", tester.tester),
        ("navigateur (Chromium)", tester.naviguer),
        ("exploration de l’API (schemathesis)", tester.explorer),
    ]


def _module(*mots: str | Path) -> int:
    return lancer([preparer.PYTHON, "-m", *mots])


def _gerer(*mots: str, **ajouts: str) -> int:
    env = environnement(**{"DATABASE_URL": "", **ajouts})
    return lancer([preparer.PYTHON, "manage.py", *mots], env=env)


def _deployer() -> int:
    cles = {nom: secrets.token_urlsafe(64) for nom in ("SECRET_KEY", "JWT_KEY")}
    return _gerer("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION, **cles)


def _textes_anglais() -> list[Path]:
    """What is written in English by rule; the rest is French, which codespell would correct."""
    noms = ("CHANGELOG.md", "CONTRIBUTING.md")
    return [*(RACINE / nom for nom in noms), *sorted(RACINE.glob("docs/adr/*.md"))]


def _collecter() -> int:
    """Build the hashed files once, elsewhere: every file that a style sheet names must exist."""
    with tempfile.TemporaryDirectory(prefix="mif-static-") as dossier:
        return _gerer("collectstatic", "--no-input", "-v0", STATIC_ROOT=dossier, DEBUG="0")
