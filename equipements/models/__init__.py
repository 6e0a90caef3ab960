"""Machines, their families and their meters."""

from equipements.models.compteurs import Compteur, Releve
from equipements.models.machines import PROFONDEUR_MAX, Equipement, Famille

__all__ = ["PROFONDEUR_MAX", "Compteur", "Equipement", "Famille", "Releve"]
