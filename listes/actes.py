"""What can be done with the rows ticked in a list; apps add theirs from `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass(frozen=True)
class ActeDeSelection:
    """A button of the selection bar: opens `route` with `?ids=1&ids=2`, or with the list's query.

    The route asks or shows; it checks each id itself.
    """

    libelle: Any
    icone: str
    route: str
    offert: Callable[[Any], bool]

    @property
    def adresse(self) -> str:
        return reverse(self.route)


_actes: dict[str, list[ActeDeSelection]] = {}


def ajouter(cle: str, acte: ActeDeSelection) -> None:
    """Offer `acte` on the list `cle`."""
    known = _actes.setdefault(cle, [])
    if all(other.route != acte.route for other in known):
        known.append(acte)


def actes_de(cle: str, user: Any) -> list[ActeDeSelection]:
    """The acts that this person is offered."""
    return [acte for acte in _actes.get(cle, []) if acte.offert(user)]
