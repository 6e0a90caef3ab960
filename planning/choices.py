"""Enums of planning."""

from django.db.models import IntegerChoices, TextChoices
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


class Declencheur(TextChoices):
    """What makes a plan fall due."""

    INTERVALLE = "intervalle", _("Intervalle")
    REGLE = "regle", _("Règle de calendrier")
    COMPTEUR = "compteur", _("Compteur")


class JourNonOuvre(TextChoices):
    """What becomes of a due day on which nobody works."""

    GARDER = "garder", _("Garder la date")
    AVANT = "avant", _("Jour ouvré d’avant")
    APRES = "apres", _("Jour ouvré d’après")


class EtatOccurrence(TextChoices):
    """What has become of a due date."""

    GENEREE = "generee", _("Visite créée")
    SAUTEE = "sautee", _("Sautée")
    REGROUPEE = "regroupee", _("Regroupée avec une autre")


class Periode(TextChoices):
    """Which weeks hours are for; Ramadan is when Casablanca's clock is at UTC."""

    NORMALE = "normale", _("Toute l’année")
    RAMADAN = "ramadan", _("Ramadan")


class JourSemaine(IntegerChoices):
    """As `date.weekday()`."""

    LUNDI = 0, _("Lundi")
    MARDI = 1, _("Mardi")
    MERCREDI = 2, _("Mercredi")
    JEUDI = 3, _("Jeudi")
    VENDREDI = 4, _("Vendredi")
    SAMEDI = 5, _("Samedi")
    DIMANCHE = 6, _("Dimanche")


class Ajustement(TextChoices):
    """What is said about a day that the official list of holidays does not say."""

    AJOUTE = "ajoute", _("Ajouté")
    DEPLACE = "deplace", _("Déplacé")
    TRAVAILLE = "travaille", _("Travaillé")
