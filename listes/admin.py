"""Admin of saved views: read-only there, but for the end of a shared one."""

from django.contrib import admin

from core.admin_base import AdminBase
from listes.models import PreferenceListe, VueEnregistree


@admin.register(VueEnregistree)
class VueEnregistreeAdmin(AdminBase[VueEnregistree]):
    list_display = ("nom", "liste", "proprietaire", "partagee", "epinglee", "updated_at")
    list_filter = ("liste", "partagee", "epinglee")
    search_fields = ("nom", "liste")
    list_select_related = ("proprietaire",)


@admin.register(PreferenceListe)
class PreferenceListeAdmin(AdminBase[PreferenceListe]):
    list_display = ("liste", "utilisateur", "vue", "updated_at")
    list_filter = ("liste",)
    search_fields = ("liste",)
    list_select_related = ("utilisateur", "vue")
