"""The main menu and « Créer »: each app adds its entries from its `AppConfig.ready`.

Roles say who sees an entry; the page behind it refuses the others in any case.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Entree:
    """One entry: label, route name, icon of the sprite, the roles that see it, its place.

    `touche` is the letter that opens it after `g`.
    """

    libelle: Any
    route: str
    icone: str
    roles: frozenset[str]
    ordre: int
    touche: str = ""


_entrees: list[Entree] = []
_creations: list[Entree] = []


def ajouter(
    libelle: Any, route: str, icone: str, *, roles: Any, ordre: int, touche: str = ""
) -> None:
    """Add an entry to the menu."""
    seen_by = frozenset(str(r) for r in roles)
    _inserer(_entrees, Entree(libelle, route, icone, seen_by, ordre, touche))


def ajouter_creation(libelle: Any, route: str, icone: str, *, roles: Any, ordre: int) -> None:
    """Add an entry to « Créer »; the first that a person sees is what the key `c` opens."""
    _inserer(_creations, Entree(libelle, route, icone, frozenset(str(r) for r in roles), ordre))


def _inserer(entrees: list[Entree], entree: Entree) -> None:
    if all(e.route != entree.route for e in entrees):
        entrees.append(entree)
        entrees.sort(key=lambda e: e.ordre)


def menu(user: Any) -> list[Entree]:
    """The entries that `user` sees, in order."""
    role = getattr(user, "role", None)
    return [e for e in _entrees if role in e.roles]


def creations(user: Any) -> list[Entree]:
    """What `user` may create, in order."""
    role = getattr(user, "role", None)
    return [e for e in _creations if role in e.roles]


# Entry -> the route that answers how much waits there; asked once the page stands.
_comptes: dict[str, str] = {}


def compter(route: str, compte: str) -> None:
    """Show beside the entry of `route` what `compte` answers."""
    _comptes[route] = compte


def compte_de(route: str) -> str:
    """The route that counts for this entry; empty for most."""
    return _comptes.get(route, "")
