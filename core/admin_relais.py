"""Admin of what runs by itself: events, their deliveries, the runs of scheduled work. Read only."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Max, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import travaux
from core.admin_actes import Acte
from core.admin_base import AdminBase
from core.models import Evenement, ExecutionTravail, Livraison
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


class Dernieres(admin.SimpleListFilter):
    """The last run of each job, unless all are asked for."""

    title = _("exécutions")
    parameter_name = "executions"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("toutes", _("Toutes"))]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        return [{**first, "display": _("La dernière de chaque travail")}, *others]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[ExecutionTravail]
    ) -> QuerySet[ExecutionTravail]:
        if self.value() == "toutes":
            return queryset
        last = ExecutionTravail.objects.order_by().values("travail").annotate(m=Max("pk"))
        return queryset.filter(pk__in=last.values("m"))


class ExecutionTravailAdmin(AdminBase[ExecutionTravail]):
    """When each job ran, what it did, how long it took."""

    list_display = ("id", "travail", "libelle", "debut", "duree_s", "resultat", "erreur")
    list_filter = (Dernieres, "travail", "debut")
    search_fields = ("travail", "erreur")
    lectures = ("libelle", "duree_s")
    ordering = ("travail", "-id")

    @admin.display(description=_("ce qu’il fait"))
    def libelle(self, ligne: ExecutionTravail) -> str:
        """From the table of jobs; one that is no more has none."""
        job = travaux.trouver(ligne.travail)
        return str(job.libelle) if job else "—"

    @admin.display(description=_("durée (s)"))
    def duree_s(self, ligne: ExecutionTravail) -> str:
        """Or that it is under way."""
        return str(_("en cours")) if ligne.duree is None else f"{ligne.duree:.2f}"
