"""The bell: after a commit it wakes the relay of this process, or asks Celery for one.

It only sets a flag. A thread of its own speaks to the broker, so that a broker that is down or
hangs never holds up whoever made the change; what a bell misses, the relay's sweep finds.
"""

import logging
import threading
import time

from django.conf import settings
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)
# Between two messages to the broker: one wakes a relay for all that was committed meanwhile.
PAUSE = 0.2
PLAINTE = 60.0  # seconds between two complaints that the broker is away


class Cloche:
    """Counts its strokes, so that each listener sees those it has missed."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._coups = 0

    def sonner(self) -> None:
        """Wake every listener."""
        with self._condition:
            self._coups += 1
            self._condition.notify_all()

    def attendre(self, vus: int, delai: float | None = None) -> int:
        """Wait until there are more strokes than `vus`, or for `delai` seconds; how many now."""
        with self._condition:
            self._condition.wait_for(lambda: self._coups != vus, delai)
            return self._coups


cloche = Cloche()
_verrou = threading.Lock()
_facteur: threading.Thread | None = None


def sonner() -> None:
    """Something was committed that may have to be delivered."""
    cloche.sonner()
    if settings.RELAIS_REVEIL:
        _assurer_facteur()


def _assurer_facteur() -> None:
    """One thread a process; a fork leaves its threads behind, so each bell looks."""
    global _facteur  # noqa: PLW0603  the one of this process
    if _facteur is not None and _facteur.is_alive():
        return
    with _verrou:
        if _facteur is None or not _facteur.is_alive():
            _facteur = threading.Thread(target=_porter, name="reveil", daemon=True)
            _facteur.start()


def _porter() -> None:
    """Carry bells to the broker for as long as there is one."""
    vus, plainte = -1, 0.0
    while True:
        vus = cloche.attendre(vus)
        if not settings.RELAIS_REVEIL:
            return
        try:
            import_string(settings.RELAIS_REVEIL)()
        except Exception as error:  # noqa: BLE001  whatever the broker does, the sweep delivers
            if time.monotonic() - plainte > PLAINTE or not plainte:
                plainte = time.monotonic()
                logger.warning("The broker takes no wake-up (%s).", type(error).__name__)
        time.sleep(PAUSE)
