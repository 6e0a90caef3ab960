"""Choosing the machine of a new intervention among thousands, and what is open on it already."""

from typing import Any

from django.db.models import Count

from comptes.choices import Role
from core.recherche import rechercher
from equipements.choices import StatutEquipement
from equipements.models import Equipement
from interventions.models import Intervention
from interventions.workflow import OUVERTES

MONTREES = 20
# Its own words, its site's and its firm's.
_RECHERCHE = ("recherche", "site__recherche", "client__recherche")


def contexte(user: Any, texte: str) -> dict[str, Any]:
    """The machines that match, at most twenty; those that take no more work are left out."""
    rows = Equipement.objects.visible_to(user).select_related("client", "site")
    rows = rows.filter(archive_le=None).exclude(statut=StatutEquipement.RETIRE)
    found = rechercher(rows, texte, user=user, pliees=_RECHERCHE).order_by("nom", "id")
    machines = list(found[: MONTREES + 1])
    shown = machines[:MONTREES]
    counts = _combien_ouvertes(shown)
    return {
        "machines": [(machine, counts.get(machine.pk, 0)) for machine in shown],
        "encore": len(machines) > MONTREES,
        "recherche": texte,
        "pour_client": user.role == Role.CLIENT,
    }


def _combien_ouvertes(machines: list[Equipement]) -> dict[int, int]:
    """How much is open on each, by whomever: that there is some is no secret on the machine."""
    rows = Intervention.objects.filter(equipement__in=machines, statut__in=OUVERTES).order_by()
    return dict(rows.values_list("equipement_id").annotate(n=Count("pk")))


def deja_ouvertes(machine: Equipement, user: Any) -> list[dict[str, Any]]:
    """Open work on a machine that `user` sees; the title and the link only of visible rows.

    A technician reads of others' work on a machine that there is some: its number, its date.
    """
    rows = Intervention.objects.filter(equipement=machine, statut__in=OUVERTES)
    found = rows.order_by("-id").values("id", "numero", "titre", "statut", "date_creation")[:10]
    known = Intervention.objects.visible_to(user).filter(pk__in=[row["id"] for row in found])
    seen = set(known.values_list("pk", flat=True))
    return [
        {**row, "visible": row["id"] in seen, "titre": row["titre"] if row["id"] in seen else ""}
        for row in found
    ]
