"""Numbers without holes, by series and by the year of Casablanca."""

from datetime import UTC, datetime, timedelta
from datetime import timezone as fuseau

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from core.models import Serie
from core.numerotation import prendre_numeros, prochain_numero

pytestmark = pytest.mark.django_db

MARS = datetime(2026, 3, 2, tzinfo=UTC)


def test_a_la_suite() -> None:
    with time_machine.travel(MARS):
        given = [prochain_numero("INT") for _ in range(3)]
    assert given == ["INT-2026-000001", "INT-2026-000002", "INT-2026-000003"]


def test_chaque_serie_la_sienne() -> None:
    with time_machine.travel(MARS):
        assert prochain_numero("INT") == "INT-2026-000001"
        assert prochain_numero("CTR") == "CTR-2026-000001"
        assert prochain_numero("INT") == "INT-2026-000002"


@pytest.mark.parametrize("langue_du_fuseau", [None, 14, -12])
def test_lannee_est_celle_de_casablanca(langue_du_fuseau: int | None) -> None:
    """Whatever zone happens to be active: Casablanca is an hour ahead of UTC on New Year's Eve."""
    zone = None if langue_du_fuseau is None else fuseau(timedelta(hours=langue_du_fuseau))
    with timezone.override(zone):
        with time_machine.travel(datetime(2026, 12, 31, 22, 59, tzinfo=UTC)):
            assert prochain_numero("INT") == "INT-2026-000001"
        with time_machine.travel(datetime(2026, 12, 31, 23, 1, tzinfo=UTC)):
            assert prochain_numero("INT") == "INT-2027-000001"


def test_plusieurs_dune_autre_annee() -> None:
    """Work of earlier years is numbered in their series, which goes on where it was."""
    with time_machine.travel(MARS):
        assert prendre_numeros("INT", 2024, 2) == ["INT-2024-000001", "INT-2024-000002"]
        assert prendre_numeros("INT", 2024, 1) == ["INT-2024-000003"]
        assert prochain_numero("INT") == "INT-2026-000001"


def test_ce_qui_est_annule_rend_son_numero() -> None:
    with time_machine.travel(MARS):
        prochain_numero("INT")
        point = transaction.savepoint()
        assert prochain_numero("INT") == "INT-2026-000002"
        transaction.savepoint_rollback(point)
        assert prochain_numero("INT") == "INT-2026-000002"


def test_au_dela_dun_million() -> None:
    Serie.objects.create(code="INT", annee=2026, dernier=999_999)
    with time_machine.travel(MARS):
        assert prochain_numero("INT") == "INT-2026-1000000"
    assert str(Serie.objects.get()) == "INT-2026"
