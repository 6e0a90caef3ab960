"""Roles and preferences of an account."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    ADMIN = "admin", _("Administrateur")
    RESPONSABLE = "responsable", _("Responsable")
    TECHNICIEN = "technicien", _("Technicien")
    CLIENT = "client", _("Client")


class Langue(TextChoices):
    FR = "fr", _("Français")
    AR = "ar", _("Arabe")
    EN = "en", _("Anglais")


class Theme(TextChoices):
    AUTO = "auto", _("Comme l’appareil")
    CLAIR = "clair", _("Clair")
    SOMBRE = "sombre", _("Sombre")


class Densite(TextChoices):
    """How much of a list a screen shows."""

    CONFORTABLE = "confortable", _("Confortable")
    COMPACTE = "compacte", _("Compacte")


class GenreSession(TextChoices):
    PAGE = "page", _("Navigateur")
    API = "api", _("Application")


class FinSession(TextChoices):
    """Why a session ended before its time."""

    DECONNEXION = "deconnexion", _("Déconnexion")
    REVOQUEE = "revoquee", _("Fermée à distance")
    MOT_DE_PASSE = "mot_de_passe", _("Mot de passe changé")
    ROLE = "role", _("Rôle changé")
    DESACTIVATION = "desactivation", _("Compte désactivé")
    REJEU = "rejeu", _("Jeton de renouvellement déjà utilisé")
