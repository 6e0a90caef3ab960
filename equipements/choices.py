"""The seeds' enums for machines."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StatutEquipement(TextChoices):
    OPERATIONNEL = "operationnel", _("Opérationnel")
    MAINTENANCE = "maintenance", _("En maintenance")
    PANNE = "panne", _("En panne")
    RETIRE = "retire", _("Retiré")


class Criticite(TextChoices):
    CRITIQUE = "critique", _("Critique")
    HAUTE = "haute", _("Haute")
    NORMALE = "normale", _("Normale")
    BASSE = "basse", _("Basse")


class Sens(TextChoices):
    CROISSANT = "croissant", _("Il monte")
    DECROISSANT = "decroissant", _("Il descend")


class RemiseAZero(TextChoices):
    """How a meter comes back to its beginning, other than by being replaced."""

    JAMAIS = "jamais", _("Jamais")
    MANUELLE = "manuelle", _("À la main")
    MAXIMUM = "maximum", _("Au bout de son affichage")


class NatureReleve(TextChoices):
    """What a reading says of the meter between the last one and itself."""

    LECTURE = "lecture", _("Lecture")
    REMISE_A_ZERO = "remise_a_zero", _("Première lecture depuis une remise à zéro")
    REMPLACEMENT = "remplacement", _("Index de départ d’un compteur neuf")


class SourceReleve(TextChoices):
    SAISIE = "saisie", _("Saisie")
    TOURNEE = "tournee", _("Tournée")
    API = "api", _("API")
    CAPTEUR = "capteur", _("Capteur")
