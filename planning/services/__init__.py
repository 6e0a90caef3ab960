"""Every write to the planning; the one door for page, API, admin, command and job."""

from planning.services.absences import creer_absence, modifier_absence, retirer_absence
from planning.services.agenda import creer_lien, revoquer_lien
from planning.services.creneaux import confirmer, deplacer, deplanifier, modifier, planifier
from planning.services.disponibilites import actualiser_disponibilites
from planning.services.horaires import (
    ajouter_horaire,
    ajuster_ferie,
    definir_horaires,
    retablir_ferie,
    retirer_horaire,
)
from planning.services.plans import CHAMPS as CHAMPS_PLAN
from planning.services.plans import arreter_plan, creer_plan, deplacer_plan, modifier_plan
from planning.services.recalage import recaler_creneaux
from planning.services.seances import ajouter_seance, modifier_seance, retirer_seance
from planning.services.tableau import Place, Vu, placer, reprendre

__all__ = [
    "CHAMPS_PLAN",
    "Place",
    "Vu",
    "actualiser_disponibilites",
    "ajouter_horaire",
    "ajouter_seance",
    "ajuster_ferie",
    "arreter_plan",
    "confirmer",
    "creer_absence",
    "creer_lien",
    "creer_plan",
    "definir_horaires",
    "deplacer",
    "deplacer_plan",
    "deplanifier",
    "modifier",
    "modifier_absence",
    "modifier_plan",
    "modifier_seance",
    "placer",
    "planifier",
    "recaler_creneaux",
    "reprendre",
    "retablir_ferie",
    "retirer_absence",
    "retirer_horaire",
    "retirer_seance",
    "revoquer_lien",
]
