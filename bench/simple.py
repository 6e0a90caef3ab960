"""The list of interventions as the framework's guide writes it: what our own is compared with."""

from typing import Any

from django.db.models import QuerySet
from django.urls import path
from rest_framework import serializers, viewsets
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.renderers import JSONRenderer

from interventions.api.serializers import InterventionSortie
from interventions.models import Intervention
from interventions.visibility import acteur_de
from interventions.workflow import actions_possibles
from mif_erp import urls

CHEMIN = "/api/v1/simple/interventions/"


class InterventionSimple(serializers.ModelSerializer[Intervention]):
    """The same keys, each by a plain field."""

    type = serializers.CharField(source="type_intervention", read_only=True)
    date_cloture = serializers.DateTimeField(source="date_fin", read_only=True)
    equipement = serializers.SerializerMethodField()
    site_id = serializers.IntegerField(source="equipement.site_id", read_only=True)
    site_nom = serializers.CharField(source="equipement.site.nom", read_only=True)
    technicien = serializers.SerializerMethodField()
    technicien_nom = serializers.CharField(source="technicien", default=None, read_only=True)
    client_nom = serializers.CharField(source="client.nom_entreprise", read_only=True)
    cree_par_nom = serializers.CharField(source="cree_par", default=None, read_only=True)
    compte_rendu_manquant = serializers.BooleanField(read_only=True)
    actions_possibles = serializers.SerializerMethodField()

    class Meta:
        model = Intervention
        fields = InterventionSortie.Meta.fields

    def get_equipement(self, row: Intervention) -> dict[str, Any]:
        return {"id": row.equipement_id, "nom": row.equipement.nom}

    def get_technicien(self, row: Intervention) -> dict[str, Any] | None:
        held = row.technicien
        return None if held is None else {"id": held.pk, "full_name": str(held)}

    def get_actions_possibles(self, row: Intervention) -> list[str]:
        return actions_possibles(row.statut, acteur_de(self.context["request"].user, row))


class VueSimple(viewsets.ReadOnlyModelViewSet[Intervention]):
    serializer_class = InterventionSimple
    pagination_class = LimitOffsetPagination
    renderer_classes = (JSONRenderer,)

    def get_queryset(self) -> QuerySet[Intervention]:
        rows = Intervention.objects.visible_to(self.request.user).order_by("-pk")
        return rows.select_related("equipement__site", "client", "technicien__user", "cree_par")


def ajouter_route() -> None:
    """Beside the real routes, in the benchmark's own process."""
    route = path(CHEMIN.strip("/") + "/", VueSimple.as_view({"get": "list"}), name="simple")
    urls.urlpatterns.insert(0, route)
