"""System checks on the database: audit triggers in place, at each `migrate` and at each start."""

import logging
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from core import inalterable

journal = logging.getLogger(__name__)


def declencheurs(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """core.E001: an append-only table without its triggers."""
    return [
        Error(
            f"Déclencheur d'audit manquant : {nom} (base {alias}).",
            hint="Lancez « manage.py migrate » pour le remettre.",
            id="core.E001",
        )
        for alias in databases or ()
        for nom in inalterable.manquants(connections[alias])
    ]


def enregistrer() -> None:
    """Register the kernel's checks; they run with `check --database default` and `migrate`."""
    register(declencheurs, Tags.database)


def verifier_au_demarrage() -> None:
    """Called by the entry points: a server does not write an audit trail that can be changed.

    A database that does not answer is no reason to stay down: pages say 503 until it does.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        missing = inalterable.manquants(connection)
    except DatabaseError:
        journal.exception("audit triggers not checked: the database does not answer")
        return
    finally:
        connection.close()
    if missing:
        raise ImproperlyConfigured(
            f"Audit triggers missing: {', '.join(missing)}. Run « manage.py migrate »."
        )
