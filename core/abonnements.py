"""Reaching up inside a transaction: a lower app's act calls functions that a higher app registered.

Few and synchronous; each may refuse by raising a `DomainError`, which rolls the whole act back.
They are listed in `docs/abonnements.md`; a test there keeps the list true.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

Abonne = Callable[..., None]


class Registre:
    """Named acts of one app and who takes part in them, in order of registration."""

    def __init__(self, app: str, actes: tuple[str, ...]) -> None:
        self.app = app
        self.actes = actes
        self._abonnes: dict[str, list[Abonne]] = defaultdict(list)

    def enregistrer(self, acte: str, abonne: Abonne) -> None:
        """Take part in `acte`; an unknown name is a programming error."""
        if acte not in self.actes:
            raise LookupError(f"{self.app} has no act {acte!r}")
        if abonne not in self._abonnes[acte]:
            self._abonnes[acte].append(abonne)

    def appeler(self, acte: str, **faits: Any) -> None:
        """Run everybody who takes part in `acte`, inside the caller's transaction."""
        for abonne in self._abonnes[acte]:
            abonne(**faits)

    def liste(self) -> list[tuple[str, str]]:
        """(act, dotted name of the function), for the page that lists them."""
        return [
            (f"{self.app}.{acte}", f"{a.__module__}.{a.__qualname__}")
            for acte in self.actes
            for a in self._abonnes[acte]
        ]
