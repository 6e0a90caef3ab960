"""The threads of the one server process of `make run`: relay and clock, without Redis or Celery.

What stays inside the database has one lane, each subscriber outside its own: a mail server that
hangs holds up neither bells nor signals, and of mails one at most is on its way when all dies.
"""

import logging
import threading
from collections.abc import Sequence

from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from core import travaux
from core.outbox.abonnes import voies
from core.outbox.relais import Voie

logger = logging.getLogger(__name__)

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
        _fils.extend(Voie(voie) for voie in voies())
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
