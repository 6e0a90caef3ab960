"""Admin of machines, their families and their meters."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comptes.choices import Role
from core.admin_actes import Acte
from core.admin_base import AdminBase
from equipements import services
from equipements.admin_compteurs import CompteurAdmin, ReleveAdmin
from equipements.models import Compteur, Equipement, Famille, Releve

admin.site.register(Compteur, CompteurAdmin)
admin.site.register(Releve, ReleveAdmin)

_saisis = services.MODIFIABLES[Role.ADMIN] - {"statut"}


def _en_vie(_request: HttpRequest, ligne: Equipement) -> bool:
    return ligne.archive_le is None


def _rangee(_request: HttpRequest, ligne: Equipement) -> bool:
    return ligne.archive_le is not None


@admin.register(Famille)
class FamilleAdmin(AdminBase[Famille]):
    """A family and the skill that work on it asks for; one name once, whatever its case."""

    list_display = ("nom", "competence")
    search_fields = ("nom",)
    list_select_related = ("competence",)
    ajoutables = modifiables = services.CHAMPS_FAMILLE

    def creer(self, request: HttpRequest, valeurs: dict[str, Any]) -> Famille:
        return services.creer_famille(par=request.user, **valeurs)

    def modifier(self, request: HttpRequest, ligne: Famille, valeurs: dict[str, Any]) -> Famille:
        return services.modifier_famille(par=request.user, famille_id=ligne.pk, champs=valeurs)


@admin.register(Equipement)
class EquipementAdmin(AdminBase[Equipement]):
    """The status is read-only here and moved by an act, because open work may refuse it."""

    list_display = ("nom", "client", "site", "famille", "statut", "criticite", "numero_serie")
    list_filter = (
        "statut",
        "criticite",
        ("famille", admin.RelatedOnlyFieldListFilter),
        ("archive_le", admin.EmptyFieldListFilter),
    )
    search_fields = recherche_pliee = ("recherche", "client__recherche")
    list_select_related = ("client", "site", "famille", "parent")
    en_tete = ("client", "statut", "code")
    ajoutables = _saisis | {"client_id"}
    modifiables = _saisis

    def get_form(
        self, request: HttpRequest, obj: Equipement | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        kind = super().get_form(request, obj, *args, **kwargs)
        if obj is None:
            kind.base_fields["site"].required = False
            kind.base_fields["site"].help_text = _("Sans choix : le premier site du client.")
        return kind

    def libelle(self, ligne: Equipement) -> str:
        return f"{ligne} · {ligne.client}"

    def creer(self, request: HttpRequest, valeurs: dict[str, Any]) -> Equipement:
        return services.creer_equipement(par=request.user, **valeurs)

    def modifier(
        self, request: HttpRequest, ligne: Equipement, valeurs: dict[str, Any]
    ) -> Equipement:
        return services.modifier_equipement(
            par=request.user, equipement_id=ligne.pk, champs=valeurs
        )

    def liens(self, pk: Any) -> Sequence[tuple[Any, str]]:
        query = f"?parent__id__exact={pk}"
        return ((_("Sous-ensembles"), reverse("admin:equipements_equipement_changelist") + query),)

    def get_actes(self, request: HttpRequest) -> Sequence[Acte]:
        return (
            Acte(
                "statut",
                _("Changer le statut"),
                self._changer_statut,
                champs=self._champ_statut,
                offert=_en_vie,
            ),
            Acte(
                "archiver",
                _("Archiver"),
                self._archiver,
                offert=_en_vie,
                en_lot=True,
                explication=_("Une machine sans aucun passé est supprimée, les autres restent."),
            ),
            Acte("retablir", _("Rétablir"), self._retablir, offert=_rangee, en_lot=True),
        )

    def _champ_statut(self, request: HttpRequest, ligne: Equipement) -> Mapping[str, forms.Field]:
        return {"statut": self.colonne(Equipement, "statut", request, initial=ligne.statut)}

    @staticmethod
    def _changer_statut(request: HttpRequest, ligne: Equipement, valeurs: dict[str, Any]) -> None:
        services.modifier_equipement(par=request.user, equipement_id=ligne.pk, champs=valeurs)

    @staticmethod
    def _archiver(request: HttpRequest, ligne: Equipement, _valeurs: dict[str, Any]) -> None:
        services.archiver_equipement(par=request.user, equipement_id=ligne.pk)

    @staticmethod
    def _retablir(request: HttpRequest, ligne: Equipement, _valeurs: dict[str, Any]) -> None:
        services.desarchiver_equipement(par=request.user, equipement_id=ligne.pk)
