"""The seeds' enums for technicians."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Disponibilite(TextChoices):
    DISPONIBLE = "disponible", _("Disponible")
    OCCUPE = "occupe", _("Occupé")
    CONGE = "conge", _("En congé")
    FORMATION = "formation", _("En formation")
    INDISPONIBLE = "indisponible", _("Indisponible")


class Niveau(TextChoices):
    DEBUTANT = "debutant", _("Débutant")
    INTERMEDIAIRE = "intermediaire", _("Intermédiaire")
    AVANCE = "avance", _("Avancé")
    EXPERT = "expert", _("Expert")
