"""Pages of a list."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import pages
from core.errors import Introuvable
from core.models import Serie
from core.pages import paginer, tranche_et_compte


@pytest.fixture
def sept(db: None) -> Any:
    for annee in range(2020, 2027):
        Serie.objects.create(code="X", annee=annee)
    return Serie.objects.order_by("pk")


def test_pages_of_three(sept: Any) -> None:
    first, last = paginer(sept, "", taille=3), paginer(sept, "3", taille=3)
    assert (first.numero, first.precedente, first.suivante, first.derniere) == (1, None, 2, 3)
    assert (last.numero, last.precedente, last.suivante) == (3, 2, None)
    assert [len(p.lignes) for p in (first, last)] == [3, 1]
    assert (first.total, first.exact) == (7, True)


def test_no_row_is_one_empty_page(db: None) -> None:
    page = paginer(Serie.objects.order_by("pk"), "")
    assert (page.total, page.suivante, page.derniere, list(page.lignes)) == (0, None, 1, [])


@pytest.mark.parametrize("demande", ["0", "-1", "4", "x", "1.5", "٣", "9" * 40, " 1"])
def test_a_page_that_is_none_is_not_found(sept: Any, demande: str) -> None:
    with pytest.raises(Introuvable):
        paginer(sept, demande, taille=3)


def test_beyond_the_limit_it_is_only_said_to_be_more(
    sept: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "COMPTE_MAX", 6)
    first = paginer(sept, "1", taille=3)
    assert (first.total, first.exact, first.suivante, first.derniere) == (6, False, 2, None)
    assert paginer(sept, "2", taille=3).suivante is None
    with pytest.raises(Introuvable):
        paginer(sept, "3", taille=3)


def test_a_page_costs_a_count_and_its_rows(sept: Any) -> None:
    with CaptureQueriesContext(connection) as queries:
        list(paginer(sept, "2", taille=3).lignes)
    assert len(queries) == 2
    assert "ORDER BY" not in queries.captured_queries[0]["sql"]


@pytest.mark.parametrize(("debut", "annees"), [(0, [2020, 2021, 2022]), (6, [2026]), (9, [])])
def test_a_slice_that_says_how_many_there_are(sept: Any, debut: int, annees: list[int]) -> None:
    with CaptureQueriesContext(connection) as queries:
        found = tranche_et_compte(sept, ("annee",), debut=debut, fin=debut + 3)
    assert found == ([(year,) for year in annees], 7)
    assert len(queries) == (1 if annees else 2)


def test_a_slice_of_nothing(db: None) -> None:
    assert tranche_et_compte(Serie.objects.order_by("pk"), ("pk",), debut=0, fin=3) == ([], 0)
