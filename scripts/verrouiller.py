"""`make lock`: rebuild both lock files from the pinned direct requirements."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.processus import RACINE, Echec, Etapes, exiger

ENTETE = "# Made by `make lock`: every installed package, direct or not. Not edited by hand.\n"


def verrouiller() -> int:
    """Install in a clean environment, and keep what came."""
    etapes = Etapes(2)
    with etapes.etape("requirements.lock"), tempfile.TemporaryDirectory() as dossier:
        _python(Path(dossier))
    with etapes.etape("package-lock.json"):
        _npm()
    return 0


def _python(dossier: Path) -> None:
    exiger([sys.executable, "-m", "venv", dossier], journal="verrou-venv")
    python = dossier / "bin" / "python"
    exiger(
        [python, "-m", "pip", "install", "-r", RACINE / "requirements-dev.txt"],
        journal="verrou-pip",
    )
    gel = subprocess.run(
        [python, "-m", "pip", "freeze"], capture_output=True, text=True, check=False
    )
    if gel.returncode or "@ file:" in gel.stdout:
        raise Echec(f"pip freeze n'a pas donné de versions :\n{gel.stdout}{gel.stderr}")
    (RACINE / "requirements.lock").write_text(ENTETE + gel.stdout, encoding="utf-8")


def _npm() -> None:
    options = ["--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"]
    exiger(["npm", "install", *options], journal="verrou-npm")
    chemin = RACINE / "package-lock.json"
    verrou = json.loads(chemin.read_text(encoding="utf-8"))
    for entree in verrou["packages"].values():
        # Without addresses the same lock serves behind any mirror; the hash stays.
        entree.pop("resolved", None)
    chemin.write_text(json.dumps(verrou, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
