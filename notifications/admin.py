"""Admin of notifications: read only."""

from django.contrib import admin

from core.admin_base import AdminBase
from notifications.models import Notification


@admin.register(Notification)
class NotificationAdmin(AdminBase[Notification]):
    list_display = ("id", "user", "titre", "type_notification", "canal", "lu", "date_envoi")
    list_filter = ("type_notification", "canal", "lu")
    search_fields = ("titre", "user__username", "intervention__numero")
    list_select_related = ("user",)
