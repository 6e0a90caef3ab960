"""The relay: passes over what is due until nothing is; by Celery, in a thread, or by hand."""

import logging
import threading
import time
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from core.outbox.abonnes import Abonne, abonnes
from core.outbox.diffusion import diffuser
from core.outbox.livraison import dues, livrer_une
from core.outbox.reveil import cloche
from core.outbox.verrous import sur_une_voie

logger = logging.getLogger(__name__)

BALAYAGE = 5.0  # seconds until a relay looks by itself
TOUR = 50  # deliveries of one subscriber before the next has its turn
REPOS_MAX = 30.0


def passer(voie: str | None = None, *, limite: float | None = None) -> int:
    """Fan out and deliver until nothing is due or `limite` seconds are over; how many deliveries.

    `voie` is the lane (`abonnes.voies`) whose subscribers are served; without it, all are.
    """
    return _passer(voie, limite, lambda: False)


def _passer(voie: str | None, limite: float | None, arret: Callable[[], bool]) -> int:
    end = None if limite is None else time.monotonic() + limite
    total = 0

    def fini() -> bool:
        return arret() or (end is not None and time.monotonic() >= end)

    while not fini():
        spread = diffuser()
        done = sum(_tour(abonne, fini) for abonne in _de(voie))
        total += done
        if not spread and not done:
            break
    return total


def _de(voie: str | None) -> list[Abonne]:
    return [abonne for abonne in abonnes() if voie in (None, abonne.voie)]


def _tour(abonne: Abonne, fini: Callable[[], bool]) -> int:
    if not dues(abonne, timezone.now()).exists():  # without a lock: most often nothing waits
        return 0
    if not abonne.dehors:
        return _livrer(abonne, fini)
    with sur_une_voie(abonne) as mine:
        return _livrer(abonne, fini) if mine else 0


def _livrer(abonne: Abonne, fini: Callable[[], bool]) -> int:
    for number in range(TOUR):
        if fini() or not livrer_une(abonne):
            return number
    return TOUR


class Voie(threading.Thread):
    """One thread that passes whenever the bell rings and every `BALAYAGE` seconds.

    It outlives a database that is away, and holds no connection while it waits.
    """

    def __init__(self, voie: str | None = None) -> None:
        super().__init__(name=f"relais-{voie or 'tout'}", daemon=True)
        self._voie = voie
        self._fin = threading.Event()

    def run(self) -> None:
        """Pass until told to stop."""
        rest, seen = 0.0, -1
        while not self._fin.is_set():
            if rest:
                self._fin.wait(rest)
            else:
                seen = cloche.attendre(seen, BALAYAGE)
            rest = self._essayer(rest)

    def _essayer(self, repos: float) -> float:
        """One pass; the seconds to rest after a failure, 0 if there was none."""
        try:
            _passer(self._voie, None, self._fin.is_set)
        except (InterfaceError, OperationalError) as error:
            logger.warning("The relay waits for the database (%s).", type(error).__name__)
        except Exception:
            logger.exception("The relay failed; it goes on.")
        else:
            return 0.0
        finally:
            close_old_connections()
        return min(REPOS_MAX, max(1.0, repos * 2))

    def arreter(self) -> None:
        """Ask it to stop after the delivery it is at."""
        self._fin.set()
        cloche.sonner()
