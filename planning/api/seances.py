"""/creneaux/{id}/seances: who works in a slot, and when."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from comptes.models import nom_affiche
from core.api.champs import EntierId, Instant, Texte
from core.api.ecriture import ligne_visible, requete_et_corps, valeurs
from core.api.serialiseurs import Calcule, SerialiseurSortie, SerialiseurStrict
from core.api.versions import exiger_version
from core.api.vues import VueModele
from interventions.api.serializers import champ_version
from planning import services
from planning.api.serializers import AVERTISSEMENTS
from planning.models import Creneau, Reservation


class SeanceEntree(SerialiseurStrict):
    """Without `technicien_id`, of who holds the work; `version` is the slot's."""

    debut = Instant()
    fin = Instant()
    technicien_id = EntierId(required=False, allow_null=True)
    motif_derogation = Texte(required=False, allow_blank=True, allow_null=True)
    version = champ_version()


class SeanceRetrait(SerialiseurStrict):
    version = champ_version()


class SeanceSortie(SerialiseurSortie[Reservation]):
    ajouts = AVERTISSEMENTS

    creneau_id = serializers.IntegerField(source="planning_id", read_only=True)
    technicien_nom = Calcule("technicien__user__full_name", "technicien__user__username")

    class Meta:
        model = Reservation
        fields = ("id", "creneau_id", "technicien_id", "technicien_nom", "debut", "fin", "close")
        read_only_fields = fields

    def calculer_technicien_nom(self, *noms: str | None) -> str | None:
        return nom_affiche(*noms)


class VueSeances(VueModele[Reservation]):
    """The sittings of a slot; a technicien sees its own."""

    modele = Reservation
    serializer_class = SeanceSortie
    tris = {"id": "pk", "debut": "debut"}
    tri_defaut = ("debut", "pk")

    def preparer(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        slot = self._creneau()
        return rows.filter(planning=slot).select_related("technicien__user")

    def _creneau(self) -> Creneau:
        return ligne_visible(Creneau, self.kwargs["creneau_pk"], self.request.user)

    def _ecrite(self, row: Reservation, statut: int = 200) -> Response:
        answer = self.detail_de(row, statut)
        answer.data["avertissements"] = row.avertissements
        return answer

    def list(self, request: Request, creneau_pk: str) -> Response:
        return self.liste()

    def create(self, request: Request, creneau_pk: str) -> Response:
        slot = self._creneau()
        sent = _sans_nul(valeurs(SeanceEntree, request))
        return self._ecrite(
            services.ajouter_seance(par=request.user, creneau_id=slot.pk, **sent), 201
        )

    def partial_update(self, request: Request, creneau_pk: str, pk: str) -> Response:
        row = self.get_object()
        exiger_version(request, row)
        sent = _sans_nul(valeurs(SeanceEntree, request, partiel=True))
        options = {n: sent.pop(n) for n in ("motif_derogation", "version") if n in sent}
        done = services.modifier_seance(
            par=request.user,
            creneau_id=row.planning_id,
            seance_id=row.pk,
            champs=sent,
            **options,
        )
        return self._ecrite(done)

    def destroy(self, request: Request, creneau_pk: str, pk: str) -> Response:
        row = self.get_object()
        exiger_version(request, row)
        sent = valeurs(SeanceRetrait, request, donnees=requete_et_corps(request, "version"))
        services.retirer_seance(
            par=request.user,
            creneau_id=row.planning_id,
            seance_id=row.pk,
            version=sent.get("version"),
        )
        return self.rien()


def _sans_nul(donnees: dict[str, Any]) -> dict[str, Any]:
    """Null says nothing here."""
    return {name: value for name, value in donnees.items() if value is not None}
