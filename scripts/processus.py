"""Child processes that never outlive the script, and numbered steps with their seconds."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
VAR = RACINE / "var"
JOURNAUX = VAR / "journaux"


class Echec(Exception):
    """Something that the person at the terminal can mend; the text says what and how."""


def attendre(processus: "subprocess.Popen[bytes]", delai: float | None = None) -> int:
    """Wait for a child, `delai` seconds at most; what interrupts the wait stops the child too."""
    try:
        return processus.wait(delai)
    except BaseException:
        processus.terminate()
        try:
            processus.wait(timeout=10)
        except subprocess.TimeoutExpired:
            processus.kill()
            processus.wait()
        raise


def lancer(
    commande: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    delai: float | None = None,
) -> int:
    """Run a command in the project's folder with its output on the terminal; its exit code.

    One that is not done after `delai` seconds is stopped, and has failed.
    """
    sys.stdout.flush()
    texte = [str(mot) for mot in commande]
    try:
        return attendre(subprocess.Popen(texte, cwd=RACINE, env=env), delai)
    except subprocess.TimeoutExpired as depasse:
        dit = " ".join(texte[:4])
        raise Echec(f"« {dit}… » n’a pas fini en {secondes(depasse.timeout)} : arrêté.") from None


def exiger(commande: Sequence[str | Path], *, journal: str, conseil: str = "") -> None:
    """Run a command quietly, into a log file that is shown only when the command fails."""
    JOURNAUX.mkdir(parents=True, exist_ok=True)
    chemin = JOURNAUX / f"{journal}.log"
    with chemin.open("wb") as sortie:
        texte = [str(mot) for mot in commande]
        processus = subprocess.Popen(texte, cwd=RACINE, stdout=sortie, stderr=subprocess.STDOUT)
        code = attendre(processus)
    if code:
        fin = "\n".join(chemin.read_text(errors="replace").splitlines()[-25:])
        raise Echec(
            f"{fin}\n\n« {' '.join(texte[:4])}… » a échoué (code {code}). {conseil}".strip()
        )


def environnement(**ajouts: str) -> dict[str, str]:
    """This process's environment with some values replaced."""
    return {**os.environ, **ajouts}


class Etapes:
    """Prints `[2/7] name … 3,4 s` around each step."""

    def __init__(self, total: int, *, depart: int = 0) -> None:
        self.total = total
        self.numero = depart

    @contextmanager
    def etape(self, nom: str) -> Iterator[None]:
        self.numero += 1
        debut = time.monotonic()
        print(f"[{self.numero}/{self.total}] {nom} …", end=" ", flush=True)
        try:
            yield
        except BaseException:
            print("échec", flush=True)
            raise
        print(secondes(time.monotonic() - debut), flush=True)


def secondes(duree: float) -> str:
    """A duration as read in French."""
    return f"{duree:.1f} s".replace(".", ",")
