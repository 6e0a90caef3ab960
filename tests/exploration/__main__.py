"""`python -m tests.exploration`: the served API is tried as each role, two roles at a time.

Each role has a database of its own, a copy of one filled once, so that what a run finds depends on
the seed and not on the other runs. A run that finds something, or does not reach every operation,
fails; its output then stands in `var/exploration/<role>.txt`. One that a slow machine's time ran
out on is stopped and says how far it came: three operations in four are enough then.
"""

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts.preparer import PYTHON
from scripts.processus import RACINE, VAR
from tests.description import CHEMIN
from tests.exploration.trouvailles import trouvailles
from tests.navigateur.serveur import Serveur, remplir, serveur

ROLES = ("admin", "responsable", "technicien", "client")
DOSSIER = VAR / "exploration"
CONFIGURATION = Path(__file__).with_name("schemathesis.toml")
ARRET = 60.0  # seconds to report in, once its time is over
DITS = 3  # of what was found, told at the end
ASSEZ = 0.75  # of the operations, for a run that was stopped
# Signing in is tried with wrong words too often for the brakes, and hashing is not what is tried.
REGLAGES = {"BCRYPT_COUT": "4", "ESSAIS_COMPTE": "1000000", "ESSAIS_RESEAU": "1000000"}


@dataclass(frozen=True)
class Bilan:
    """What one role's run came to."""

    role: str
    fini: bool
    operations: int = 0
    atteintes: int = 0
    demandes: int = 0
    ecarts: list[str] = field(default_factory=list)
    duree: float = 0.0

    @property
    def bon(self) -> bool:
        wanted = self.operations if self.fini else self.operations * ASSEZ
        return not self.ecarts and 0 < wanted <= self.atteintes

    def __str__(self) -> str:
        state = "ok   " if self.bon else "ÉCHEC"
        reached = f"{self.atteintes}/{self.operations} opérations, {self.demandes} demandes"
        end = "" if self.fini else ", arrêté avant la fin"
        return f"  {state} {self.role:<12} {reached}, {self.duree:.0f} s{end}"


def _commande(url: str, rapport: Path, options: argparse.Namespace) -> list[str]:
    found = [PYTHON, "-m", "schemathesis.cli", "--config-file", CONFIGURATION, "run", CHEMIN]
    found += ["--url", url, "--seed", options.graine, "--checks", "all"]
    found += ["--no-color", "--no-shrink"]
    found += ["--max-examples", options.exemples, "--phases", options.phases]
    found += ["--report", "json", "--report-json-path", rapport]
    found += [word for path in options.chemins for word in ("--include-path", path)]
    return [str(word) for word in found]


def _lancer(site: Serveur, role: str, options: argparse.Namespace) -> bool:
    """Run it to its end (True) or to the end of its time, when it is asked to report and stop."""
    env = site.env | {"EXPLORATION_ROLE": role}
    env |= {"SCHEMATHESIS_HOOKS": "tests.exploration.crochets", "PYTHONPATH": str(RACINE)}
    command = _commande(site.url, DOSSIER / f"{role}.json", options)
    with (DOSSIER / f"{role}.txt").open("wb") as said:
        run = subprocess.Popen(  # noqa: S603
            command, cwd=RACINE, env=env, stdout=said, stderr=subprocess.STDOUT
        )
        try:
            run.wait(options.secondes)
        except subprocess.TimeoutExpired:
            run.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                run.wait(ARRET)
            return False
        else:
            return True
        finally:
            run.kill()
            run.wait()


def explorer(role: str, modele: Path, options: argparse.Namespace) -> Bilan:
    """One role over all operations."""
    rapport, start = DOSSIER / f"{role}.json", time.monotonic()
    rapport.unlink(missing_ok=True)
    with serveur(modele, **REGLAGES) as site:
        ended = _lancer(site, role, options)
        faults = [f"journal : {line[:300]}" for line in site.pannes()[:10]]
    read = _lu(rapport)
    texts = trouvailles((DOSSIER / f"{role}.txt").read_text(encoding="utf-8", errors="replace"))
    found = [*([] if texts else read.get("failures", [])), *read.get("errors", [])]
    return Bilan(
        role,
        ended and bool(read.get("complete")),
        read.get("operations", {}).get("selected", 0),
        read.get("operations", {}).get("tested", 0),
        read.get("test_cases", {}).get("generated", 0),
        [*texts, *(f"{f['title']} : {f.get('operations', '')}"[:300] for f in found), *faults],
        time.monotonic() - start,
    )


def _lu(rapport: Path) -> dict[str, Any]:
    if not rapport.is_file() or not rapport.stat().st_size:
        return {}
    found: dict[str, Any] = json.loads(rapport.read_text(encoding="utf-8"))
    return found


def dire(bilans: Sequence[Bilan]) -> str:
    """A line a role, then the first of what was found, once for all roles: what CI shows ends here.

    All of it stands in `var/exploration`.
    """
    found: dict[str, str] = {}
    for bilan in bilans:
        for text in bilan.ecarts:
            found.setdefault(text.partition("\n")[0], f"{bilan.role} : {text}")
    lines = [str(bilan) for bilan in bilans]
    lines += [text.replace("\n", "\n      ") for text in list(found.values())[:DITS]]
    if len(found) > DITS:
        lines.append(f"… {len(found) - DITS} de plus dans {DOSSIER.relative_to(RACINE)}")
    return "".join(f"{line}\n" for line in lines)


def main(arguments: Sequence[str]) -> int:
    """All roles; 1 if one of them found something or did not reach everything."""
    parser = argparse.ArgumentParser(prog="python -m tests.exploration")
    parser.add_argument("--exemples", default="20", help="par opération")
    parser.add_argument("--phases", default="examples,fuzzing")
    parser.add_argument("--secondes", type=float, default=110, help="au plus, par rôle")
    parser.add_argument("--graine", default="1")
    parser.add_argument("--chemins", nargs="+", default=(), help="ceux du document, sinon tous")
    parser.add_argument("--roles", nargs="+", default=ROLES, choices=ROLES)
    options = parser.parse_args(arguments)
    DOSSIER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="mif-exploration-") as folder:
        remplir(Path(folder))
        with ThreadPoolExecutor(2) as two:
            runs = two.map(lambda role: explorer(role, Path(folder), options), options.roles)
            results = list(runs)
    sys.stdout.write(dire(results))
    return 0 if all(result.bon for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
