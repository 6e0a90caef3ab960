"""Admin of the audit trail: read, filtered, never written."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.html import format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from comptes.models import Utilisateur
from comptes.systeme import SYSTEME
from core.admin_base import AdminBase
from core.visibility import colonnes_cachees
from interventions.models import Intervention


class HistoriqueAdmin(AdminBase[Any]):
    """Rows are written by `interventions.audit` alone and kept unchangeable by triggers."""

    list_display = ("quand", "numero", "action", "description_acte", "qui", "canal")
    list_display_links = ("quand", "numero")
    list_filter = ("action", "canal", "interne", "history_date")
    search_fields = ("numero", "request_id")
    list_select_related = ("equipement", "technicien__user", "client", "cree_par", "suite_de")
    ordering = ("-history_id",)
    lectures = ("quand", "qui", "avant", "apres")
    en_tete = (
        "quand",
        "qui",
        "action",
        "description_acte",
        "avant",
        "apres",
        "canal",
        "adresse_ip",
        "user_agent",
        "request_id",
        "interne",
    )
    omises = frozenset(
        {
            "id",
            "ancienne_valeur",
            "nouvelle_valeur",
            "history_date",
            "history_user_id",
            "history_type",
            "history_change_reason",
            "created_at",
            "updated_at",
        }
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows with the author's name: no foreign key leads there, so that no row changes."""
        author = Utilisateur.objects.filter(pk=OuterRef("history_user_id"))
        name = author.values_list(Coalesce(NullIf("full_name", Value("")), "username"))
        rows: QuerySet[Any] = super().get_queryset(request)
        named: QuerySet[Any] = rows.annotate(auteur=Subquery(name[:1]))
        return named

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        row: Any = super().get_object(request, object_id, from_field)
        if row is not None:
            row.cachees = colonnes_cachees(self.model, request.user, row)
        return row

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The act first, then the intervention as the act left it."""
        facts = self.lus(request, obj)
        act = [name for name in self.en_tete if name in facts]
        rest = [name for name in facts if name not in act]
        return [
            (None, {"fields": act}),
            (_("L’intervention après cet acte"), {"fields": rest, "classes": ("collapse",)}),
        ]

    @admin.display(description=_("quand"), ordering="history_date")
    def quand(self, ligne: Any) -> str:
        return localize(localtime(ligne.history_date))

    @admin.display(description=_("par"))
    def qui(self, ligne: Any) -> str:
        """Who did it; no account means the program itself."""
        return ligne.auteur or str(SYSTEME)

    @admin.display(description=_("valeurs avant"))
    def avant(self, ligne: Any) -> str:
        return _lisible(ligne.ancienne_valeur, ligne.cachees)

    @admin.display(description=_("valeurs après"))
    def apres(self, ligne: Any) -> str:
        return _lisible(ligne.nouvelle_valeur, ligne.cachees)


def _lisible(valeurs: dict[str, Any] | None, cachees: frozenset[str]) -> str:
    labels = {f.attname: f.verbose_name for f in Intervention._meta.concrete_fields}
    shown = [
        (labels.get(name, name), "—" if value in (None, "") else value)
        for name, value in (valeurs or {}).items()
        if name not in cachees
    ]
    return format_html_join("", "<div>{} : {}</div>", shown) or "—"
