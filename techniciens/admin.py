"""Admin of technicians and skills."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comptes.admin import demander_au_depart
from core.admin_actes import Acte
from core.admin_base import AdminBase
from core.admin_formulaires import IdsField
from techniciens import services
from techniciens.models import Competence, CompetenceTechnicien, Technicien


def champs_de_depart(page: AdminBase[Any], request: HttpRequest) -> Mapping[str, forms.Field]:
    """Who takes the open work over; or the list of it, once it was shown."""
    return {
        "successeur_id": page.colonne(
            CompetenceTechnicien,
            "technicien",
            request,
            label=_("Successeur"),
            required=False,
            help_text=_("Reçoit les interventions ouvertes, s’il y en a."),
        ),
        "interventions_vues": IdsField(),
    }


demander_au_depart(champs_de_depart)


@admin.register(Technicien)
class TechnicienAdmin(AdminBase[Technicien]):
    list_display = ("user", "specialite", "equipe", "zone_geographique", "disponibilite", "archive")
    list_filter = ("disponibilite", "equipe", ("archive_le", admin.EmptyFieldListFilter))
    search_fields = ("user__full_name", "user__username", "specialite", "equipe")
    list_select_related = ("user",)
    ajoutables = services.CHAMPS | {"user_id"}
    modifiables = services.CHAMPS

    @admin.display(description=_("archivé"), boolean=True)
    def archive(self, ligne: Technicien) -> bool:
        return ligne.archive_le is not None

    def creer(self, request: HttpRequest, valeurs: dict[str, Any]) -> Technicien:
        return services.creer_technicien(par=request.user, **valeurs)

    def modifier(
        self, request: HttpRequest, ligne: Technicien, valeurs: dict[str, Any]
    ) -> Technicien:
        return services.modifier_technicien(
            par=request.user, technicien_id=ligne.pk, champs=valeurs
        )

    def get_actes(self, request: HttpRequest) -> Sequence[Acte]:
        return (
            Acte(
                "archiver",
                _("Archiver"),
                self._archiver,
                champs=lambda request, _ligne: champs_de_depart(self, request),
                offert=lambda _request, ligne: ligne.archive_le is None,
                explication=_("Le profil n’est plus proposé ; son passé reste."),
            ),
            Acte(
                "retablir",
                _("Rétablir"),
                self._retablir,
                offert=lambda _request, ligne: ligne.archive_le is not None,
            ),
        )

    @staticmethod
    def _archiver(request: HttpRequest, ligne: Technicien, valeurs: dict[str, Any]) -> None:
        services.archiver_technicien(par=request.user, technicien_id=ligne.pk, **valeurs)

    @staticmethod
    def _retablir(request: HttpRequest, ligne: Technicien, _valeurs: dict[str, Any]) -> None:
        services.desarchiver_technicien(par=request.user, technicien_id=ligne.pk)


@admin.register(Competence)
class CompetenceAdmin(AdminBase[Competence]):
    list_display = ("nom", "niveau_requis", "certification", "description")
    list_filter = ("niveau_requis",)
    search_fields = ("nom", "description", "certification")
    ajoutables = modifiables = services.CHAMPS_COMPETENCE

    def creer(self, request: HttpRequest, valeurs: dict[str, Any]) -> Competence:
        return services.creer_competence(par=request.user, **valeurs)

    def modifier(
        self, request: HttpRequest, ligne: Competence, valeurs: dict[str, Any]
    ) -> Competence:
        return services.modifier_competence(
            par=request.user, competence_id=ligne.pk, champs=valeurs
        )


@admin.register(CompetenceTechnicien)
class CompetenceTechnicienAdmin(AdminBase[CompetenceTechnicien]):
    list_display = ("technicien", "competence", "niveau", "certification_expire_le")
    list_filter = ("niveau", "certification_expire_le")
    search_fields = ("technicien__user__full_name", "competence__nom")
    list_select_related = ("technicien__user", "competence")
    ajoutables = ("technicien_id", "competence_id", "niveau", "certification_expire_le")
    modifiables = ("niveau", "certification_expire_le")

    def creer(self, request: HttpRequest, valeurs: dict[str, Any]) -> CompetenceTechnicien:
        return services.definir_competence(par=request.user, **valeurs)

    def modifier(
        self, request: HttpRequest, ligne: CompetenceTechnicien, valeurs: dict[str, Any]
    ) -> CompetenceTechnicien:
        now = {name: getattr(ligne, name) for name in self.modifiables}
        return services.definir_competence(
            par=request.user,
            technicien_id=ligne.technicien_id,
            competence_id=ligne.competence_id,
            **(now | valeurs),
        )

    def get_actes(self, request: HttpRequest) -> Sequence[Acte]:
        return (
            Acte(
                "retirer",
                _("Retirer au technicien"),
                self._retirer,
                explication=_("Le technicien n’a plus cette compétence."),
            ),
        )

    @staticmethod
    def _retirer(
        request: HttpRequest, ligne: CompetenceTechnicien, _valeurs: dict[str, Any]
    ) -> None:
        services.retirer_competence(
            par=request.user,
            technicien_id=ligne.technicien_id,
            competence_id=ligne.competence_id,
        )
