"""Every write to a machine, to its meters and to the list of families."""

from equipements.services.compteurs import (
    CHAMPS_COMPTEUR,
    creer_compteur,
    desactiver_compteur,
    modifier_compteur,
    reactiver_compteur,
)
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
from equipements.services.releves import Lecture, Ligne, corriger, relever, relever_tournee

__all__ = [
    "CHAMPS_COMPTEUR",
    "CHAMPS_FAMILLE",
    "MODIFIABLES",
    "Lecture",
    "Ligne",
    "archiver_equipement",
    "corriger",
    "creer_compteur",
    "creer_equipement",
    "creer_famille",
    "desactiver_compteur",
    "desarchiver_equipement",
    "famille_nommee",
    "modifier_compteur",
    "modifier_equipement",
    "modifier_famille",
    "reactiver_compteur",
    "refuser_machines_vivantes",
    "relever",
    "relever_tournee",
    "supprimer_famille",
]
