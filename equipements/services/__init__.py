"""Every write to a machine and to the list of families."""

from equipements.services.familles import (
    CHAMPS_FAMILLE,
    creer_famille,
    famille_nommee,
    modifier_famille,
    supprimer_famille,
)
from equipements.services.machines import (
    MODIFIABLES,
    archiver_equipement,
    creer_equipement,
    desarchiver_equipement,
    modifier_equipement,
    refuser_machines_vivantes,
)

__all__ = [
    "CHAMPS_FAMILLE",
    "MODIFIABLES",
    "archiver_equipement",
    "creer_equipement",
    "creer_famille",
    "desarchiver_equipement",
    "famille_nommee",
    "modifier_equipement",
    "modifier_famille",
    "refuser_machines_vivantes",
    "supprimer_famille",
]
