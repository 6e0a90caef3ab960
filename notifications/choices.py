"""What a notification is about, and by which way it goes."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TypeNotification(TextChoices):
    INFO = "info", _("Information")
    WARNING = "warning", _("Attention")
    ERROR = "error", _("Erreur")
    SUCCESS = "success", _("Réussite")
    INTERVENTION = "intervention", _("Intervention")
    PLANNING = "planning", _("Planning")


class CanalNotification(TextChoices):
    IN_APP = "in-app", _("Dans l’application")
    EMAIL = "email", _("Courriel")
    LOG = "log", _("Journal")


# What the older front-end sends, and what it means.
ANCIENS_TYPES: Mapping[str, TypeNotification] = {
    "information": TypeNotification.INFO,
    "affectation": TypeNotification.INTERVENTION,
    "statut": TypeNotification.INTERVENTION,
    "cloture": TypeNotification.SUCCESS,
    "alerte": TypeNotification.WARNING,
    "rappel": TypeNotification.PLANNING,
}
