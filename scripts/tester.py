"""`make test` and `make proof`: the suite on SQLite, then the same on a real PostgreSQL.

The browser tests run once, whatever the database: their server has one of its own.
"""

import os
import secrets
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts import chromium, postgres, preparer, redis
from scripts.processus import VAR, Etapes, lancer, secondes

RAPPORTS = VAR / "tests"
# The suite says what it tests; a person's own settings must not change what it finds.
RETIREES = (
    "ENVIRONNEMENT",
    "DEBUG",
    "REDIS_URL",
    "TEMPS_REEL",
    "DEMO",
    "PORT",
    "SITE_URL",
    "ALLOWED_HOSTS",
    # Each process would compile every module and rewrite every test anew, 5 s of CPU each.
    "PYTHONDONTWRITEBYTECODE",
)
# The whole suite is measured on SQLite; on PostgreSQL only what cannot run elsewhere (conftest.py).
MESURES = {
    "sqlite": ["--cov", "--cov-report=", "--cov-fail-under=0"],
    "postgresql": ["--mesurer-postgres"],
}
DELAI_PREUVE = "1500"
# Twice what the longest takes: a run that waits for ever says so, and CI's time is not up.
DELAI_SUITE = 1800.0
EXPLORATION_LONGUE = ("--exemples", "100", "--secondes", "600")
PANNES = "tests/pannes"  # servers of their own, which have the machine alone
DITS = 8  # of the tests that failed, named at the end


@dataclass(frozen=True)
class Passage:
    """One run of the suite on one server."""

    serveur: str
    code: int
    reussis: int
    echoues: int
    ignores: int
    duree: float
    rates: tuple[str, ...] = ()  # the first that failed, each with what it says first

    def ligne(self) -> str:
        return (
            f"  {self.serveur:<48} {self.reussis} réussis, {self.echoues} échoués, "
            f"{self.ignores} ignorés en {secondes(self.duree)} (code {self.code})"
        )


def tester() -> int:
    """The whole suite on both servers, its coverage, and the summary."""
    preparer.preparer(Etapes(preparer.NB_ETAPES), developpement=True)
    for ancien in RAPPORTS.glob(".coverage*"):
        ancien.unlink()
    passages = _sur_les_deux([*_repartir(), *_une_graine()], mesures=MESURES)
    couverture = _couverture()
    return _conclure(passages, couverture=couverture)


def _repartir() -> list[str]:
    """Modules stay together, for what they share; who has finished takes over from the others."""
    return ["-n", os.environ.get("PROCESSUS") or "2", "--dist", "worksteal"]


def _une_graine() -> list[str]:
    """One for both servers: long walks try a share of their own on each (`tests/parts.py`)."""
    return [f"--randomly-seed={secrets.randbelow(2**32)}"]


def prouver() -> int:
    """The tests marked `preuve` and all that others try a share of; every page; the exploration."""
    preparer.preparer(Etapes(preparer.NB_ETAPES), developpement=True)
    marquees = ["-m", "preuve and not navigateur", f"--timeout={DELAI_PREUVE}"]
    passages = _sur_les_deux([*marquees, f"--ignore={PANNES}", *_repartir()], mesures={})
    passages.append(_sous_les_pannes())
    passages.append(_au_navigateur("navigateur and preuve"))
    explore = explorer(*EXPLORATION_LONGUE)
    return _conclure(passages, couverture=0) or explore


def naviguer() -> int:
    """The story, the main pages and their weight, in a real browser."""
    return _conclure([_au_navigateur("navigateur and not preuve")], couverture=0)


def casser() -> int:
    """The fault tests alone: processes killed under load, nothing lost and nothing twice."""
    preparer.preparer(Etapes(preparer.NB_ETAPES), developpement=True)
    return _conclure([_sous_les_pannes()], couverture=0)


def _sous_les_pannes() -> Passage:
    os.environ["REDIS_SERVER"] = str(redis.exiger_redis())
    RAPPORTS.mkdir(parents=True, exist_ok=True)
    options = [PANNES, "-m", "preuve", "-n", "0", f"--timeout={DELAI_PREUVE}"]
    return _passer(postgres.Serveur(url="", nom="Pannes : vrais processus"), "pannes", options)


def explorer(*options: str) -> int:
    """The API as it is served against its document, as each role: twenty requests an operation."""
    mots: list[str | Path] = [preparer.PYTHON, "-m", "tests.exploration", *options]
    return lancer(mots, env=_environnement(""), delai=DELAI_SUITE)


def _au_navigateur(marque: str) -> Passage:
    programme = chromium.exiger_chromium()
    RAPPORTS.mkdir(parents=True, exist_ok=True)
    navigateur = postgres.Serveur(url="", nom=f"Navigateur {programme}")
    # Each process has its own server and Chromium: a page that waits leaves a core to the other.
    options = ["tests/navigateur", "-m", marque, *_repartir()]
    return _passer(navigateur, "navigateur", options)


def _sur_les_deux(options: list[str], *, mesures: dict[str, list[str]]) -> list[Passage]:
    RAPPORTS.mkdir(parents=True, exist_ok=True)
    sqlite = subprocess.run(
        [preparer.PYTHON, "-c", "import sqlite3; print(sqlite3.sqlite_version)"],
        capture_output=True,
        text=True,
        check=True,
    )
    fichier = postgres.Serveur(url="", nom=f"SQLite {sqlite.stdout.strip()}")
    passages = [_passer(fichier, "sqlite", [*options, *mesures.get("sqlite", [])])]
    with postgres.serveur() as serveur:
        options = [*options, *mesures.get("postgresql", [])]
        passages.append(_passer(serveur, "postgresql", options))
    return passages


def _environnement(url: str) -> dict[str, str]:
    propre = {nom: valeur for nom, valeur in os.environ.items() if nom not in RETIREES}
    return {**propre, "DATABASE_URL": url}


def _passer(serveur: postgres.Serveur, cle: str, options: list[str]) -> Passage:
    print(f"\n=== {serveur.nom} ===", flush=True)
    rapport = RAPPORTS / f"{cle}.xml"
    rapport.unlink(missing_ok=True)
    env = _environnement(serveur.url)
    env["COVERAGE_FILE"] = str(RAPPORTS / f".coverage.{cle}")
    rapporter = f"--junitxml={rapport}"
    code = lancer(
        [preparer.PYTHON, "-m", "pytest", *options, rapporter], env=env, delai=DELAI_SUITE
    )
    return _lire(serveur.nom, code, rapport)


def _lire(nom: str, code: int, rapport: Path) -> Passage:
    """The counts of a run, from the report that pytest writes."""
    if not rapport.is_file():
        return Passage(nom, code or 1, 0, 0, 0, 0.0)
    # Our own file, written a moment ago by our own pytest.
    suite = next(ET.parse(rapport).getroot().iter("testsuite"))  # noqa: S314
    total, ignores = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
    echoues = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
    duree = float(suite.get("time", 0))
    rates = tuple(_rates(suite))[:DITS]
    return Passage(nom, code, total - ignores - echoues, echoues, ignores, duree, rates)


def _rates(suite: ET.Element) -> Iterator[str]:
    for cas in suite.iter("testcase"):
        for defaut in (*cas.iter("failure"), *cas.iter("error")):
            dit = (defaut.get("message") or "").partition("\n")[0]
            yield f"{cas.get('classname')}::{cas.get('name')} : {dit[:120]}"


def _couverture() -> int:
    """Lines and branches reached on either server: some exist only for one of them."""
    print("\n=== Couverture ===", flush=True)
    env = {**os.environ, "COVERAGE_FILE": str(RAPPORTS / ".coverage")}
    coverage: list[str | Path] = [preparer.PYTHON, "-m", "coverage"]
    reunion = lancer([*coverage, "combine", "--keep", "--quiet", RAPPORTS], env=env)
    return reunion or lancer([*coverage, "report"], env=env)


def _conclure(passages: list[Passage], *, couverture: int) -> int:
    """Both servers with their counts; the last line is one that CI reads."""
    print("\n=== Bilan ===")
    for passage in passages:
        print(passage.ligne())
        for rate in passage.rates:
            print(f"    {rate}")
    if couverture:
        print("  Couverture insuffisante, ou non mesurée (voir plus haut).")
    reussis = sum(passage.reussis for passage in passages)
    echoues = sum(passage.echoues for passage in passages)
    ignores = sum(passage.ignores for passage in passages)
    echec = couverture != 0 or any(passage.code for passage in passages)
    print(f"{reussis} passed, {echoues} failed, {ignores} skipped", flush=True)
    return 1 if echec else 0
