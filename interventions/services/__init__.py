"""Every write to an intervention; the one door for page, API, admin, command and job."""

from interventions.services.contenu import commenter, evaluer, modifier, rectifier
from interventions.services.creation import creer, machine_au_travail
from interventions.services.cycle import (
    affecter,
    annuler,
    archiver,
    cloturer,
    demarrer,
    desaffecter,
    reprendre,
    suspendre,
)
from interventions.services.depart import (
    liberer,
    liberer_compte,
    refuser_changement_de_role,
    travail_ouvert,
)
from interventions.services.entretien import archiver_anciennes
from interventions.services.passage import annexer, etat, verrouiller
from interventions.services.retour import defaire, retour_de
from interventions.services.statut import changer_statut
from interventions.services.tri import accepter

__all__ = [
    "accepter",
    "affecter",
    "annexer",
    "annuler",
    "archiver",
    "archiver_anciennes",
    "changer_statut",
    "cloturer",
    "commenter",
    "creer",
    "defaire",
    "demarrer",
    "desaffecter",
    "etat",
    "evaluer",
    "liberer",
    "liberer_compte",
    "machine_au_travail",
    "modifier",
    "rectifier",
    "refuser_changement_de_role",
    "reprendre",
    "retour_de",
    "suspendre",
    "travail_ouvert",
    "verrouiller",
]
