"""/modeles-plans/: the same upkeep for each machine of a family at a client."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.champs import EntierId
from core.api.ecriture import valeurs
from core.api.serialiseurs import Calcule, SerialiseurSortie
from core.api.versions import version_vue
from core.api.vues import VueModele
from core.errors import Interdit
from interventions.api.serializers import champ_version
from planning import services
from planning.api.entrees import CHAMPS_REGLE, REGLE_FACULTATIVE, JourOuInstant, RegleEntree, figer
from planning.filters import TRIS, FiltresModeles
from planning.frequences import en_mots
from planning.models import ModelePlan
from planning.permissions import peut_planifier


class ModeleEntree(RegleEntree):
    """What makes a family's plan; its machines' plans go on from `premiere_date` by themselves."""

    client_id = EntierId()
    famille_id = EntierId()
    premiere_date = JourOuInstant()

    class Meta:
        model = ModelePlan
        fields: tuple[str, ...] = ("client_id", "famille_id", "premiere_date", *CHAMPS_REGLE)
        extra_kwargs = REGLE_FACULTATIVE


class ModeleModification(ModeleEntree):
    """The same, each of them optional, with the version seen."""

    version = champ_version()

    class Meta(ModeleEntree.Meta):
        fields = (*ModeleEntree.Meta.fields, "version")


class ModeleSortie(SerialiseurSortie[ModelePlan]):
    client_nom = serializers.CharField(source="client.nom_entreprise", read_only=True)
    famille_nom = serializers.CharField(source="famille.nom", read_only=True)
    frequence = Calcule("intervalle_n", "intervalle_unite")
    heure = serializers.TimeField(format="%H:%M", read_only=True)

    class Meta:
        model = ModelePlan
        fields = (
            "id",
            "client_id",
            "client_nom",
            "famille_id",
            "famille_nom",
            "premiere_date",
            *CHAMPS_REGLE,
            "declencheur",
            "intervalle_n",
            "intervalle_unite",
            "actif",
            "created_at",
            "updated_at",
            "version",
        )
        read_only_fields = fields

    def calculer_frequence(self, n: int | None, unite: str | None) -> str:
        return en_mots(n, unite)


class VueModeles(VueModele[ModelePlan]):
    """Plans of families: what is said here is said of the plan of each machine."""

    modele = ModelePlan
    serializer_class = ModeleSortie
    filtres = FiltresModeles
    tris = TRIS

    def preparer(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("client", "famille")

    def list(self, request: Request) -> Response:
        if not peut_planifier(request.user):
            raise Interdit(_("Les plans de famille sont réservés aux responsables."))
        return self.liste()

    def retrieve(self, request: Request, pk: str) -> Response:
        return self.fiche()

    def create(self, request: Request) -> Response:
        row = services.creer_modele(par=request.user, **valeurs(ModeleEntree, request))
        return self._ecrit(row.pk, 201)

    def partial_update(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        sent = valeurs(ModeleModification, request, partiel=True)
        version = version_vue(request, row, sent.pop("version", None))
        for name in ("client_id", "famille_id", "premiere_date"):
            figer(sent, name, getattr(row, name))
        services.modifier_modele(par=request.user, modele_id=row.pk, champs=sent, version=version)
        return self._ecrit(row.pk)

    def destroy(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        version = version_vue(request, row)
        services.arreter_modele(par=request.user, modele_id=row.pk, version=version)
        return self.rien()

    def _ecrit(self, pk: int, statut: int = 200) -> Response:
        return self.detail_lu(ModelePlan.objects.filter(pk=pk), statut)
