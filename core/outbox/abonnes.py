"""Who is told of what: higher apps subscribe in their `apps.py`.

Inside (the rule): `livrer` runs in one transaction with the mark that it did, in order of event id,
so its effects in our database are exactly once. It must be quick and speak to nobody else.
Outside (`dehors=True`: mail, webhook, socket): `livrer` runs in no transaction and in no order, and
again when a relay died on the way: at least once. It must give up well before `BAIL`, and send
`Remise.cle` along so that the receiver can fold doubles. Each such subscriber has lanes of its own
(`voies`, one unless it says more), so that one who waits for a server that hangs holds up no other,
and so that a death cuts off no more deliveries than there are lanes.

One delivery that concerns several receivers is two subscribers: one inside, which writes a row and
publishes an event for each receiver, and one outside, which serves that one alone.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured

ESSAIS = 8
DEDANS = "dedans"  # the one lane of all that stay inside


@dataclass(frozen=True)
class Remise:
    """An event as its subscriber gets it; `cle` is the same at each try and at each replay."""

    cle: str
    evenement_id: int
    type: str
    version_schema: int
    donnees: Mapping[str, Any]
    cree_le: datetime
    request_id: str
    essai: int  # 1 for the first


@dataclass(frozen=True)
class Abonne:
    """A subscriber: what it does, to which types (None: all), and when it is given up."""

    nom: str
    livrer: Callable[[Remise], None]
    types: frozenset[str] | None
    dehors: bool
    essais: int
    voies: int

    @property
    def voie(self) -> str:
        """The name of the lane that serves it."""
        return self.nom if self.dehors else DEDANS

    def veut(self, type_evenement: str) -> bool:
        """Tell whether events of that type are for it."""
        return self.types is None or type_evenement in self.types


_abonnes: dict[str, Abonne] = {}


def abonner(
    nom: str,
    livrer: Callable[[Remise], None],
    *,
    types: Collection[str] | None = None,
    dehors: bool = False,
    essais: int = ESSAIS,
    voies: int = 1,
) -> None:
    """Subscribe under a name that stays: rows of the database hold it.

    After `essais` failures the delivery is a dead letter. Tries are 5, 15, 45... seconds apart, an
    hour at most. Of one outside, `voies` deliveries may be on their way at once.
    Events from before the first subscription are not delivered, unless they are replayed.
    """
    if nom in _abonnes:
        raise ImproperlyConfigured(f"subscriber {nom!r} is registered already")
    kinds = None if types is None else frozenset(types)
    _abonnes[nom] = Abonne(nom, livrer, kinds, dehors, essais, voies)


def abonnes() -> list[Abonne]:
    """All of them, in the order of registration."""
    return list(_abonnes.values())


def voies() -> list[str]:
    """A relay runs each of these at once: a name stands there as often as it has lanes."""
    outside = (abonne for abonne in abonnes() if abonne.dehors)
    return [DEDANS, *(abonne.voie for abonne in outside for _n in range(abonne.voies))]


def trouver(nom: str) -> Abonne | None:
    """The subscriber of that name."""
    return _abonnes.get(nom)
