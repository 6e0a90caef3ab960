"""Admin of meters and what was read on them."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.admin_actes import Acte
from core.admin_base import AdminBase
from core.admin_formulaires import FormulaireVersionne
from equipements import services
from equipements.models import Compteur, Releve


class CompteurAdmin(AdminBase[Compteur]):
    """A meter is taken out of use by an act; one never read goes for good."""

    list_display = ("nom", "equipement", "unite", "sens", "actif")
    list_filter = ("actif", "sens")
    search_fields = ("nom", "equipement__nom")
    list_select_related = ("equipement",)
    ajoutables = services.CHAMPS_COMPTEUR | {"equipement_id"}
    modifiables = services.CHAMPS_COMPTEUR
    saisies_modification = ("version_lue",)
    formulaire = FormulaireVersionne

    def libelle(self, ligne: Compteur) -> str:
        return f"{ligne} · {ligne.equipement}"

    def creer(self, request: HttpRequest, valeurs: dict[str, Any]) -> Compteur:
        return services.creer_compteur(par=request.user, **valeurs)

    def modifier(self, request: HttpRequest, ligne: Compteur, valeurs: dict[str, Any]) -> Compteur:
        version = valeurs.pop("version")
        return services.modifier_compteur(
            par=request.user, compteur_id=ligne.pk, champs=valeurs, version=version
        )

    def liens(self, pk: Any) -> Sequence[tuple[Any, str]]:
        readings = reverse("admin:equipements_releve_changelist")
        return ((_("Relevés"), f"{readings}?compteur__id__exact={pk}"),)

    def get_actes(self, request: HttpRequest) -> Sequence[Acte]:
        return (
            Acte(
                "retirer",
                _("Retirer"),
                self._retirer,
                offert=lambda _request, ligne: ligne.actif,
                en_lot=True,
                explication=_("Un compteur jamais relevé est supprimé, les autres restent."),
            ),
            Acte(
                "remettre",
                _("Remettre en service"),
                self._remettre,
                offert=lambda _request, ligne: not ligne.actif,
                en_lot=True,
            ),
        )

    @staticmethod
    def _retirer(request: HttpRequest, ligne: Compteur, _valeurs: dict[str, Any]) -> None:
        services.retirer_compteur(par=request.user, compteur_id=ligne.pk)

    @staticmethod
    def _remettre(request: HttpRequest, ligne: Compteur, _valeurs: dict[str, Any]) -> None:
        champs = {"actif": True}
        services.modifier_compteur(par=request.user, compteur_id=ligne.pk, champs=champs)


class ReleveAdmin(AdminBase[Releve]):
    """Read only: a wrong reading is corrected on the meter's page, by a new one."""

    list_display = ("date", "compteur", "valeur", "cumul", "nature", "source", "saisi_par")
    list_filter = ("nature", "source")
    search_fields = ("compteur__nom", "compteur__equipement__nom")
    list_select_related = ("compteur__equipement", "saisi_par")
