"""Admin of notifications: read only."""

from django.contrib import admin

from core.admin_base import AdminBase
from notifications.models import Annonce, Notification, Preferences


@admin.register(Notification)
class NotificationAdmin(AdminBase[Notification]):
    list_display = ("id", "user", "titre", "sujet", "canal", "lu", "date_envoi", "courriel_des")
    list_filter = ("sujet", "type_notification", "canal", "lu")
    search_fields = ("titre", "user__username", "intervention__numero")
    list_select_related = ("user",)


@admin.register(Preferences)
class PreferencesAdmin(AdminBase[Preferences]):
    """What people changed; who is not here has the defaults of its role."""

    list_display = ("user", "rythme", "silence_debut", "silence_fin")
    list_filter = ("rythme",)
    search_fields = ("user__username",)
    list_select_related = ("user",)


@admin.register(Annonce)
class AnnonceAdmin(AdminBase[Annonce]):
    """Deadlines and certificates that were announced."""

    list_display = ("id", "cle", "cree_le")
    search_fields = ("cle",)
