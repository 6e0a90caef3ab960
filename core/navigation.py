"""The main menu: each app adds its entries from its `AppConfig.ready`; roles say who sees them."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Entree:
    """One entry: label, route name, icon of the sprite, the roles that see it, its place."""

    libelle: Any
    route: str
    icone: str
    roles: frozenset[str]
    ordre: int


_entrees: list[Entree] = []


def ajouter(libelle: Any, route: str, icone: str, *, roles: Any, ordre: int) -> None:
    """Add an entry to the menu."""
    entree = Entree(libelle, route, icone, frozenset(str(r) for r in roles), ordre)
    if all(e.route != route for e in _entrees):
        _entrees.append(entree)
        _entrees.sort(key=lambda e: e.ordre)


def menu(user: Any) -> list[Entree]:
    """The entries that `user` sees, in order."""
    role = getattr(user, "role", None)
    return [e for e in _entrees if role in e.roles]
