"""Admin of the outbox: events, and their deliveries. Read only, but for delivering again."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.admin_actes import Acte
from core.admin_base import AdminBase
from core.models import Evenement, Livraison
from core.outbox import EtatLivraison, entretien


class EvenementAdmin(AdminBase[Evenement]):
    """What happened, as the outbox holds it."""

    list_display = ("id", "type", "cree_le", "donnees", "request_id", "diffuse")
    list_filter = ("diffuse", "type", "cree_le")
    search_fields = ("type", "request_id")
    ordering = ("-id",)


class LivraisonAdmin(AdminBase[Livraison]):
    """Who was told of what: delivered again, or given up, one by one or by the list."""

    list_display = (
        "id",
        "evenement",
        "abonne",
        "etat",
        "essais",
        "prochain_le",
        "livree_le",
        "erreur",
    )
    list_filter = ("etat", "abonne")
    search_fields = ("evenement__type", "abonne", "erreur")
    list_select_related = ("evenement",)
    ordering = ("-id",)

    def get_actes(self, request: HttpRequest) -> Sequence[Acte]:
        return (
            Acte(
                "rejouer",
                _("Livrer de nouveau"),
                lambda _request, row, _values: entretien.rejouer(row.pk),
                offert=lambda _request, row: entretien.permis(row, EtatLivraison.DUE),
                en_lot=True,
                explication=_("L’abonné reçoit l’événement encore une fois, sous la même clé."),
            ),
            Acte(
                "abandonner",
                _("Abandonner"),
                lambda _request, row, _values: entretien.abandonner(row.pk),
                offert=lambda _request, row: entretien.permis(row, EtatLivraison.ABANDONNEE),
                en_lot=True,
                explication=_("L’abonné ne recevra pas cet événement, sauf nouvelle livraison."),
            ),
        )
