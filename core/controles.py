"""System checks on the database: audit triggers in place, no demo password in production."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from core import inalterable


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
