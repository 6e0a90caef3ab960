"""/absences/: when a technician is not to be planned."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from comptes.models import nom_affiche
from core.api.champs import EntierId
from core.api.ecriture import valeurs
from core.api.entrees import EntreeModele
from core.api.serialiseurs import Calcule, SerialiseurSortie
from core.api.versions import version_vue
from core.api.vues import VueModele
from interventions.api.serializers import champ_version
from planning import services
from planning.api.serializers import AVERTISSEMENTS
from planning.filters import TRIS, FiltresAbsences
from planning.models import Absence


class AbsenceEntree(EntreeModele[Absence]):
    technicien_id = EntierId()

    class Meta:
        model = Absence
        fields = ("technicien_id", "debut", "fin", "nature", "motif")
        extra_kwargs: ClassVar[dict[str, Any]] = {"nature": {"required": False}}


class AbsenceModification(EntreeModele[Absence]):
    version = champ_version()

    class Meta:
        model = Absence
        fields = ("debut", "fin", "nature", "motif", "version")
        extra_kwargs: ClassVar[dict[str, Any]] = {"nature": {"required": False}}


class AbsenceSortie(SerialiseurSortie[Absence]):
    ajouts = AVERTISSEMENTS

    technicien_nom = Calcule("technicien__user__full_name", "technicien__user__username")

    class Meta:
        model = Absence
        fields = (
            "id",
            "technicien_id",
            "technicien_nom",
            "debut",
            "fin",
            "nature",
            "motif",
            "cree_par_id",
            "date_creation",
            "version",
        )
        read_only_fields = fields

    def calculer_technicien_nom(self, *noms: str | None) -> str | None:
        return nom_affiche(*noms)


class VueAbsences(VueModele[Absence]):
    """When a technician is not to be planned."""

    modele = Absence
    serializer_class = AbsenceSortie
    filtres = FiltresAbsences
    tris = TRIS

    def preparer(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("technicien__user")

    def _ecrite(self, row: Absence, statut: int = 200) -> Response:
        answer = self.detail_de(row, statut)
        answer.data["avertissements"] = row.avertissements
        return answer

    def list(self, request: Request) -> Response:
        return self.liste()

    def retrieve(self, request: Request, pk: str) -> Response:
        return self.fiche()

    def create(self, request: Request) -> Response:
        row = services.creer_absence(par=request.user, **valeurs(AbsenceEntree, request))
        return self._ecrite(row, 201)

    def partial_update(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        sent = valeurs(AbsenceModification, request, partiel=True)
        version = version_vue(request, row, sent.pop("version", None))
        done = services.modifier_absence(
            par=request.user, absence_id=row.pk, champs=sent, version=version
        )
        return self._ecrite(done)

    def destroy(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        version = version_vue(request, row)
        services.retirer_absence(par=request.user, absence_id=row.pk, version=version)
        return self.rien()
