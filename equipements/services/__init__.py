"""Every write to a machine, to its meters and to the list of families."""

from equipements.services.compteurs import (
    CHAMPS_COMPTEUR,
    MODIFIABLES_COMPTEUR,
    creer_compteur,
    modifier_compteur,
    retirer_compteur,
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
    annoncer_statut,
    archiver_equipement,
    creer_equipement,
    desarchiver_equipement,
    modifier_equipement,
    refuser_machines_vivantes,
)
from equipements.services.releves import Lecture, corriger, relever, relever_tournee

__all__ = [
    "CHAMPS_COMPTEUR",
    "CHAMPS_FAMILLE",
    "MODIFIABLES",
    "MODIFIABLES_COMPTEUR",
    "Lecture",
    "annoncer_statut",
    "archiver_equipement",
    "corriger",
    "creer_compteur",
    "creer_equipement",
    "creer_famille",
    "desarchiver_equipement",
    "famille_nommee",
    "modifier_compteur",
    "modifier_equipement",
    "modifier_famille",
    "refuser_machines_vivantes",
    "relever",
    "relever_tournee",
    "retirer_compteur",
    "supprimer_famille",
]
