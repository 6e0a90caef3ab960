"""An installation for fault tests: its processes, each in a group of its own, and what to kill."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from scripts.processus import RACINE

ATTENTE = 60.0
PREPARER = """
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from comptes.models import Utilisateur
call_command("migrate", verbosity=0)
Utilisateur.objects.create(username="pannes", email="pannes@exemple.ma", role="responsable")
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE pannes_actes (numero bigint)")
    cursor.execute("CREATE TABLE pannes_effets (cle varchar(200))")
"""


def port_libre() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as essai:
        essai.bind(("127.0.0.1", 0))
        port: int = essai.getsockname()[1]
        return port


def attendre(pret: Callable[[], bool], quoi: str, delai: float = ATTENTE) -> None:
    """Until `pret`; a time-out fails the test."""
    limite = time.monotonic() + delai
    while not pret():
        assert time.monotonic() < limite, f"{quoi} : rien après {delai:.0f} s"
        time.sleep(0.1)


class Installation:
    """A folder with logs, settings for each process, and the processes that run."""

    def __init__(self, dossier: Path, base: str, *, smtp: int, redis: Path | None = None) -> None:
        self.dossier = dossier
        self.suivi = dossier / "suivi"
        self.port = port_libre()
        self._redis = redis
        self._port_redis = port_libre()
        self._processus: dict[str, subprocess.Popen[bytes]] = {}
        self.env = {
            **{nom: os.environ[nom] for nom in ("PATH", "HOME") if nom in os.environ},
            "DJANGO_SETTINGS_MODULE": "tests.pannes.reglages",
            "ENVIRONNEMENT": "developpement",
            "DEBUG": "0",
            "SECRET_KEY": "pannes-" + "x" * 40,
            "JWT_KEY": "pannes-" + "y" * 40,
            "DATABASE_URL": base,
            "DOCUMENTS_ROOT": str(dossier / "documents"),
            "STATIC_ROOT": str(dossier / "static"),
            "REDIS_URL": f"redis://127.0.0.1:{self._port_redis}/0" if redis else "",
            "ALLOWED_HOSTS": "127.0.0.1",
            "PORT": str(self.port),
            "BIND": f"127.0.0.1:{self.port}",
            "WEB_CONCURRENCY": "2" if redis else "1",
            "RELAIS": "0" if redis else "1",
            "DEMO": "0",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(smtp),
            "EMAIL_USE_TLS": "0",
            "PANNES_SUIVI": str(self.suivi),
        }

    # --- Processes -------------------------------------------------------------------------------

    def lancer(self, nom: str, *mots: str | Path) -> None:
        """Start a program under a name; its words go to a log."""
        with (self.dossier / f"{nom}.log").open("ab") as sortie:
            self._processus[nom] = subprocess.Popen(  # noqa: S603
                [str(mot) for mot in mots],
                cwd=RACINE,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=sortie,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def preparer(self) -> None:
        """The tables of the product and those of the test."""
        subprocess.run(  # noqa: S603
            [sys.executable, "-c", PREPARER], cwd=RACINE, env=self.env, check=True
        )

    def lancer_redis(self) -> None:
        """On its port, with what its log of appends holds."""
        assert self._redis is not None
        options = ["--port", str(self._port_redis), "--bind", "127.0.0.1", "--save", ""]
        options += ["--appendonly", "yes", "--dir", str(self.dossier), "--daemonize", "no"]
        self.lancer("redis", self._redis, *options)

    def lancer_web(self, *options: str) -> None:
        """The product's server; waits until it answers."""
        gunicorn = [sys.executable, "-m", "gunicorn", "-c", "python:mif_erp.gunicorn"]
        self.lancer("web", *gunicorn, *options)
        attendre(self.repond, "le serveur")

    def lancer_celery(self) -> None:
        """A worker with the product's own number of children, and beat."""
        celery = [sys.executable, "-m", "celery", "-A", "mif_erp"]
        self.lancer("celery", *celery, "worker", "-l", "WARNING", "--without-mingle")
        schedule = str(self.dossier / "beat")
        self.lancer("beat", *celery, "beat", "-l", "WARNING", "-s", schedule, "--pidfile=")

    def repond(self) -> bool:
        """The server answers its own health check."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=2):
                return True
        except OSError:
            return False

    def agir(self, numero: int, options: str = "") -> bool:
        """One act; True only if it was acknowledged."""
        url = f"http://127.0.0.1:{self.port}/pannes/{numero}{options}"
        demande = urllib.request.Request(url, data=b"", method="POST")
        try:
            with urllib.request.urlopen(demande, timeout=20) as reponse:  # noqa: S310
                return bool(reponse.status == 200)
        except OSError:
            return False

    # --- Faults ----------------------------------------------------------------------------------

    def tuer(self, nom: str) -> None:
        """kill -9 of a program that we started."""
        processus = self._processus[nom]
        processus.kill()
        processus.wait()

    def enfants(self, nom: str) -> list[int]:
        """The processes that the program started itself."""
        parent = self._processus[nom].pid
        texte = Path(f"/proc/{parent}/task/{parent}/children").read_text()
        return [int(mot) for mot in texte.split()]

    def en_train(self, nom: str) -> int | None:
        """Of these children one that began to deliver outside a moment ago and has not ended."""
        limite = time.monotonic() + 1
        while time.monotonic() < limite:
            word, _espace, rest = self._dernier_mot().partition(" ")
            # Asked each time: a child that replaces one that was killed may be the one at work.
            if word == "debut" and int(rest) in self.enfants(nom):
                return int(rest)
            time.sleep(0.0002)
        return None

    def _dernier_mot(self) -> str:
        """The last line that a subscriber outside wrote."""
        with self.suivi.open("rb") as file:
            file.seek(max(0, self.suivi.stat().st_size - 200))
            return file.read().decode().rstrip("\n").rpartition("\n")[2]

    def tuer_enfant(self, nom: str) -> bool:
        """kill -9 of a child in mid-task; its parent starts another."""
        pid = self.en_train(nom)
        if pid is None:
            return False
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        return True

    def arreter(self) -> None:
        """Everything, groups and all."""
        for processus in self._processus.values():
            with suppress(ProcessLookupError):
                os.killpg(processus.pid, signal.SIGKILL)
            processus.wait()

    def partis(self) -> list[str]:
        """The keys that left the house, in order."""
        lines = self.suivi.read_text().splitlines() if self.suivi.exists() else []
        return [line.split()[1] for line in lines if line.startswith("parti ")]
