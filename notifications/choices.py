"""What a notification is about, by which way it goes, and how mails are gathered."""

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


class Sujet(TextChoices):
    """What one may ask to be told of, or not."""

    DEMANDE = "demande", _("Nouvelles demandes")
    AFFECTATION = "affectation", _("Travail confié ou retiré")
    STATUT = "statut", _("Avancement d’une intervention")
    COMMENTAIRE = "commentaire", _("Commentaires")
    DOCUMENT = "document", _("Documents ajoutés")
    PLANNING = "planning", _("Rendez-vous fixés, déplacés ou retirés")
    RAPPEL = "rappel", _("Rappels de la veille")
    ECHEANCE = "echeance", _("Échéances proches ou dépassées")
    EQUIPEMENT = "equipement", _("Machines en panne")
    CERTIFICATION = "certification", _("Certifications qui expirent")


class Rythme(TextChoices):
    """How often mails leave."""

    IMMEDIAT = "immediat", _("Aussitôt")
    HORAIRE = "horaire", _("Un résumé par heure")
    QUOTIDIEN = "quotidien", _("Un résumé par jour, à 7 h")


# What the older front-end sends, and what it means.
ANCIENS_TYPES: Mapping[str, TypeNotification] = {
    "information": TypeNotification.INFO,
    "affectation": TypeNotification.INTERVENTION,
    "statut": TypeNotification.INTERVENTION,
    "cloture": TypeNotification.SUCCESS,
    "alerte": TypeNotification.WARNING,
    "rappel": TypeNotification.PLANNING,
}
