"""Admin of webhooks: by the services; the secret is told once, after it is made."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.admin_actes import Acte
from core.admin_base import AdminBase
from core.admin_formulaires import FormulaireAdmin
from crochets import catalogue, services
from crochets.choices import TOUS
from crochets.models import Crochet, EnvoiCrochet

_SECRET = _("Secret, montré cette seule fois : %(secret)s")


def _types() -> list[tuple[str, Any]]:
    return [(TOUS, _("Tous, aussi ceux à venir")), *((name, name) for name in catalogue.types())]


class FormulaireCrochet(FormulaireAdmin):
    types = forms.MultipleChoiceField(
        label=_("types d’événements"), choices=_types, widget=forms.CheckboxSelectMultiple
    )


@admin.register(Crochet)
class CrochetAdmin(AdminBase[Crochet]):
    list_display = ("nom", "url", "actif", "echecs", "arrete_le")
    list_filter = ("actif",)
    search_fields = ("nom", "url")
    list_select_related = ("cree_par",)
    ajoutables = modifiables = services.CHAMPS
    formulaire = formulaire_ajout = FormulaireCrochet

    def creer(self, request: HttpRequest, valeurs: dict[str, Any]) -> Crochet:
        row, secret = services.creer_crochet(par=request.user, **valeurs)
        self.message_user(request, _SECRET % {"secret": secret}, messages.WARNING)
        return row

    def modifier(self, request: HttpRequest, ligne: Crochet, valeurs: dict[str, Any]) -> Crochet:
        return services.modifier_crochet(par=request.user, crochet_id=ligne.pk, champs=valeurs)

    def liens(self, pk: Any) -> Sequence[tuple[Any, str]]:
        query = f"?crochet__id__exact={pk}"
        return ((_("Envois"), reverse("admin:crochets_envoicrochet_changelist") + query),)

    def get_actes(self, request: HttpRequest) -> Sequence[Acte]:
        return (
            Acte(
                "tester",
                _("Tester"),
                self._tester,
                explication=_("Envoie un « test.ping » : le résultat est dans les envois."),
            ),
            Acte(
                "secret",
                _("Changer le secret"),
                self._changer_secret,
                explication=_("L’ancien ne signe plus rien : prévenez le destinataire."),
            ),
            Acte(
                "retirer",
                _("Supprimer"),
                self._retirer,
                explication=_("Le crochet part avec le journal de ses envois."),
            ),
        )

    @staticmethod
    def _tester(request: HttpRequest, ligne: Crochet, _valeurs: dict[str, Any]) -> None:
        services.tester(par=request.user, crochet_id=ligne.pk)

    @staticmethod
    def _changer_secret(
        request: HttpRequest, ligne: Crochet, _valeurs: dict[str, Any]
    ) -> Sequence[str]:
        _row, secret = services.changer_secret(par=request.user, crochet_id=ligne.pk)
        return [_SECRET % {"secret": secret}]

    @staticmethod
    def _retirer(request: HttpRequest, ligne: Crochet, _valeurs: dict[str, Any]) -> None:
        services.retirer_crochet(par=request.user, crochet_id=ligne.pk)


@admin.register(EnvoiCrochet)
class EnvoiCrochetAdmin(AdminBase[EnvoiCrochet]):
    """The log, and what is sent again from it."""

    list_display = (
        "id",
        "crochet",
        "type",
        "evenement_id",
        "etat",
        "essais",
        "statut_http",
        "duree_ms",
        "envoye_le",
        "erreur",
    )
    list_filter = ("etat", "crochet", "type")
    search_fields = ("type", "crochet__nom", "erreur")
    list_select_related = ("crochet",)

    def get_actes(self, request: HttpRequest) -> Sequence[Acte]:
        return (
            Acte(
                "rejouer",
                _("Envoyer de nouveau"),
                lambda request, row, _values: services.rejouer(par=request.user, envoi_id=row.pk),
                en_lot=True,
                explication=_("Le même contenu, sous le même numéro de livraison."),
            ),
        )
