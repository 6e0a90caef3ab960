"""The work order on paper: what the one who goes there reads, fills in and has signed."""

from typing import Any

from core.faits import Fait, faits
from core.visibility import montrer
from interventions.models import Intervention
from interventions.presentation import fiche

_TRAVAIL = (
    "type_intervention",
    "priorite",
    "technicien",
    "date_creation",
    "date_planifiee",
    "date_limite",
    "date_debut",
    "date_fin",
    "duree_estimee",
    "duree_reelle",
)
_CODES = ("mode", "cause", "remede")
# Written by hand where the program has nothing yet: (column, ruled lines).
_A_REMPLIR = (("diagnostic", 4), ("solution", 6))


def _textes(intervention: Intervention, user: Any) -> list[tuple[Fait, int]]:
    """The report's texts; for those still empty the number of lines to write on."""
    found = []
    for name, lines in _A_REMPLIR:
        if not montrer(Intervention, (name,), user):
            continue
        column: Any = Intervention._meta.get_field(name)
        text = getattr(intervention, name)
        found.append((Fait(column.verbose_name, text), 0 if text else lines))
    return found


def contexte(intervention: Intervention, user: Any) -> dict[str, Any]:
    """What stands on the sheet, as far as this person may read it."""
    machine = fiche.machine_visible(intervention, user)
    return {
        "intervention": intervention,
        "machine": machine,
        "faits_travail": faits(intervention, _TRAVAIL, user),
        "faits_machine": fiche.faits_machine(machine, user),
        "faits_lieu": fiche.faits_lieu(machine, user),
        "consignes": fiche.consignes(intervention, machine, user),
        "appels": fiche.appels(intervention, machine, user),
        "demande": faits(intervention, ("description",), user),
        "rapport": _textes(intervention, user),
        "codes": faits(intervention, _CODES, user),
        "temps": fiche.temps(intervention, user),
    }
