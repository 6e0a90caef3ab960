"""Machines as lists and details show them."""

from django.db.models import QuerySet

from equipements.models import Equipement


def avec_noms(rows: QuerySet[Equipement]) -> QuerySet[Equipement]:
    """With the names of client, site, family and parent, in one query."""
    return rows.select_related("client", "site", "famille", "parent")
