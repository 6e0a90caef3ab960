"""Admin of the kernel's tables: the firm, numbering series, idempotency keys, the outbox."""

from base64 import b64encode
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core import services
from core.admin_base import AdminBase
from core.admin_formulaires import FormulaireAdmin
from core.admin_horaires import champs_horaires, lire_horaires
from core.admin_relais import EvenementAdmin, LivraisonAdmin
from core.admin_travaux import ExecutionTravailAdmin
from core.models import (
    CleIdempotence,
    Evenement,
    ExecutionTravail,
    Livraison,
    Organisation,
    Serie,
)
from core.validateurs import JOURS


class FormulaireOrganisation(FormulaireAdmin):
    """The firm's columns, its logo as a file, its opening hours as one line a day."""

    alias = {"calendrier": "lundi", "logo": "nouveau_logo"}

    nouveau_logo = forms.FileField(
        label=_("Nouveau logo"), required=False, help_text=_("PNG ou JPEG, 512 ko au plus.")
    )
    retirer_logo = forms.BooleanField(label=_("Retirer le logo"), required=False)
    lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche = champs_horaires()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for jour in JOURS:
            plages = self.instance.calendrier.get(jour, [])
            self.initial[jour] = ", ".join("-".join(plage) for plage in plages)

    def valeurs(self) -> dict[str, Any]:
        values = super().valeurs()
        if set(JOURS) & set(self.changed_data):
            values["calendrier"] = lire_horaires(self.cleaned_data)
        return values


@admin.register(Organisation)
class OrganisationAdmin(AdminBase[Organisation]):
    """One row: added once, then edited."""

    list_display = ("nom", "ice", "ville", "telephone", "updated_at")
    search_fields = ("nom", "ice")
    ajoutables = modifiables = services.CHAMPS_ORGANISATION - {"calendrier"}
    saisies_ajout = saisies_modification = (*JOURS, "nouveau_logo", "retirer_logo")
    lectures = ("apercu",)
    omises = frozenset({"calendrier"})
    formulaire = formulaire_ajout = FormulaireOrganisation

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Organisation.objects.exists()

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Organisation:  # noqa: FBT001
        sent = form.cleaned_data["nouveau_logo"]
        return services.modifier_organisation(
            par=request.user,
            champs=form.valeurs(),
            logo=sent.read(services.LOGO_LU) if sent else None,
            retirer_logo=form.cleaned_data["retirer_logo"],
        )

    @admin.display(description=_("logo"))
    def apercu(self, ligne: Organisation) -> str:
        """The logo itself, from the row."""
        if not ligne.logo:
            return "—"
        data = b64encode(bytes(ligne.logo)).decode()
        return format_html('<img src="data:image/png;base64,{}" alt="{}">', data, ligne.nom)


@admin.register(Serie)
class SerieAdmin(AdminBase[Serie]):
    list_display = ("code", "annee", "dernier")
    list_filter = ("code", "annee")
    search_fields = ("code",)
    ordering = ("-annee", "code")


@admin.register(CleIdempotence)
class CleIdempotenceAdmin(AdminBase[CleIdempotence]):
    """Keys of the last day; what was answered is not shown."""

    list_display = ("id", "utilisateur_id", "cle", "statut", "cree_le")
    search_fields = ("cle",)
    list_filter = ("statut",)


admin.site.register(Evenement, EvenementAdmin)
admin.site.register(Livraison, LivraisonAdmin)
admin.site.register(ExecutionTravail, ExecutionTravailAdmin)
