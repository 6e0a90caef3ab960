"""Admin of working hours and holidays; every change by the services."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.admin_actes import Acte
from core.admin_base import AdminBase
from planning import services
from planning.models import HoraireTravail, JourFerie


class HoraireTravailAdmin(AdminBase[HoraireTravail]):
    """A span at a time; a whole week is written on the page of the hours."""

    list_display = ("__str__", "technicien", "periode", "jour", "debut", "fin")
    list_filter = ("periode", "jour")
    search_fields = ("technicien__user__full_name",)
    list_select_related = ("technicien__user",)
    ordering = ("-id",)
    ajoutables = ("technicien_id", "periode", "jour", "debut", "fin")

    def creer(self, request: HttpRequest, valeurs: dict[str, Any]) -> HoraireTravail:
        return services.ajouter_horaire(par=request.user, **valeurs)

    def get_actes(self, request: HttpRequest) -> Sequence[Acte]:
        return (Acte("retirer", _("Retirer"), self._retirer),)

    @staticmethod
    def _retirer(request: HttpRequest, ligne: HoraireTravail, _valeurs: dict[str, Any]) -> None:
        services.retirer_horaire(par=request.user, horaire_id=ligne.pk)


class JourFerieAdmin(AdminBase[JourFerie]):
    """What differs from the official list, which is no table."""

    list_display = ("date", "nom", "ajustement", "deplace_de")
    list_filter = ("ajustement", "date")
    search_fields = ("nom",)
    ordering = ("-id",)
    ajoutables = ("date", "nom", "ajustement", "deplace_de")

    def get_form(
        self, request: HttpRequest, obj: JourFerie | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        kind = super().get_form(request, obj, *args, **kwargs)
        if obj is None:
            kind.base_fields["nom"].required = False  # the official list has it
        return kind

    def creer(self, request: HttpRequest, valeurs: dict[str, Any]) -> JourFerie:
        done = services.ajuster_ferie(par=request.user, **valeurs)
        for text in done.avertissements:
            self.message_user(request, text, "WARNING")
        return done

    def get_actes(self, request: HttpRequest) -> Sequence[Acte]:
        return (
            Acte(
                "retablir",
                _("Rétablir"),
                self._retablir,
                explication=_("La liste officielle vaut de nouveau pour ce jour."),
            ),
        )

    @staticmethod
    def _retablir(request: HttpRequest, ligne: JourFerie, _valeurs: dict[str, Any]) -> None:
        services.retablir_ferie(par=request.user, ferie_id=ligne.pk)
