"""Brakes on repetition: so many times in so long, counted in the shared cache.

What is counted is hashed into the key: a cache that leaks tells no address and no name. A counter
says nothing of whether what was tried exists, so an answer that follows it may be given to anyone.
"""

import hashlib
import time
from dataclasses import dataclass

from django.core.cache import cache


@dataclass(frozen=True)
class Frein:
    """At most `fois` in `secondes`, from the first that is counted."""

    nom: str
    fois: int
    secondes: int

    def _cle(self, *quoi: str | None) -> str:
        text = "\x00".join(part or "" for part in quoi)
        return f"frein:{self.nom}:{hashlib.sha256(text.encode()).hexdigest()}"

    def attente(self, *quoi: str | None) -> int:
        """Seconds until the next try is allowed; 0 when it is."""
        key = self._cle(*quoi)
        if int(cache.get(key, 0)) < self.fois:
            return 0
        until = float(cache.get(f"{key}:fin", 0))
        return max(1, round(until - time.time()))

    def compter(self, *quoi: str | None) -> None:
        """One more."""
        key = self._cle(*quoi)
        if cache.add(key, 1, self.secondes):
            cache.set(f"{key}:fin", time.time() + self.secondes, self.secondes)
            return
        try:
            cache.incr(key)
        except ValueError:  # it ran out between the two
            cache.set(key, 1, self.secondes)

    def oublier(self, *quoi: str | None) -> None:
        """Start over."""
        cache.delete(self._cle(*quoi))


def minutes(secondes: int) -> int:
    """What a person is told to wait: whole minutes, at least one."""
    return max(1, -(-secondes // 60))
