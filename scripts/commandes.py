"""The commands by name, and how each ends: a refusal in words, an interruption, a code."""

import sys
from collections.abc import Callable
from types import FrameType

from scripts import bancs, controler, formes, lancer, tester, verrouiller
from scripts.processus import Echec

COMMANDES: dict[str, Callable[[], int]] = {
    "run": lancer.lancer,
    "dev": lancer.developper,
    "test": tester.tester,
    "format": formes.mettre_en_forme,
    "check": controler.controler,
    "proof": tester.prouver,
    "faults": tester.casser,
    "bench": bancs.mesurer,
    "lock": verrouiller.verrouiller,
}


def quitter(numero: int, _frame: FrameType | None) -> None:
    """Turn a signal into an exception, so that every `finally` on the way runs."""
    sys.exit(128 + numero)


def executer(nom: str) -> int:
    """Run a command and give its exit code."""
    try:
        return COMMANDES[nom]()
    except Echec as echec:
        print(f"\n{echec}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        print("\nInterrompu.", file=sys.stderr, flush=True)
        return 130
