"""The seeds' enums for clients."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TypeClient(TextChoices):
    PREMIUM = "premium", _("Premium")
    STANDARD = "standard", _("Standard")
    BASIC = "basic", _("Basique")


class NiveauService(TextChoices):
    PLATINUM = "platinum", _("Platine")
    GOLD = "gold", _("Or")
    STANDARD = "standard", _("Standard")
    BASIC = "basic", _("Basique")
