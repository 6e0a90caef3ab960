"""What a long walk tries in one run: a share of it, another on each database and with each seed.

`make test` gives SQLite and PostgreSQL one seed, and each tries a share of its own. `make proof`
runs every test marked `part` once more, and there it tries all, on both. The seed is
pytest-randomly's, which each run prints.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from random import Random
from typing import TypeVar

import pytest
from django.db import connection

T = TypeVar("T")
PARTS = 8


@dataclass
class _Tirage:
    graine: int = 0
    seconde: bool = False  # of the two databases
    tout: bool = False
    test: str = ""  # that runs, if it is marked, so that the proof tries all of it


_tirage = _Tirage()


def tout() -> bool:
    """Whether this run tries all."""
    return _tirage.tout


def part(valeurs: Iterable[T], cle: str = "", *, au_plus: int | None = None) -> list[T]:
    """This run's share of them in their order, one at least, and `au_plus` at most.

    Another test shares them otherwise, and so does another `cle`.
    """
    if not _tirage.test:
        raise AssertionError("a test that tries a share is marked `part`")
    return _part(list(valeurs), f"{_tirage.test} {cle}", au_plus=au_plus)


def _part(valeurs: Sequence[T], cle: str, *, au_plus: int | None = None) -> list[T]:
    if _tirage.tout:
        return list(valeurs)
    ranks = list(range(len(valeurs)))
    Random(f"{_tirage.graine} {cle}").shuffle(ranks)  # noqa: S311
    first = _tirage.seconde and len(ranks) > 1
    return [valeurs[rank] for rank in sorted(ranks[first::PARTS][:au_plus])]


def _choisir(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """Those left out of tests of which a share of the cases is enough, `part(cas=True)`."""
    cases = defaultdict[str, list[pytest.Item]](list)
    for item in items:
        mark = item.get_closest_marker("part")
        if mark is not None and mark.kwargs.get("cas"):
            cases[item.nodeid.partition("[")[0]].append(item)
    return [
        item
        for test, group in cases.items()
        for item in set(group) - set(_part(sorted(group, key=attrgetter("nodeid")), test))
    ]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where proofs are asked for, the tests that draw are some; elsewhere cases are left out."""
    _tirage.graine = config.getoption("randomly_seed")
    _tirage.seconde = connection.vendor == "postgresql"
    _tirage.tout = "not preuve" not in config.option.markexpr
    if _tirage.tout:
        for item in items:
            if item.get_closest_marker("part"):
                item.add_marker("preuve")
    elif left := set(_choisir(items)):
        config.hook.pytest_deselected(items=list(left))
        items[:] = [item for item in items if item not in left]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    _tirage.test = item.nodeid if item.get_closest_marker("part") else ""
