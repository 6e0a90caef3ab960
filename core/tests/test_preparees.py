"""Statements that are written once answer what the query itself would, with other values too."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import CharField, DateTimeField, IntegerField, Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comptes.models import Utilisateur
from comptes.tests.factories import UtilisateurFactory
from core.models import Serie
from core.preparees import Choisies, Parametre, Preparee


@pytest.fixture
def series(db: None) -> list[Serie]:
    return [Serie.objects.create(code=code, annee=2020 + n) for n, code in enumerate("ABCAB")]


def _annees(rows: list[Any]) -> list[int]:
    return [year for (year,) in rows]


def test_each_value_in_its_place(series: list[Serie]) -> None:
    """Values that stay are told from those that come, in whatever order SQL wants them."""
    kept = Preparee(
        Serie.objects.filter(
            Q(annee__gte=Parametre("depuis", IntegerField())) | Q(annee=2020),
            annee__lt=2024,
            code=Parametre("code", CharField()),
        )
        .order_by("-annee")
        .values_list("annee")
    )
    assert _annees(kept.lignes(code="A", depuis=2021)) == [2023, 2020]
    assert _annees(kept.lignes(depuis=2024, code="A")) == [2020]
    assert _annees(kept.lignes(depuis=2000, code="B")) == [2021]
    assert kept.lignes(depuis=2000, code="' OR 1=1 --") == []
    with pytest.raises(KeyError):
        kept.lignes(code="A")


def test_rows_are_read_as_the_orm_reads_them(db: None) -> None:
    """On SQLite a boolean and an instant are numbers and text."""
    user, off = UtilisateurFactory(), UtilisateurFactory(is_active=False)
    rows = Utilisateur.objects.filter(
        created_at__lte=Parametre("now", DateTimeField())
    ).values_list("pk", "is_active", "created_at")
    now = timezone.now() + timedelta(days=1)
    kept = Preparee(rows.order_by("pk"))
    assert kept.lignes(now=now) == [(u.pk, u.is_active, u.created_at) for u in (user, off)]
    assert kept.lignes(now=now - timedelta(days=2)) == []


def test_rows_chosen_by_another_query(series: list[Serie]) -> None:
    kept = Preparee(Serie.objects.filter(Choisies("ids")).order_by("annee").values_list("annee"))
    newest = Serie.objects.filter(code="A").order_by("-annee").values("pk")
    assert _annees(kept.lignes(ids=newest[:1])) == [2023]
    assert _annees(kept.lignes(ids=newest)) == [2020, 2023]
    assert _annees(kept.lignes(ids=Serie.objects.exclude(code="A").values("pk"))) == [
        2021,
        2022,
        2024,
    ]


def test_no_row_is_asked_for_where_there_can_be_none(series: list[Serie]) -> None:
    kept = Preparee(Serie.objects.filter(Choisies("ids")).values_list("pk"))
    with CaptureQueriesContext(connection) as queries:
        assert kept.lignes(ids=Serie.objects.none().values("pk")) == []
    assert not queries


def test_each_thread_writes_its_own(series: list[Serie]) -> None:
    """How rows are read is a matter of one connection, which other threads do not share."""
    kept = Preparee(Serie.objects.order_by("pk").values_list("pk"))
    with ThreadPoolExecutor(1) as other:
        theirs = other.submit(lambda: kept._formes).result()
    assert theirs is not kept._formes
