"""The threads of the one server process of `make run`: relay and clock, without Redis or Celery.

Two lanes carry what leaves the database, so that one slow receiver does not hold up all others,
and nothing of it ever holds up what stays inside.
"""

import logging
import threading
from collections.abc import Sequence

from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from core import travaux
from core.outbox.relais import Voie

logger = logging.getLogger(__name__)

VOIES_DEHORS = 2
PREMIER_REGARD = 20.0  # seconds: the first visitor comes before the upkeep
REGARD = 15.0
PATIENCE = 5.0  # for a thread to finish what it is at; the database undoes the rest


class Horloge(threading.Thread):
    """Runs the jobs that are due, one after the other."""

    def __init__(self) -> None:
        super().__init__(name="horloge", daemon=True)
        self._fin = threading.Event()

    def run(self) -> None:
        """Look every `REGARD` seconds until told to stop."""
        rest = PREMIER_REGARD
        while not self._fin.wait(rest):
            rest = REGARD
            try:
                self.regarder()
            except (InterfaceError, OperationalError) as error:
                logger.warning("The clock waits for the database (%s).", type(error).__name__)
            except Exception:
                logger.exception("The clock failed; it goes on.")
            finally:
                close_old_connections()

    def regarder(self) -> None:
        """Run what is due now."""
        for travail in travaux.dus(timezone.now()):
            if self._fin.is_set():
                return
            travaux.executer(travail)

    def arreter(self) -> None:
        """Ask it to stop after the job it is at."""
        self._fin.set()


_fils: list[Voie | Horloge] = []


def demarrer() -> Sequence[threading.Thread]:
    """Start them, once a process."""
    if not _fils:
        _fils.append(Voie(dehors=False))
        _fils.extend(Voie(dehors=True, nom=f"relais-{n + 1}") for n in range(VOIES_DEHORS))
        _fils.append(Horloge())
        for fil in _fils:
            fil.start()
    return list(_fils)


def arreter() -> None:
    """Stop them; whoever does not finish in time is cut off with the process."""
    for fil in _fils:
        fil.arreter()
    for fil in _fils:
        fil.join(PATIENCE)
    _fils.clear()
