"""The tables of the planning."""

from planning.models.absences import Absence
from planning.models.agenda import LienAgenda
from planning.models.creneaux import Creneau, Reservation
from planning.models.entrees import EntreePlanning
from planning.models.horaires import HoraireTravail, JourFerie
from planning.models.plans import Plan

__all__ = [
    "Absence",
    "Creneau",
    "EntreePlanning",
    "HoraireTravail",
    "JourFerie",
    "LienAgenda",
    "Plan",
    "Reservation",
]
