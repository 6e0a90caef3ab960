"""/equipements/: machines. Their work orders are shown by interventions, a floor above."""

from typing import Any, ClassVar

from django.db import transaction
from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from clients.services import client_interne
from core.api.ecriture import si_inchangee, valeurs
from core.api.vues import VueModele
from equipements import services
from equipements.api.serializers import (
    EquipementCreation,
    EquipementEntree,
    EquipementSortie,
    FamilleEntree,
    FamilleSortie,
)
from equipements.filters import RECHERCHE_PLIEE, TRIS, FiltresEquipements
from equipements.models import Equipement, Famille
from equipements.selectors import avec_noms


def _en_famille(champs: dict[str, Any], par: Any) -> dict[str, Any]:
    """`type` as `famille_id`; left as it is for those whose `type` the service refuses."""
    if "type" in champs and "famille_id" in services.MODIFIABLES.get(par.role, ()):
        family = services.famille_nommee(par=par, nom=champs.pop("type") or "")
        champs["famille_id"] = family.pk if family else None
    return champs


class VueEquipements(VueModele[Equipement]):
    modele = Equipement
    serializer_class = EquipementSortie
    filtres = FiltresEquipements
    recherche_pliees: ClassVar[tuple[str, ...]] = RECHERCHE_PLIEE
    tris = TRIS

    def preparer(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return avec_noms(rows)

    def list(self, request: Request) -> Response:
        return self.liste()

    def retrieve(self, request: Request, pk: str) -> Response:
        return self.fiche()

    def create(self, request: Request) -> Response:
        champs = valeurs(EquipementCreation, request)
        with transaction.atomic():
            firm = champs.pop("client_id", None) or client_interne(par=request.user).pk
            row = services.creer_equipement(
                par=request.user, client_id=firm, **_en_famille(champs, request.user)
            )
        return self.detail_de(self.get_queryset().get(pk=row.pk), 201)

    def update(self, request: Request, pk: str) -> Response:
        """PUT and PATCH alike: only what is sent changes."""
        row = self.get_object()
        champs = valeurs(EquipementEntree, request, partiel=True)
        with si_inchangee(request, row):
            champs = _en_famille(champs, request.user)
            services.modifier_equipement(par=request.user, equipement_id=row.pk, champs=champs)
        return self.detail_de(self.get_queryset().get(pk=row.pk))

    def destroy(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        with si_inchangee(request, row):
            services.archiver_equipement(par=request.user, equipement_id=row.pk)
        return self.rien()


class VueFamilles(VueModele[Famille]):
    """/equipements/familles: which skill each kind of machine asks for."""

    modele = Famille
    serializer_class = FamilleSortie
    recherche_colonnes = ("nom",)
    tris = {"id": "pk", "nom": "nom"}

    def list(self, request: Request) -> Response:
        return self.liste()

    def retrieve(self, request: Request, pk: str) -> Response:
        return self.detail_de(self.get_object())

    def create(self, request: Request) -> Response:
        row = services.creer_famille(par=request.user, **valeurs(FamilleEntree, request))
        return self.detail_de(row, 201)

    def partial_update(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        champs = valeurs(FamilleEntree, request, partiel=True)
        with si_inchangee(request, row):
            row = services.modifier_famille(par=request.user, famille_id=row.pk, champs=champs)
        return self.detail_de(row)

    def destroy(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        with si_inchangee(request, row):
            services.supprimer_famille(par=request.user, famille_id=row.pk)
        return self.rien()
