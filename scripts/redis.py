"""A real Redis for the fault tests: the one named, one of this machine, or Debian's package."""

import os
import shutil
import subprocess
from pathlib import Path

from scripts.paquets import par_apt, peut_apt
from scripts.processus import Echec, Etapes

CONSEIL = (
    "Aucun redis-server. Installez-le (Debian : sudo apt install redis-server), ou indiquez le "
    "vôtre : REDIS_SERVER=/chemin/vers/redis-server make faults"
)


def trouver() -> Path | None:
    """The program, if it runs: REDIS_SERVER alone if it is given, else that of PATH."""
    chemin = os.environ.get("REDIS_SERVER") or shutil.which("redis-server")
    if not chemin:
        return None
    try:
        essai = subprocess.run([chemin, "--version"], capture_output=True, check=False)
    except OSError:
        return None
    return Path(chemin) if essai.returncode == 0 else None


def exiger_redis() -> Path:
    """The program, installed if need be and possible."""
    trouve = trouver()
    if trouve is None and not os.environ.get("REDIS_SERVER") and peut_apt():
        with Etapes(1).etape("Redis n'est pas là : installation par apt-get"):
            par_apt("redis-server")
        trouve = trouver()
    if trouve is None:
        raise Echec(CONSEIL)
    return trouve
