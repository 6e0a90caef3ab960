"""A Chromium for the browser tests: the one named, one of this machine, or one installed here.

Whatever is found must run before it is taken: on some systems the command `chromium` only says
that a store has to be opened.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from scripts import preparer
from scripts.paquets import par_apt, peut_apt
from scripts.processus import Echec, Etapes, exiger

NOMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
EMPLACEMENTS = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)
DELAI = 30.0
CONSEIL = (
    "Aucun Chromium utilisable. Installez-le (Debian : sudo apt install chromium), ou indiquez "
    "le vôtre : CHROMIUM=/chemin/vers/chromium make check"
)


def trouver() -> Path | None:
    """The first browser that runs: CHROMIUM, PATH, then those that Playwright downloaded."""
    return next((chemin for chemin in _candidats() if _tourne(chemin)), None)


def _candidats() -> Iterator[Path]:
    nomme = os.environ.get("CHROMIUM")
    if nomme:
        yield Path(nomme)
        return  # a person's choice is not replaced in silence
    for nom in NOMS:
        if trouve := shutil.which(nom):
            yield Path(trouve)
    dossier = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    caches = [Path(dossier)] if dossier else []
    caches += [Path.home() / ".cache/ms-playwright", Path.home() / "Library/Caches/ms-playwright"]
    for cache in caches:
        for modele in EMPLACEMENTS:
            yield from sorted(cache.glob(modele), reverse=True)


def _tourne(chemin: Path) -> bool:
    try:
        essai = subprocess.run(
            [chemin, "--version"], capture_output=True, timeout=DELAI, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return essai.returncode == 0


def exiger_chromium() -> Path:
    """The browser, installed if need be; what was tried is told when nothing worked."""
    if trouve := trouver():
        return trouve
    if os.environ.get("CHROMIUM"):
        raise Echec(f"CHROMIUM={os.environ['CHROMIUM']} ne démarre pas.")
    essais = []
    installations = [("Playwright", _par_playwright)]
    if peut_apt():
        installations.insert(0, ("apt-get", _par_apt))
    etapes = Etapes(len(installations))
    for nom, installer in installations:
        try:
            with etapes.etape(f"Chromium n'est pas là : installation par {nom}"):
                installer()
        except Echec as echec:
            essais.append(str(echec))
        if trouve := trouver():
            return trouve
    raise Echec("\n\n".join([*essais, CONSEIL]))


def _par_apt() -> None:
    par_apt("chromium")


def _par_playwright() -> None:
    commande: list[str | Path] = [preparer.PYTHON, "-m", "playwright", "install"]
    # The libraries that a bare system lacks are installed by its packages: only root may.
    avec_systeme = ["--with-deps"] if os.geteuid() == 0 else []
    exiger([*commande, *avec_systeme, "chromium"], journal="chromium", conseil=preparer.RESEAU)
