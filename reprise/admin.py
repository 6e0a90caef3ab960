"""Admin of the takeover: read only."""

from django.contrib import admin

from core.admin_base import AdminBase
from reprise.models import Correspondance, Reprise


@admin.register(Reprise)
class RepriseAdmin(AdminBase[Reprise]):
    list_display = ("id", "source", "adresse", "par", "debutee_le", "terminee_le")
    list_filter = ("source",)
    search_fields = ("source", "adresse")
    list_select_related = ("par",)


@admin.register(Correspondance)
class CorrespondanceAdmin(AdminBase[Correspondance]):
    """Where a row of the older backend is now: search by its number there."""

    list_display = ("id", "source", "table_source", "cle_source", "modele", "objet_id")
    list_filter = ("source", "table_source")
    search_fields = ("cle_source",)
