"""Examinations of the database, each with what it found in French; `manage.py doctor` prints them.

What an app registered with Django as a database check is run too, so that there is one list.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.checks import WARNING, Tags, run_checks
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from core import travaux
from core.inalterable import tables
from core.models import Organisation
from core.outbox import EtatLivraison, entretien
from core.outbox.abonnes import abonnes

POSTGRESQL_MIN = 150000  # 15.0
MIGREZ = "Lancez « manage.py migrate »."


@dataclass(frozen=True)
class Constat:
    """One finding: an error must be seen to, a remark (`grave` False) may wait."""

    texte: str
    conseil: str = ""
    grave: bool = True


@dataclass(frozen=True)
class Examen:
    """What is looked at, and the findings; none means that all is well."""

    nom: str
    chercher: Callable[[], Iterator[Constat]]


def examiner() -> Iterator[tuple[Examen, list[Constat]]]:
    """Each examination with its findings; without a connection there is only the first."""
    for examen in EXAMENS:
        try:
            found = list(examen.chercher())
        except DatabaseError as error:
            found = [Constat(f"La base a refusé : {error}".strip())]
        yield examen, found
        if found and examen is EXAMENS[0]:
            return


def _connexion() -> Iterator[Constat]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    yield from ()


def _serveur() -> Iterator[Constat]:
    """PostgreSQL 15 or later; SQLite with the settings that keep its promises."""
    if connection.vendor == "postgresql":
        server: Any = connection  # said when the connection opened
        if server.pg_version < POSTGRESQL_MIN:
            yield Constat(
                f"PostgreSQL {server.pg_version // 10000} est trop ancien.", "15 au moins."
            )
        return
    if _valeur("PRAGMA foreign_keys") != 1:
        yield Constat("SQLite ne contrôle pas les clés étrangères.", "Voir OPTIONS, settings.py.")
    if _valeur("PRAGMA journal_mode") not in ("wal", "memory"):
        yield Constat(
            "SQLite n’est pas en mode WAL : lecteurs et auteurs s’attendent.", grave=False
        )


def _valeur(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def _migrations() -> Iterator[Constat]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        names = ", ".join(str(migration) for migration, _recul in plan[:5])
        yield Constat(f"{len(plan)} migration(s) à appliquer : {names}.", MIGREZ)


def _contenu() -> Iterator[Constat]:
    """SQLite's own examination; PostgreSQL's indexes left invalid by a broken build."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid ORDER BY 1"
            )
            for (nom,) in cursor.fetchall():
                yield Constat(f"Index invalide : {nom}.", f"REINDEX INDEX CONCURRENTLY {nom};")
        return
    if (answer := _valeur("PRAGMA quick_check")) != "ok":
        yield Constat(f"SQLite : {answer}", "Restaurez une sauvegarde.")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        broken = sorted({row[0] for row in cursor.fetchall()})
    if broken:
        yield Constat(f"Clés étrangères rompues dans : {', '.join(broken)}.")


def _controles() -> Iterator[Constat]:
    """Every check that an app registered for the database: triggers, demo passwords..."""
    for message in run_checks(tags=[Tags.database], databases=[DEFAULT_DB_ALIAS]):
        yield Constat(
            f"{message.msg} ({message.id})", message.hint or "", grave=message.level > WARNING
        )


def _audit() -> Iterator[Constat]:
    """Append-only tables are there (their triggers are a registered check)."""
    present = set(connection.introspection.table_names())
    for table in tables():
        if table not in present:
            yield Constat(f"Table d’audit absente : {table}.", MIGREZ)


def _horloge() -> Iterator[Constat]:
    """The server's clock and the database's agree; audit rows carry ours."""
    if connection.vendor != "postgresql":
        return
    gap = abs((_valeur("SELECT clock_timestamp()") - timezone.now()).total_seconds())
    if gap > 1:
        yield Constat(f"L’horloge de la base s’écarte de {gap:.0f} s de celle du serveur.")


def _organisation() -> Iterator[Constat]:
    row = Organisation.objects.filter(pk=1).first()
    if row is None or not row.ice:
        yield Constat(
            "L’organisation n’a pas d’ICE : il manquera sur les documents.",
            "Complétez-la dans l’administration.",
            grave=False,
        )


def _evenements() -> Iterator[Constat]:
    """Everybody is told in time, and nobody was given up."""
    state = entretien.etat()
    if state.degrade:
        yield Constat(
            f"{state.a_diffuser + state.dues} événement(s) ou livraison(s) en attente, "
            f"depuis {state.age:.0f} s.",
            "Le relais ne tourne pas, ou ne suit pas : voir docs/exploitation.md.",
        )
    if state.mortes:
        yield Constat(f"{state.mortes} livraison(s) échouée(s).", "manage.py evenements morts")
    known = {abonne.nom for abonne in abonnes()}
    for name, states in entretien.par_abonne():
        if name not in known and states.get(EtatLivraison.DUE):
            yield Constat(
                f"Plus personne ne se nomme « {name} » : {states[EtatLivraison.DUE]} livraison(s).",
                f"manage.py evenements abandonner --abonne {name}",
                grave=False,
            )


def _travaux() -> Iterator[Constat]:
    """The last run of each job went well."""
    jobs = [travail.nom for travail in travaux.travaux()]
    for name, row in sorted(travaux.dernieres(jobs).items()):
        if row.erreur:
            yield Constat(f"{name} : {row.erreur}", f"manage.py travaux {name}")


EXAMENS: tuple[Examen, ...] = (
    Examen("Connexion à la base", _connexion),
    Examen("Serveur de base de données", _serveur),
    Examen("Migrations", _migrations),
    Examen("Contenu de la base", _contenu),
    Examen("Tables d’audit", _audit),
    Examen("Contrôles des applications", _controles),
    Examen("Horloge", _horloge),
    Examen("Organisation", _organisation),
    Examen("Événements", _evenements),
    Examen("Travaux planifiés", _travaux),
)
