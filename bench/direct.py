"""Real time, measured: commit to bell in a browser, and the memory of 500 open sockets.

`python -m bench.direct`: `make run`'s server on a demo base of its own (SQLite, or an empty one at
DATABASE_URL); `make bench` does the same on its PostgreSQL. The sockets are raw ones: no client
library takes part in what is measured.
"""

import base64
import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.cloche import navigateur
from bench.mesure import quantile

RACINE = Path(__file__).resolve().parent.parent
ESSAIS = 60
PRISES = 500
PAR_COMPTE = 20
COURT, MOYEN = 126, 127  # of a frame's length byte


@dataclass(frozen=True)
class Direct:
    """Seconds from each commit to the bell in a browser; MiB before and with the sockets."""

    cloche: list[float]
    prises: int
    avant: float
    apres: float

    @property
    def p50(self) -> float:
        return statistics.median(self.cloche)

    @property
    def p95(self) -> float:
        return quantile(self.cloche)

    def __str__(self) -> str:
        return (
            f"Commit to bell in Chromium, {len(self.cloche)} assignments: p50 {self.p50:.3f} s, "
            f"p95 {self.p95:.3f} s, worst {max(self.cloche):.3f} s. "
            f"{self.prises} open sockets: worker from {self.avant:.0f} to {self.apres:.0f} MiB."
        )


class Prise:
    """A socket that reads text frames; it never sends but once, masked."""

    def __init__(self, port: int, cookie: str) -> None:
        self.prise = socket.create_connection(("127.0.0.1", port), timeout=30)
        host = f"127.0.0.1:{port}"
        key = base64.b64encode(secrets.token_bytes(16)).decode()
        head = (
            f"GET /ws/ HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {cookie}\r\n"
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\n\r\n"
        )
        self.prise.sendall(head.encode())
        answer = b""
        while not answer.endswith(b"\r\n\r\n"):
            answer += self._lire(1)
        if b" 101 " not in answer:
            raise ConnectionError(answer.decode("latin-1"))
        if self.entendre()["t"] != "bonjour":
            raise ConnectionError("no welcome")

    def _lire(self, nombre: int) -> bytes:
        found = b""
        while len(found) < nombre:
            part = self.prise.recv(nombre - len(found))
            if not part:
                raise ConnectionError("closed")
            found += part
        return found

    def entendre(self) -> Any:
        """The next message."""
        _first, length = self._lire(2)
        if length == COURT:
            length = int.from_bytes(self._lire(2), "big")
        return json.loads(self._lire(length))


def _manage(env: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=RACINE, env=env, capture_output=True, check=True, text=True)
    return done.stdout


# Rows and sessions are made beside the server; the acts that are timed go through it.
_PREPARER = """
import json
from importlib import import_module
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.utils import timezone
from comptes import sessions
from comptes.api.authentification import emettre
from comptes.choices import GenreSession
from comptes.models import Utilisateur
from interventions.services import creer
from equipements.models import Equipement
from techniciens.models import Technicien
store = import_module(settings.SESSION_ENGINE).SessionStore
def cookie(user):
    s = store()
    s[sessions.CLE] = sessions.ouvrir(user, genre=GenreSession.PAGE).sid
    s[HASH_SESSION_KEY] = user.get_session_auth_hash()
    s.save()
    return f"{settings.SESSION_COOKIE_NAME}={s.session_key}"
chef = Utilisateur.objects.get(username="responsable")
tech = Technicien.objects.get(user__username="technicien")
place = Equipement.objects.filter(archive_le=None).exclude(statut="retire").first()
rows = [creer(par=chef, equipement_id=place.pk, titre=f"Mesure {n}").pk for n in range(NOMBRE)]
users = [tech.user]
for n in range(COMPTES):
    u = Utilisateur(username=f"mesure{n}", email=f"m{n}@example.ma", role="responsable")
    u.set_unusable_password()
    u.save()
    users.append(u)
print(json.dumps({"jeton": emettre(chef)["access_token"], "technicien": tech.pk, "lignes": rows,
                  "temoins": [cookie(u) for u in users]}))
"""


@contextmanager
def _servir(env: dict[str, str], port: int) -> Iterator[int]:
    """The worker's process id."""
    command = [sys.executable, "-m", "gunicorn", "-c", "python:mif_erp.gunicorn", "-k", "asgi"]
    server = subprocess.Popen(
        [*command, "--threads", "1", "mif_erp.asgi:application"], cwd=RACINE, env=env
    )
    try:
        _attendre(port)
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        yield int(children[0])
    finally:
        server.terminate()
        server.wait(20)


def _attendre(port: int) -> None:
    for _try in range(600):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(port)


def _affecter(port: int, fait: dict[str, Any], ligne: int) -> float:
    """When the answer is there, since the epoch: the change is committed."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/interventions/{ligne}/actions/affecter",
        data=json.dumps({"technicien_id": fait["technicien"]}).encode(),
        headers={
            "Authorization": f"Bearer {fait['jeton']}",
            "Content-Type": "application/json",
        },
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=30):  # noqa: S310
        return time.time()


def _memoire(pid: int) -> float:
    """Resident MiB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _delais(port: int, fait: dict[str, Any]) -> list[float]:
    found = []
    with navigateur(f"http://127.0.0.1:{port}", fait["temoins"][0]) as bell:
        for row in fait["lignes"]:
            bell.guetter()
            committed = _affecter(port, fait, row)
            seen, number = bell.vue()
            told = f"{seen - committed:.3f} s, the bell shows {number}"
            if seen > committed:
                found.append(seen - committed)
            else:
                told = "not counted, the clock's own upkeep rang first"
            print(f"  {row}: {told}", flush=True)
            time.sleep(0.3)
    return found


def _environnement(dossier: str, port: int, url: str) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": url or f"sqlite:///{dossier}/base.sqlite3",
        "STATIC_ROOT": f"{dossier}/static",
        "PORT": str(port),
        "SECRET_KEY": secrets.token_urlsafe(48),
        "JWT_KEY": secrets.token_urlsafe(48),
        "REDIS_URL": "",
        "RELAIS": "1",
        "TEMPS_REEL": "1",
        "COURRIELS_DOSSIER": f"{dossier}/courriels",
    }


def mesurer(url: str) -> Direct:
    """Everything, on an empty base."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="mif-direct-") as folder:
        env = _environnement(folder, port, url)
        _manage(env, "migrate", "-v0")
        _manage(env, "demo", "--graine", "1", "-v0")
        _manage(env, "collectstatic", "--noinput", "-v0")
        wanted = _PREPARER.replace("NOMBRE", str(ESSAIS)).replace(
            "COMPTES", str(PRISES // PAR_COMPTE)
        )
        fait = json.loads(_manage(env, "shell", "-v0", "-c", wanted).splitlines()[-1])
        with _servir(env, port) as pid:
            delays = _delais(port, fait)
            before = _memoire(pid)
            sockets = [
                Prise(port, cookie) for cookie in fait["temoins"][1:] for _n in range(PAR_COMPTE)
            ]
            time.sleep(12)  # two reviews of sessions
            return Direct(delays, len(sockets), before, _memoire(pid))


if __name__ == "__main__":
    print(mesurer(os.environ.get("DATABASE_URL", "")))
