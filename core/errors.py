"""The errors that services raise; faces turn them into pages or JSON in one place each.

Every one carries a sentence for the person (`detail`) and, where fields are to blame, one list of
sentences per field (`errors`). `statut_http` is what the API answers.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Erreurs = Mapping[str, Sequence[str]]


class DomainError(Exception):
    """A refusal that a person can understand and act upon."""

    statut_http = 400

    def __init__(self, detail: str, errors: Erreurs | None = None) -> None:
        super().__init__(detail)
        self.detail = str(detail)
        self.errors: dict[str, list[str]] = {k: list(v) for k, v in (errors or {}).items()}

    def corps(self) -> dict[str, Any]:
        """The JSON body of the refusal."""
        body: dict[str, Any] = {"detail": self.detail}
        if self.errors:
            body["errors"] = self.errors
        return body


class Invalide(DomainError):
    """What was sent does not hold: a missing, unknown or impossible value."""

    statut_http = 422


class Interdit(DomainError):
    """The person sees the row but may never do this to it."""

    statut_http = 403


class Introuvable(DomainError):
    """The row does not exist, or the person may not know that it does."""

    statut_http = 404


class Conflit(DomainError):
    """The row is not in a state for this act, or somebody was faster.

    `etat` tells where the row stands now (statut, version, actions_possibles...).
    """

    statut_http = 409

    def __init__(
        self, detail: str, *, etat: Mapping[str, Any] | None = None, errors: Erreurs | None = None
    ) -> None:
        super().__init__(detail, errors)
        self.etat = dict(etat or {})

    def corps(self) -> dict[str, Any]:
        return super().corps() | self.etat


class VersionPerimee(Conflit):
    """The row changed since the person read it: `etat["version"]` is today's version."""


class TropDeDemandes(DomainError):
    """Too many wrong attempts; `attente` seconds have to pass."""

    statut_http = 429

    def __init__(self, detail: str, *, attente: int) -> None:
        super().__init__(detail)
        self.attente = attente


class TropGros(DomainError):
    """A file over the limit."""

    statut_http = 413


class Indisponible(DomainError):
    """Something outside is full or silent; nothing was done."""

    PLACE = 507
    statut_http = 503

    def __init__(self, detail: str, *, statut: int = 503) -> None:
        super().__init__(detail)
        self.statut_http = statut
