"""The doctor says what is wrong, in words, and by its exit code."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import checks
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections
from pytest_django import Settings

from core import examens
from core.examens import EXAMENS, Constat, Examen, examiner
from core.inalterable import retirer_declencheurs
from core.models import Organisation

pytestmark = pytest.mark.django_db
ICE = "002914736000071"


def _doctor() -> tuple[str, bool]:
    """What it said, and whether it failed."""
    said = StringIO()
    try:
        call_command("doctor", stdout=said, no_color=True)
    except CommandError as error:
        return f"{said.getvalue()}{error}", True
    return said.getvalue(), False


def test_une_base_saine() -> None:
    Organisation.objects.create(pk=1, nom="MIF", ice=ICE)
    said, failed = _doctor()
    assert not failed
    assert said.splitlines() == [*(f"✓ {e.nom}" for e in EXAMENS), "Rien à corriger."]


def test_une_remarque_nest_pas_une_faute() -> None:
    said, failed = _doctor()
    assert not failed
    assert "! Organisation" in said
    assert "n’a pas d’ICE" in said
    assert "→ Complétez-la" in said


def test_un_declencheur_daudit_manque() -> None:
    retirer_declencheurs(connection)
    said, failed = _doctor()
    assert failed
    assert "✗ Contrôles des applications" in said
    assert "Déclencheur d'audit manquant : historiques_interventions_" in said
    assert "core.E001" in said


@pytest.mark.vrai_hachage
def test_un_compte_de_demonstration_en_production(settings: Settings) -> None:
    settings.BCRYPT_COUT = 4
    user = get_user_model()(username="admin", email="admin@mif.ma", role="admin")
    user.set_password("admin123")
    user.save()
    assert "comptes.E001" not in _doctor()[0]
    settings.PRODUCTION = True
    said, failed = _doctor()
    assert failed
    assert "comptes.E001" in said


def test_une_migration_a_appliquer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "django.db.migrations.executor.MigrationExecutor.migration_plan",
        lambda *_a: [("core.0009_x", False)],
    )
    said, failed = _doctor()
    assert failed
    assert "1 migration(s) à appliquer : core.0009_x." in said
    assert "manage.py migrate" in said


def test_une_table_daudit_absente(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examens, "tables", lambda: {"journal_perdu": "id"})
    said, failed = _doctor()
    assert failed
    assert "Table d’audit absente : journal_perdu." in said


def test_sans_connexion_il_ny_a_rien_dautre_a_dire(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuser() -> Iterator[Constat]:
        yield Constat("La base est lente.")
        raise DatabaseError("base arrêtée")

    monkeypatch.setattr(examens, "EXAMENS", (Examen("Connexion", refuser), *EXAMENS[1:]))
    assert [(e.nom, [c.texte for c in found]) for e, found in examiner()] == [
        ("Connexion", ["La base a refusé : base arrêtée"])
    ]


def test_un_avertissement_de_django_reste_une_remarque(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[Any] = [checks.Warning("Attention", id="x.W001"), checks.Critical("Grave")]
    monkeypatch.setattr(examens, "run_checks", lambda **_k: found)
    said, failed = _doctor()
    assert failed
    assert "Attention (x.W001)" in said
    assert said.endswith("1 faute(s) à corriger.")


# --- What is particular to each database ---------------------------------------------------------
REPONSES: dict[str, Any] = {
    "PRAGMA foreign_keys": 1,
    "PRAGMA journal_mode": "wal",
    "PRAGMA quick_check": "ok",
}


def _repondre(monkeypatch: pytest.MonkeyPatch, vendor: str, **faux: Any) -> None:
    """The server answers as told; `faux` overrides by the query's last word, or the version."""
    answers = {sql: faux.get(sql.split()[-1], known) for sql, known in REPONSES.items()}
    monkeypatch.setattr(examens, "_valeur", answers.__getitem__)
    monkeypatch.setattr(connection, "vendor", vendor)
    monkeypatch.setitem(vars(connections["default"]), "pg_version", faux.get("version", 150004))


@pytest.mark.parametrize(
    ("vendor", "faux", "attendu"),
    [
        ("sqlite", {}, []),
        ("sqlite", {"foreign_keys": 0}, ["SQLite ne contrôle pas les clés étrangères."]),
        ("sqlite", {"journal_mode": "delete"}, ["SQLite n’est pas en mode WAL"]),
        ("postgresql", {}, []),
        ("postgresql", {"version": 140011}, ["PostgreSQL 14 est trop ancien."]),
    ],
)
def test_serveur(
    monkeypatch: pytest.MonkeyPatch, *, vendor: str, faux: dict[str, Any], attendu: list[str]
) -> None:
    _repondre(monkeypatch, vendor, **faux)
    found = list(EXAMENS[1].chercher())
    assert len(found) == len(attendu)
    assert all(c.texte.startswith(text) for c, text in zip(found, attendu, strict=True))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own examination")
def test_contenu_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examens, "_valeur", lambda _sql: "page 3 illisible")
    connection.disable_constraint_checking()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        cursor.execute(
            "INSERT INTO sites (client_id, nom, adresse, ville, acces, horaires, created_at, "
            "updated_at) VALUES (999, 'X', '', '', '', '', '2026-01-01', '2026-01-01')"
        )
    found = [c.texte for c in EXAMENS[3].chercher()]
    assert found == ["SQLite : page 3 illisible", "Clés étrangères rompues dans : sites."]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sites WHERE client_id = 999")


@pytest.mark.postgres
def test_contenu_postgresql() -> None:
    assert list(EXAMENS[3].chercher()) == []
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pg_index SET indisvalid = false "
            "WHERE indexrelid = 'idx_client_ville_secteur'::regclass"
        )
    assert [c.texte for c in EXAMENS[3].chercher()] == [
        "Index invalide : idx_client_ville_secteur."
    ]


@pytest.mark.postgres
def test_horloges(monkeypatch: pytest.MonkeyPatch) -> None:
    horloge = next(e for e in EXAMENS if e.nom == "Horloge")
    assert list(horloge.chercher()) == []
    real = examens._valeur

    def en_avance(sql: str) -> Any:
        return real("SELECT clock_timestamp() + interval '90 seconds'")

    monkeypatch.setattr(examens, "_valeur", en_avance)
    assert [c.texte for c in horloge.chercher()] == [
        "L’horloge de la base s’écarte de 90 s de celle du serveur."
    ]
