"""What a long walk tries in one run: half on SQLite, the other half on PostgreSQL.

`make test` runs both with one seed, so that together they try all, and another seed shares it out
otherwise. `make proof` tries all on both. The seed is pytest-randomly's, which each run prints.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import TypeVar

import pytest

T = TypeVar("T")
# Of a walk that asks for `tout`: a half in `make test`, all in `make proof`.
ETENDUES = [
    pytest.param(False, id="moitie"),
    pytest.param(True, id="tout", marks=pytest.mark.preuve),
]


@dataclass
class _Tirage:
    graine: int = 0
    seconde: bool = False


_tirage = _Tirage()


def regler(graine: int, *, seconde: bool) -> None:
    """The seed of this run, and whether it takes the second halves."""
    _tirage.graine, _tirage.seconde = graine, seconde


def tour() -> int:
    """Where a walk begins that takes turns: another place on each database and with each seed."""
    return _tirage.graine + _tirage.seconde


def moitie(valeurs: Iterable[T], cle: str = "", *, tout: bool = False) -> list[T]:
    """This run's half of them in their order; another `cle` shares them out otherwise."""
    found = list(valeurs)
    if tout:
        return found
    ranks = list(range(len(found)))
    Random(f"{_tirage.graine} {cle}").shuffle(ranks)  # noqa: S311
    middle = len(ranks) // 2
    taken = set(ranks[middle:] if _tirage.seconde else ranks[:middle])
    return [value for rank, value in enumerate(found) if rank in taken]
