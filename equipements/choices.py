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
