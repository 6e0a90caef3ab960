"""The server that the browser talks to: production's gunicorn, hashed and compressed files, CSP.

Not pytest-django's `live_server`, which serves sources without compression from the test's own
thread; and a database of its own, that the suite never touches.
"""

import json
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.preparer import PYTHON
from scripts.processus import RACINE, environnement
from scripts.tester import RETIREES

ATTENTE = 60.0


class Panne(Exception):
    """There is no server to talk to; the text says why."""


@dataclass(frozen=True)
class Serveur:
    """Where it answers, the rows that each demo account sees, and what it wrote."""

    url: str
    lignes: dict[str, dict[str, Any]]
    journal: Path
    env: dict[str, str]

    def pannes(self) -> list[str]:
        """What the server logged as an error: no page may cause one."""
        lines = self.journal.read_text(errors="replace").splitlines()
        return [line for line in lines if " ERROR " in line or line.startswith("Traceback")]


def remplir(dossier: Path) -> dict[str, dict[str, Any]]:
    """A filled database and the static files, to be served by a copy of the folder."""
    return _preparer(_environnement(dossier, 0))


@contextmanager
def serveur(
    modele: Path | None = None, *, arguments: Sequence[str] = (), **reglages: str
) -> Iterator[Serveur]:
    """Fill a database, or copy that of `remplir`, serve it on a free port, and leave nothing."""
    dossier = Path(tempfile.mkdtemp(prefix="mif-navigateur-"))
    processus = None
    try:
        port = _port_libre()
        env = _environnement(dossier, port) | reglages
        rows = {}
        if modele is None:
            rows = _preparer(env)
        else:
            shutil.copytree(modele, dossier, dirs_exist_ok=True)
        journal = dossier / "journal"
        with journal.open("wb") as sortie:
            processus = subprocess.Popen(  # noqa: S603
                [PYTHON, "-m", "gunicorn", "-c", "python:mif_erp.gunicorn", *arguments],
                cwd=RACINE,
                env=env,
                stdout=sortie,
                stderr=subprocess.STDOUT,
            )
        url = f"http://127.0.0.1:{port}"
        _attendre(url, processus, journal)
        yield Serveur(url, rows, journal, env)
    finally:
        if processus is not None:
            _arreter(processus)
        shutil.rmtree(dossier, ignore_errors=True)


def _port_libre() -> int:
    with socket.socket() as essai:
        essai.bind(("127.0.0.1", 0))
        port: int = essai.getsockname()[1]
        return port


def _environnement(dossier: Path, port: int) -> dict[str, str]:
    """A served site, whatever this installation's own settings are."""
    env = environnement(
        DATABASE_URL=f"sqlite:///{dossier / 'base.sqlite3'}",
        STATIC_ROOT=str(dossier / "static"),
        DOCUMENTS_ROOT=str(dossier / "documents"),
        COURRIELS_DOSSIER=str(dossier / "courriels"),
        SECRET_KEY=secrets.token_urlsafe(48),
        JWT_KEY=secrets.token_urlsafe(48),
    )
    for nom in RETIREES:
        env.pop(nom, None)
    return env | {
        "DJANGO_SETTINGS_MODULE": "mif_erp.settings",
        "ENVIRONNEMENT": "developpement",
        "DEBUG": "0",
        "REDIS_URL": "",
        "RELAIS": "0",  # no job changes rows while pages are looked at; who tests it says so
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
    }


def _preparer(env: dict[str, str]) -> dict[str, dict[str, Any]]:
    fait = subprocess.run(  # noqa: S603
        [PYTHON, "-m", "tests.navigateur.preparation"],
        cwd=RACINE,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if fait.returncode:
        raise Panne(f"the demo server could not be prepared:\n{fait.stderr[-4000:]}")
    rows: dict[str, dict[str, Any]] = json.loads(fait.stdout)
    return rows


def _attendre(url: str, processus: "subprocess.Popen[bytes]", journal: Path) -> None:
    limite = time.monotonic() + ATTENTE
    while time.monotonic() < limite and processus.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=5):  # noqa: S310
                return
        except urllib.error.HTTPError:
            break  # it runs, and is broken
        except OSError:
            time.sleep(0.1)
    raise Panne(f"the demo server does not answer:\n{journal.read_text(errors='replace')[-4000:]}")


def _arreter(processus: "subprocess.Popen[bytes]") -> None:
    processus.terminate()
    try:
        processus.wait(timeout=15)
    except subprocess.TimeoutExpired:
        processus.kill()
        processus.wait()
