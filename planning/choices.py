"""Enums of planning."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Genre(TextChoices):
    """What an entry of the planning is."""

    PLAN = "plan", _("Plan d’entretien")
    CRENEAU = "creneau", _("Créneau")


class Unite(TextChoices):
    """What a plan's interval is counted in."""

    JOUR = "jour", _("jour")
    SEMAINE = "semaine", _("semaine")
    MOIS = "mois", _("mois")
    ANNEE = "annee", _("année")


class NatureAbsence(TextChoices):
    """Why somebody cannot be planned."""

    CONGE = "conge", _("Congé")
    FORMATION = "formation", _("Formation")
    INDISPONIBLE = "indisponible", _("Indisponible")


class Vue(TextChoices):
    """How the planning is looked at."""

    JOUR = "jour", _("Jour")
    SEMAINE = "semaine", _("Semaine")
    MOIS = "mois", _("Mois")
    LISTE = "liste", _("Liste")
