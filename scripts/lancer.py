"""`make run` and `make dev`: check the port, set up, then become the server.

Each stage replaces the process (exec) instead of starting a child, so that one Ctrl-C or SIGTERM
always reaches the only process there is.
"""

import os
import socket

from scripts import preparer
from scripts.processus import RACINE, Echec, Etapes

PORT_MAXIMUM = 65535
HOTE = "127.0.0.1"
NB_ETAPES_DJANGO = 3


def lancer() -> int:
    """Serve with gunicorn."""
    return _demarrer(recharge=False)


def developper() -> int:
    """Serve with Django's own server, which reloads at each change."""
    return _demarrer(recharge=True)


def port_demande() -> int:
    """PORT, checked."""
    texte = os.environ.get("PORT") or "8000"
    if not texte.isdecimal() or not 0 < int(texte) <= PORT_MAXIMUM:
        raise Echec(f"PORT doit être un nombre de 1 à {PORT_MAXIMUM} ; reçu : {texte!r}.")
    return int(texte)


def verifier_port(port: int) -> None:
    """Refuse a taken port before anything slow."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as essai:
        essai.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            essai.bind((HOTE, port))
            essai.listen(1)
        except PermissionError:
            raise Echec(
                f"Le port {port} demande les droits de l'administrateur. "
                "Choisissez-en un autre : PORT=8001 make run"
            ) from None
        except OSError:
            raise Echec(
                f"Le port {port} est déjà pris sur {HOTE}. Arrêtez ce qui l'occupe, "
                f"ou choisissez-en un autre : PORT={port % PORT_MAXIMUM + 1} make run"
            ) from None


def _demarrer(*, recharge: bool) -> int:
    port = port_demande()
    verifier_port(port)
    etapes = Etapes(preparer.NB_ETAPES + NB_ETAPES_DJANGO)
    preparer.preparer(etapes, developpement=False)
    os.environ["PORT"] = str(port)
    if recharge:
        os.environ["DEBUG"] = "1"
    os.chdir(RACINE)
    mode = "dev" if recharge else "run"
    arguments = [str(preparer.PYTHON), "-m", "scripts.amorcer", mode, str(etapes.numero)]
    os.execv(arguments[0], arguments)
