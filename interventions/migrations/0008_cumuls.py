"""Counts of the interventions that PostgreSQL keeps while they change (`interventions.cumuls`)."""

from typing import Any

from django.db import migrations

from interventions import cumuls


def _installer(apps: Any, editeur: Any) -> None:
    if editeur.connection.vendor == "postgresql":
        for sql in cumuls.installation():
            editeur.execute(sql)


def _retirer(apps: Any, editeur: Any) -> None:
    if editeur.connection.vendor == "postgresql":
        for sql in cumuls.retrait():
            editeur.execute(sql)


class Migration(migrations.Migration):
    dependencies = [("interventions", "0007_index_des_accueils")]

    operations = [migrations.RunPython(_installer, _retirer)]
