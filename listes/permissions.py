"""Who may share a view. This floor knows no roles: the accounts' app says it."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from core.errors import Interdit

_regles: list[Callable[[Any], bool]] = []


def enregistrer_partage(regle: Callable[[Any], bool]) -> None:
    """State who may share."""
    _regles.append(regle)


def peut_partager(user: Any) -> bool:
    """Nobody, until a rule says so."""
    return any(rule(user) for rule in _regles)


def exiger_partage(user: Any) -> None:
    """Raise `Interdit` for those who may only keep views of their own."""
    if not peut_partager(user):
        raise Interdit(_("Seuls les responsables partagent une vue."))
