"""The audit table is append-only on both databases, and the database itself says when it is not."""

from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import pytest_django
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, transaction

from core import inalterable
from core.controles import verifier_au_demarrage
from interventions.models import Intervention
from interventions.visibility import HistoriqueIntervention
from tests.fixtures import Monde

TABLE = "historiques_interventions"
# S608: the only names put into SQL here are our own.
POSTGRES = connection.vendor == "postgresql"


@pytest.fixture
def ligne(monde: Monde) -> dict[str, Any]:
    """The newest audit row as it stands in the table."""
    return _derniere()


def _derniere() -> dict[str, Any]:
    row: dict[str, Any] = HistoriqueIntervention.objects.order_by("-history_id").values()[0]
    return row


def _executer(sql: str, params: tuple[Any, ...] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def _colonnes(*, sauf: str = "") -> str:
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, TABLE)
    return ", ".join(f'"{c.name}"' for c in described if c.name != sauf)


def _copie(verbe: str, suite: str = "") -> str:
    """Insert a row onto itself."""
    names = _colonnes()
    return (
        f"{verbe} INTO {TABLE} ({names}) SELECT {names} FROM {TABLE} WHERE history_id = %s{suite}"
    )


_upsert = " ON CONFLICT (history_id) DO UPDATE SET description_acte = 'x'"

# Each gets the id of an existing row and tries to change or remove it.
GESTES_SQL: dict[str, Callable[[], str]] = {
    "update": lambda: f"UPDATE {TABLE} SET description_acte = 'x' WHERE history_id = %s",
    "update sans effet": lambda: f"UPDATE {TABLE} SET action = action WHERE history_id = %s",
    "delete": lambda: f"DELETE FROM {TABLE} WHERE history_id = %s",
    "delete tout": lambda: f"DELETE FROM {TABLE} WHERE history_id <= %s",
    "upsert": lambda: _copie("INSERT", _upsert),
}
GESTES_POSTGRES = {
    "truncate": lambda: f"TRUNCATE {TABLE}",
    "truncate cascade": lambda: f"TRUNCATE {TABLE} CASCADE",
}
GESTES_SQLITE = {
    "replace": lambda: _copie("REPLACE"),
    "insert or replace": lambda: _copie("INSERT OR REPLACE"),
    "update or replace": lambda: (
        f"UPDATE OR REPLACE {TABLE} SET history_id = 1 WHERE history_id = %s"
    ),
}
GESTES = GESTES_SQL | (GESTES_POSTGRES if POSTGRES else GESTES_SQLITE)


@pytest.mark.django_db
@pytest.mark.parametrize("geste", sorted(GESTES))
def test_la_base_refuse(ligne: dict[str, Any], geste: str) -> None:
    count = HistoriqueIntervention.objects.count()
    sql = GESTES[geste]()
    with pytest.raises(DatabaseError, match="inalterable"), transaction.atomic():
        _executer(sql, (ligne["history_id"],) if "%s" in sql else ())
    assert HistoriqueIntervention.objects.count() == count
    assert _derniere() == ligne


@pytest.mark.django_db
@pytest.mark.parametrize("geste", ["save", "delete", "update", "queryset", "bulk_update"])
def test_lorm_aussi_est_refuse(ligne: dict[str, Any], geste: str) -> None:
    row = HistoriqueIntervention.objects.get(pk=ligne["history_id"])
    row.description_acte = "Autre"
    rows = HistoriqueIntervention.objects.filter(pk=row.pk)
    gestes: dict[str, Callable[[], Any]] = {
        "save": row.save,
        "delete": row.delete,
        "update": lambda: rows.update(description_acte="Autre"),
        "queryset": rows.delete,
        "bulk_update": lambda: HistoriqueIntervention.objects.bulk_update(
            [row], ["description_acte"]
        ),
    }
    with pytest.raises(DatabaseError, match="inalterable"), transaction.atomic():
        gestes[geste]()
    assert _derniere() == ligne


@pytest.mark.django_db
def test_une_nouvelle_ligne_entre(ligne: dict[str, Any]) -> None:
    row = HistoriqueIntervention.objects.get(pk=ligne["history_id"])
    row.pk = None
    row.save(force_insert=True)
    assert row.pk > ligne["history_id"]


@pytest.mark.skipif(POSTGRES, reason="SQLite's own pragma")
@pytest.mark.django_db
def test_meme_sans_declencheurs_recursifs(ligne: dict[str, Any]) -> None:
    """A tool that opens the file without our pragmas does not get past the guard either."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers=OFF")
        try:
            with pytest.raises(DatabaseError, match="inalterable"), transaction.atomic():
                cursor.execute(GESTES["replace"](), (ligne["history_id"],))
        finally:
            cursor.execute("PRAGMA recursive_triggers=ON")


# --- put back, and missed ----------------------------------------------------------------------


def _declencheurs(*tables: str) -> list[str]:
    kinds = ("lignes", "vidage") if POSTGRES else ("update", "delete", "replace")
    return [f"{table}_{kind}" for table in tables for kind in kinds]


def _retirer(nom: str) -> None:
    _executer(f"DROP TRIGGER {nom} ON {TABLE}" if POSTGRES else f"DROP TRIGGER {nom}")


@pytest.mark.django_db
def test_rien_ne_manque() -> None:
    assert inalterable.manquants(connection) == []
    assert inalterable.tables() == {TABLE: "history_id", "releves": "id"}


@pytest.mark.django_db
@pytest.mark.parametrize("nom", _declencheurs(TABLE))
def test_un_declencheur_retire_est_signale_puis_remis(nom: str) -> None:
    _retirer(nom)
    assert inalterable.manquants(connection) == [nom]
    found = run_checks(tags=["database"], databases=[DEFAULT_DB_ALIAS])
    assert [(m.id, nom in m.msg) for m in found] == [("core.E001", True)]
    with pytest.raises(SystemCheckError, match=nom):
        call_command("check", database=[DEFAULT_DB_ALIAS], stdout=StringIO())
    inalterable.apres_migration()
    assert inalterable.manquants(connection) == []
    call_command("check", database=[DEFAULT_DB_ALIAS], stdout=StringIO(), stderr=StringIO())


@pytest.mark.django_db
def test_sans_base_nommee_le_controle_ne_dit_rien() -> None:
    _retirer(_declencheurs(TABLE)[0])
    assert [m for m in run_checks() if m.id == "core.E001"] == []


@pytest.mark.postgres
@pytest.mark.django_db
def test_un_declencheur_desactive_est_signale_puis_remis() -> None:
    _executer(f"ALTER TABLE {TABLE} DISABLE TRIGGER {TABLE}_lignes")
    assert inalterable.manquants(connection) == [f"{TABLE}_lignes"]
    inalterable.apres_migration()
    assert inalterable.manquants(connection) == []


@pytest.mark.django_db
def test_retirer_les_declencheurs_les_retire_tous() -> None:
    inalterable.retirer_declencheurs(connection)
    assert sorted(inalterable.manquants(connection)) == sorted(_declencheurs(*inalterable.tables()))
    inalterable.retirer_declencheurs(connection)


@pytest.mark.django_db
def test_une_table_pas_encore_creee_ne_gene_pas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inalterable, "_tables", {**inalterable.tables(), "a_venir": "id"})
    inalterable.installer(connection)
    assert inalterable.manquants(connection) == []


# --- migrations --------------------------------------------------------------------------------


@pytest.fixture
def base_a_part(tmp_path: Path) -> Iterator[str]:
    """An empty SQLite file of its own, whatever database the suite runs on."""
    alias = "a_part"
    connections.settings[alias] = connections.settings[DEFAULT_DB_ALIAS] | {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(tmp_path / "a_part.sqlite3"),
        "OPTIONS": {},
    }
    yield alias
    connections[alias].close()
    delattr(connections._connections, alias)  # type: ignore[attr-defined]
    del connections.settings[alias]


def _a_la_vue(own: Any) -> bool:
    with own.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'view'")
        return ("v_historiques_interventions",) in cursor.fetchall()


def _refaire(own: Any) -> None:
    """What a migration that alters a column does to a table of SQLite."""
    field = HistoriqueIntervention._meta.get_field("user_agent")
    with own.schema_editor() as editor:
        editor._remake_table(HistoriqueIntervention, alter_fields=[(field, field)])


@pytest.mark.preuve
def test_migrer_remet_declencheurs_et_vue(
    base_a_part: str, django_db_blocker: pytest_django.DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        own = connections[base_a_part]
        call_command("migrate", database=base_a_part, verbosity=0)
        assert inalterable.manquants(own) == []
        assert _a_la_vue(own)
        inalterable.avant_migration(using=base_a_part, plan=[("une migration", False)])
        _refaire(own)
        assert len(inalterable.manquants(own)) == 3, "SQLite has learned to keep triggers?"
        assert not _a_la_vue(own)
        call_command("migrate", database=base_a_part, verbosity=0)
        assert inalterable.manquants(own) == []
        assert _a_la_vue(own)


@pytest.mark.django_db
def test_la_vue_secarte_pendant_une_migration_qui_change_quelque_chose() -> None:
    inalterable.avant_migration(plan=[])
    _executer("SELECT count(*) FROM v_historiques_interventions")
    inalterable.avant_migration(plan=[("une migration", False)])
    with pytest.raises(DatabaseError), transaction.atomic():
        _executer("SELECT count(*) FROM v_historiques_interventions")
    inalterable.apres_migration()
    _executer("SELECT count(*) FROM v_historiques_interventions")


# --- at start ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_le_serveur_ne_demarre_pas_sans_declencheurs(monkeypatch: pytest.MonkeyPatch) -> None:
    # The transaction of the test lives in this connection.
    monkeypatch.setattr(connections[DEFAULT_DB_ALIAS], "close", lambda: None)
    verifier_au_demarrage()
    _retirer(_declencheurs(TABLE)[0])
    with pytest.raises(ImproperlyConfigured, match=_declencheurs(TABLE)[0]):
        verifier_au_demarrage()


def test_une_base_muette_nempeche_pas_de_demarrer(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def muette(_connection: Any) -> list[str]:
        raise DatabaseError("no answer")

    monkeypatch.setattr(inalterable, "manquants", muette)
    verifier_au_demarrage()
    assert "not checked" in caplog.text


def test_lhistoire_est_bien_celle_des_interventions() -> None:
    assert HistoriqueIntervention is Intervention.history.model
    assert HistoriqueIntervention._meta.db_table == TABLE
