"""The counts that PostgreSQL keeps are those of the rows, whatever door they came by."""

from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from interventions import cumuls, services
from interventions.models import Intervention
from interventions.tasks import tasser_cumuls
from interventions.tests.factories import InterventionFactory
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db
postgres = pytest.mark.postgres


def _lignes() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {cumuls.TABLE}")
        return int(cursor.fetchone()[0])


@postgres
def test_les_comptes_suivent_par_toutes_les_portes(monde: Monde) -> None:
    row = InterventionFactory(equipement=monde.machine_a, etat="ouverte")
    services.annuler(par=monde.admin, intervention_id=row.pk, motif="doublon")
    assert cumuls.ecart(connection) == 0
    rows = Intervention.objects.filter(pk=row.pk)
    changes: list[dict[str, Any]] = [
        {"type_intervention": "preventive"},
        # The last hour of the UTC day is the next day's first in Casablanca.
        {"date_creation": datetime(2026, 10, 31, 23, 30, tzinfo=UTC)},
        {"titre": "Ne change rien au compte"},
    ]
    for change in changes:
        rows.update(**change)
        assert cumuls.ecart(connection) == 0
    Intervention.objects.bulk_update([row], ["statut"])
    assert cumuls.ecart(connection) == 0
    with connection.cursor() as cursor:  # one that nothing hangs on
        cursor.execute(
            "INSERT INTO interventions SELECT (jsonb_populate_record(i, jsonb_build_object("
            "'id', 999999999, 'numero', 'INT-2026-999999'))).* FROM interventions i LIMIT 1"
        )
        assert cumuls.ecart(connection) == 0
        cursor.execute("DELETE FROM interventions WHERE id = 999999999")
    assert cumuls.ecart(connection) == 0


@postgres
def test_tasser_ne_change_aucune_somme(monde: Monde) -> None:
    for state in ("ouverte", "ouverte", "annulee", "cloturee"):
        InterventionFactory(equipement=monde.machine_a, etat=state)
    before = sorted(cumuls.lire([timezone.now()]))
    written = _lignes()
    gone = tasser_cumuls()
    assert gone > 0
    assert _lignes() == written - gone
    assert sorted(cumuls.lire([timezone.now()])) == before
    assert cumuls.tasser() == 0


@postgres
def test_un_ecart_se_voit_et_se_repare(monde: Monde) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {cumuls.TABLE} VALUES (now(), 'corrective', 'ouverte', 7)")
    [found] = cumuls.controler(None, databases=["default"])
    assert found.id == "interventions.E001"
    assert "sommes" in found.msg
    call_command("tasser_cumuls", refaire=True, stdout=StringIO())
    assert cumuls.controler(None, databases=["default"]) == []
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {cumuls.TABLE}_delete ON interventions")
    [found] = cumuls.controler(None, databases=["default"])
    assert f"{cumuls.TABLE}_delete" in found.msg


@postgres
def test_la_migration_se_refait(monde: Monde) -> None:
    InterventionFactory(equipement=monde.machine_a, etat="ouverte")
    with connection.cursor() as cursor:
        for sql in (*cumuls.installation(), *cumuls.retrait(), *cumuls.installation()):
            cursor.execute(sql)
    assert cumuls.ecart(connection) == 0


def test_sqlite_n_a_rien_a_tasser() -> None:
    if connection.vendor == "sqlite":
        assert not cumuls.tenus()
        assert cumuls.tasser() == 0
        cumuls.refaire()
    assert cumuls.controler(None, databases=["default"]) == []
