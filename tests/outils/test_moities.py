"""The two halves of a walk are the whole, and another seed cuts elsewhere."""

from collections.abc import Iterator

import pytest

from tests import moities
from tests.moities import moitie, tour


@pytest.fixture(autouse=True)
def _tirage() -> Iterator[None]:
    before = moities._tirage
    moities._tirage = moities._Tirage()
    yield
    moities._tirage = before


def _deux(graine: int, valeurs: str, cle: str = "") -> list[list[str]]:
    found = []
    for seconde in (False, True):
        moities.regler(graine, seconde=seconde)
        found.append(moitie(valeurs, cle))
    return found


def test_both_databases_try_all_and_nothing_twice() -> None:
    for graine in range(20):
        first, second = _deux(graine, "abcdefghi")
        assert sorted(first + second) == list("abcdefghi")
        assert (len(first), first, second) == (4, sorted(first), sorted(second))


def test_each_value_comes_to_each_database_with_some_seed() -> None:
    assert {v for graine in range(20) for v in _deux(graine, "abcdef")[0]} == set("abcdef")
    assert len({"".join(_deux(3, "abcdef", cle)[0]) for cle in ("x", "y", "z", "t")}) > 1


def test_the_whole_is_tried_where_it_is_asked_for() -> None:
    assert moitie("abc", tout=True) == ["a", "b", "c"]


def test_turns_differ_by_database_and_by_seed() -> None:
    turns = []
    for graine, seconde in ((7, False), (7, True), (9, False)):
        moities.regler(graine, seconde=seconde)
        turns.append(tour())
    assert len(set(turns)) == 3
