"""`make check`: every check that CI runs, each with its seconds.

A failed check does not stop the next ones: one run tells all that has to be mended, and ends with
the last words of each that failed. Those that only read go two at a time, each with an output of
its own; the suites have the machine alone.
"""

import multiprocessing
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import dataclass
from multiprocessing import connection
from pathlib import Path
from typing import TextIO

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


# Takes as long as all the others together: begun first.
LONG = "types (mypy)"
DE_FRONT = 2
SURSIS = 10.0  # seconds to end by itself

# Of what a failed check wrote: whoever sees only the end of a log of CI sees these.
LIGNES, COLONNES = 12, 200


@dataclass(frozen=True)
class Resultat:
    """One check: whether it passed, its seconds, and all that it wrote."""

    nom: str
    reussi: bool
    duree: float
    texte: str

    def fin(self) -> str:
        lignes = [ligne.rstrip() for ligne in self.texte.splitlines() if ligne.strip()]
        return "\n".join(f"    {ligne[:COLONNES]}" for ligne in lignes[-LIGNES:])


def controler() -> int:
    """Run them all; 1 with the list of those that failed."""
    preparer.preparer(Etapes(preparer.NB_ETAPES), developpement=True)
    VAR.mkdir(exist_ok=True)
    return _conclure([*_de_front(_lectures()), *_un_par_un(_suites())])


def _conclure(resultats: list[Resultat]) -> int:
    print("\n=== Contrôles ===")
    for resultat in resultats:
        etat = "ok   " if resultat.reussi else "ÉCHEC"
        print(f"  {etat} {secondes(resultat.duree):>8}  {resultat.nom}")
    rates = [resultat for resultat in resultats if not resultat.reussi]
    for resultat in rates:
        print(f"\n--- ÉCHEC : {resultat.nom}\n{resultat.fin()}", flush=True)
    if rates:
        noms = ", ".join(resultat.nom for resultat in rates)
        raise Echec(f"{len(rates)} contrôle(s) en échec : {noms}.")
    return 0


def _un_par_un(controles: list[Controle]) -> Iterator[Resultat]:
    for nom, controle in controles:
        print(f"\n--- {nom}", flush=True)
        with tempfile.NamedTemporaryFile("r", encoding="utf-8", errors="replace") as copie:
            with _aussi_dans(copie.name):
                reussi, duree = _chronometrer(controle)
            yield Resultat(nom, reussi, duree, copie.read())


@contextmanager
def _aussi_dans(chemin: str) -> Iterator[None]:
    """What is written meanwhile, by us and by the programs that are started, is also kept there."""
    sys.stdout.flush()
    vrais = [os.dup(descripteur) for descripteur in (1, 2)]
    lecture, ecriture = os.pipe()
    # A session of its own: an interruption must not cut off what the others have still to say.
    commande = ["tee", chemin]
    with subprocess.Popen(commande, stdin=lecture, start_new_session=True) as copieur:
        os.close(lecture)
        for descripteur in (1, 2):
            os.dup2(ecriture, descripteur)
        os.close(ecriture)
        try:
            with open(1, "w", encoding="utf-8", closefd=False) as sortie, redirect_stdout(sortie):
                yield
        finally:
            for descripteur, vrai in zip((1, 2), vrais, strict=True):
                os.dup2(vrai, descripteur)
                os.close(vrai)
            # It ends with the last who may write there: not to be waited for if one was forgotten.
            try:
                copieur.wait(timeout=SURSIS)
            except subprocess.TimeoutExpired:
                copieur.kill()


def _de_front(controles: list[Controle]) -> Iterator[Resultat]:
    """Two at a time; what each wrote is shown whole, in the order of the list.

    Whatever interrupts the wait stops them and what they started.
    """
    a_lancer = sorted(controles, key=lambda controle: controle[0] != LONG)
    resultats: dict[str, Resultat] = {}
    en_cours: list[APart] = []
    try:
        for nom, _ in controles:
            while nom not in resultats:
                while a_lancer and len(en_cours) < DE_FRONT:
                    en_cours.append(APart(*a_lancer.pop(0)))
                finis = connection.wait([lance.processus.sentinel for lance in en_cours])
                for lance in [un for un in en_cours if un.processus.sentinel in finis]:
                    en_cours.remove(lance)
                    resultats[lance.nom] = lance.resultat()
            print(f"\n--- {nom}\n{resultats[nom].texte}", end="", flush=True)
            yield resultats[nom]
    finally:
        for lance in en_cours:
            lance.arreter()


class APart:
    """One check in a process of its own, for each has its own standard output.

    Forked, so that it knows the check; never a pool, whose end can wait for ever (CPython 3.11).
    """

    def __init__(self, nom: str, controle: Callable[[], int]) -> None:
        self.nom = nom
        self.debut = time.monotonic()
        # Closed by whichever of the two others comes.
        self.sortie = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        self.processus = multiprocessing.get_context("fork").Process(
            target=_a_part, args=(controle, self.sortie)
        )
        self.processus.start()
        self.groupe = self.processus.ident or sys.maxsize  # never 0, which is our own

    def resultat(self) -> Resultat:
        """What it left, once it has ended."""
        duree = time.monotonic() - self.debut
        self.processus.join()
        with self.sortie:
            self.sortie.seek(0)
            return Resultat(self.nom, self.processus.exitcode == 0, duree, self.sortie.read())

    def arreter(self) -> None:
        """With all that it started, which is its group."""
        for numero in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(self.groupe, numero)
            self.processus.join(timeout=SURSIS)
        self.sortie.close()


def _a_part(controle: Callable[[], int], sortie: TextIO) -> None:
    """In the new process."""
    os.setpgrp()
    for descripteur in (1, 2):  # of the programs that it starts
        os.dup2(sortie.fileno(), descripteur)
    with redirect_stdout(sortie):
        reussi, _ = _chronometrer(controle)
        sys.stdout.flush()
    sys.exit(0 if reussi else 1)


def _chronometrer(controle: Callable[[], int]) -> tuple[bool, float]:
    debut = time.monotonic()
    try:
        reussi = controle() == 0
    except Echec as echec:
        print(echec, flush=True)
        reussi = False
    return reussi, time.monotonic() - debut


def _lectures() -> list[Controle]:
    return [
        *formes.controles(),
        ("orthographe (anglais)", lambda: _module("codespell_lib", *_textes_anglais())),
        ("étages (lint-imports)", lambda: lancer([preparer.PYTHON, "-c", LINT_IMPORTS])),
        ("dépendances (deptry)", lambda: _module("deptry", ".")),
        (LONG, lambda: _module("mypy", ".")),
        ("manage.py check", lambda: _gerer("check")),
        ("check --deploy", _deployer),
        ("migrations à jour", lambda: _gerer("makemigrations", "--check", "--dry-run")),
        ("description de l’API", lambda: _module("tests.description", "--verifier")),
        ("verrous de versions", verrous.verifier),
        ("collectstatic", _collecter),
    ]


def _suites() -> list[Controle]:
    return [
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
