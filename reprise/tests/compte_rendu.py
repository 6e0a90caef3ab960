"""Reading the report of a takeover, and finding what a row became."""

from typing import Any

from interventions.models import Intervention
from reprise.models import Correspondance

Lignes = list[dict[str, str]]


def issues(lignes: Lignes, table: str) -> dict[str, str]:
    """Source id -> what became of it."""
    return {
        li["id"]: li["issue"]
        for li in lignes
        if li["table"] == table and li["id"] and li["issue"] != "averti"
    }


def remarques(lignes: Lignes, table: str, cle: int) -> dict[str, str]:
    """Column -> old value, of what was put right in a row."""
    return {
        li["colonne"]: li["ancienne_valeur"]
        for li in lignes
        if (li["table"], li["id"], li["issue"]) == (table, str(cle), "averti")
    }


def notre(modele: Any, table: str, cle: int) -> Any:
    row = Correspondance.objects.get(table_source=table, cle_source=str(cle))
    return modele._base_manager.get(pk=row.objet_id)


def travail(cle: int) -> Intervention:
    found: Intervention = notre(Intervention, "interventions", cle)
    return found
