"""The production entry point on a base of a given size, for the time of a block."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from pathlib import Path

from bench.client import Client

RACINE = Path(__file__).resolve().parent.parent
COMPTES = {
    "responsable": "responsable123",
    "technicien": "technicien123",
    "client": "client123",
}
PAGES = "page "  # before a name of COMPTES: signed in through the page, not by a token


@dataclass
class Serveur:
    """A running gunicorn: where it listens, on which base, and who is signed in."""

    port: int
    pid: int
    base: dict[str, str]
    _portes: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)

    def ouvrir(self, qui: str) -> Client:
        """A new connection of that account; signing in is done once."""
        client = Client(self.port)
        if qui not in self._portes:
            name = qui.removeprefix(PAGES)
            enter = client.ouvrir_session if qui.startswith(PAGES) else client.prendre_jeton
            enter(name, COMPTES[name])
            self._portes[qui] = client.porteur, dict(client.temoins)
        client.porteur, client.temoins = self._portes[qui][0], dict(self._portes[qui][1])
        return client

    def memoire(self) -> float:
        """Resident MiB of the largest worker process."""
        pages = [int(Path(f"/proc/{w}/statm").read_text().split()[1]) for w in self._ouvriers()]
        return max(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20

    def relancer(self) -> None:
        """Another worker in the place of the one that answered until now; same base, same port."""
        before = self._ouvriers()
        os.kill(self.pid, signal.SIGHUP)
        for _ in range(150):
            now = self._ouvriers()
            if now and not now & before:
                _attendre(self.port)
                return
            time.sleep(0.2)
        raise SystemExit("the worker was not replaced")

    def _ouvriers(self) -> set[str]:
        return set(Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split())

    def valeur(self, sql: str) -> str:
        """The one value that a statement gives, as text."""
        command = [sys.executable, "manage.py", "shell", "-v0", "-c", _LIRE.format(sql)]
        answer = subprocess.run(
            command, cwd=RACINE, env=os.environ | self.base, capture_output=True, check=True
        )
        return answer.stdout.decode().strip()

    def module(self, nom: str) -> str:
        """What `python -m nom` prints, on this base."""
        return _module(os.environ | self.base, nom)


def _port_libre() -> int:
    with socket.socket() as essai:
        essai.bind(("127.0.0.1", 0))
        port: int = essai.getsockname()[1]
        return port


@contextmanager
def base_neuve(url: str, nom: str) -> Iterator[str]:
    """The address of an empty base of that name on the server, for the time of the block."""
    manage = partial(_gerer, os.environ, {"DATABASE_URL": url})
    drop = _SQL.format(f"DROP DATABASE IF EXISTS {nom} WITH (FORCE)")
    create = _SQL.format(f"CREATE DATABASE {nom}")
    for command in (drop, create):  # a killed run may have left its base
        manage("shell", "-v0", "-c", command)
    try:
        yield re.sub(r"/[^/]*$", f"/{nom}", url)
    finally:
        manage("shell", "-v0", "-c", drop)


@contextmanager
def application(url: str, interventions: int) -> Iterator[Serveur]:
    """gunicorn (gthread, one worker) on a new base of so many interventions."""
    env = {**os.environ, "ALLOWED_HOSTS": "127.0.0.1", "RELAIS": "0"}
    with base_neuve(url, f"bench_{interventions}") as own:
        base = {"DATABASE_URL": own}
        manage = partial(_gerer, env, base)
        manage("migrate", "-v0")
        manage("demo", "--graine", "1", "--interventions", str(interventions))
        _module(env | base, "bench.garnir")
        manage("collectstatic", "--noinput", "-v0")
        with _gunicorn(env | base) as (port, pid):
            yield Serveur(port, pid, base)


_LIRE = (
    "from django.db import connection as k; c = k.cursor(); c.execute('{}'); print(c.fetchone()[0])"
)
_SQL = "from django.db import connection as c; c.cursor().execute('{}')"


def _gerer(env: Mapping[str, str], base: Mapping[str, str], *mots: str) -> None:
    command = [sys.executable, "manage.py", *mots]
    subprocess.run(command, cwd=RACINE, env={**env, **base}, check=True)


def _module(env: Mapping[str, str], nom: str) -> str:
    command = [sys.executable, "-m", nom]
    answer = subprocess.run(command, cwd=RACINE, env=env, stdout=subprocess.PIPE, check=True)
    return answer.stdout.decode()


@contextmanager
def _gunicorn(env: dict[str, str]) -> Iterator[tuple[int, int]]:
    port = _port_libre()
    command = [sys.executable, "-m", "gunicorn", "-c", "mif_erp/gunicorn.py", "-k", "gthread"]
    # The clients keep their connection while another one is measured.
    command += ["--keep-alive", "1800", "bench.socle:application"]
    server = subprocess.Popen(command, cwd=RACINE, env={**env, "PORT": str(port)})
    try:
        _attendre(port)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(timeout=30)


def _attendre(port: int) -> None:
    for _ in range(150):
        try:
            if Client(port).envoyer("GET", "/health").statut == HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")
