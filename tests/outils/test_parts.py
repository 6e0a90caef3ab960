"""Shares lie apart, come to all with time, and are all where that is asked for."""

from typing import Any

import pytest

from tests import parts
from tests.parts import PARTS, part

LETTRES = "abcdefghijklmnopqrstuvw"


class Cas:
    """A case of a test, as far as choosing asks."""

    def __init__(self, nodeid: str, mark: pytest.MarkDecorator | None) -> None:
        self.nodeid, self.mark = nodeid, mark

    def get_closest_marker(self, _nom: str) -> pytest.Mark | None:
        return self.mark.mark if self.mark else None


@pytest.fixture(autouse=True)
def _tirage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of this test, and put back after it."""
    monkeypatch.setattr(parts, "_tirage", parts._tirage)


def _regler(**valeurs: Any) -> None:
    parts._tirage = parts._Tirage(**{"test": "t"} | valeurs)


def _deux(graine: int, valeurs: str, cle: str = "") -> list[list[str]]:
    found = []
    for seconde in (False, True):
        _regler(graine=graine, seconde=seconde)
        found.append(part(valeurs, cle))
    return found


def test_both_databases_try_a_share_and_nothing_twice() -> None:
    for graine in range(20):
        first, second = _deux(graine, LETTRES)
        assert not {*first} & {*second}
        assert (first, second) == (sorted(first), sorted(second))
        assert {len(first), len(second)} == {-(-len(LETTRES) // PARTS)}


def test_each_value_comes_to_each_database_with_some_seed() -> None:
    for rank in (0, 1):
        assert {v for graine in range(300) for v in _deux(graine, LETTRES)[rank]} == {*LETTRES}
    assert len({"".join(_deux(3, LETTRES, cle)[0]) for cle in ("x", "y", "z", "t")}) > 1


def test_a_share_is_never_empty_unless_there_is_nothing() -> None:
    for graine in range(20):
        assert _deux(graine, "a") == [["a"], ["a"]]
        assert sorted(map(str, _deux(graine, "ab"))) == ["['a']", "['b']"]
        assert _deux(graine, "") == [[], []]


def test_at_most_so_many() -> None:
    _regler()
    assert len(part(range(100))) == 13
    assert len(part(range(100), au_plus=2)) == 2
    assert {*part(range(100), au_plus=2)} <= {*part(range(100))}


def test_all_is_tried_where_that_is_asked_for() -> None:
    _regler(tout=True)
    assert parts.tout()
    assert part("abc", au_plus=1) == ["a", "b", "c"]


def test_who_tries_a_share_is_marked() -> None:
    """Or the proof would not try the rest."""
    _regler(test="")
    with pytest.raises(AssertionError, match="marked `part`"):
        part("abc")


@pytest.mark.part
def test_a_mark_allows_it() -> None:
    assert part("a") == ["a"]


def test_of_cases_a_share_is_kept() -> None:
    _regler()
    cases: Any = [Cas(f"a[{x}]", pytest.mark.part(cas=True)) for x in LETTRES]
    others: Any = [Cas(f"b[{x}]", mark) for x in LETTRES for mark in (pytest.mark.part, None)]
    alone: Any = [Cas("c[x]", pytest.mark.part(cas=True))]
    left = parts._choisir([*others, *cases, *alone])
    assert len(left) == len(LETTRES) - -(-len(LETTRES) // PARTS)
    assert {*left} < {*cases}
    _regler(tout=True)
    assert parts._choisir([*cases, *alone]) == []
