"""What notifications does inside the acts of interventions."""

from collections.abc import Sequence
from typing import Any

from comptes.choices import Role
from interventions.models import Intervention
from notifications.services import prevenir, prevenir_les_techniciens


def apres_acte(passage: Any) -> None:
    """An act of the workflow is about to be written: its version is the next one."""
    prevenir(passage.action.nom, passage.intervention, passage.par)


def apres_creation(intervention: Intervention, par: Any) -> None:
    """A client or a technician has asked for something."""
    if par.role in (Role.CLIENT, Role.TECHNICIEN):
        prevenir("creer", intervention, par)


def apres_generation(interventions: Sequence[Intervention], par: Any) -> None:
    """Preventive work was made, some of it with its technician."""
    prevenir_les_techniciens(interventions, par)
