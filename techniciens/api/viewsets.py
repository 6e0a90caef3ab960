"""/techniciens/: profiles, the list of skills, and who holds which."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from comptes.api.depart import depart
from core.api.ecriture import ligne_visible, si_inchangee, valeurs
from core.api.versions import exiger_version
from core.api.vues import VueModele
from techniciens import services
from techniciens.api.serializers import (
    CompetenceEntree,
    CompetenceSortie,
    NiveauEntree,
    TechnicienCreation,
    TechnicienEntree,
    TechnicienSortie,
)
from techniciens.filters import RECHERCHE, TRIS, FiltresTechniciens
from techniciens.models import Competence, Technicien
from techniciens.selectors import avec_competences


class VueTechniciens(VueModele[Technicien]):
    modele = Technicien
    serializer_class = TechnicienSortie
    filtres = FiltresTechniciens
    recherche_colonnes = RECHERCHE
    tris = TRIS

    def preparer(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return avec_competences(rows)

    def _relu(self, pk: int, statut: int = 200) -> Response:
        return self.detail_de(self.get_queryset().get(pk=pk), statut)

    def list(self, request: Request) -> Response:
        return self.liste()

    def retrieve(self, request: Request, pk: str) -> Response:
        return self.detail_de(self.get_object())

    def create(self, request: Request) -> Response:
        champs = valeurs(TechnicienCreation, request)
        skills = champs.pop("competences_ids", [])
        row = services.creer_technicien(
            par=request.user, competences_ids=[s.pk for s in skills], **champs
        )
        return self._relu(row.pk, 201)

    def update(self, request: Request, pk: str) -> Response:
        """PUT and PATCH alike: the front-end sends only what it changes."""
        row = self.get_object()
        champs = valeurs(TechnicienEntree, request, partiel=True)
        with si_inchangee(request, row):
            services.modifier_technicien(par=request.user, technicien_id=row.pk, champs=champs)
        return self._relu(row.pk)

    def destroy(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        # The service asks again: interventions are locked before technicians.
        services.archiver_technicien(
            par=request.user,
            technicien_id=row.pk,
            version=exiger_version(request, row),
            **depart(request),
        )
        return self.rien()

    def definir_competence(self, request: Request, pk: str, competence_pk: str) -> Response:
        """Say at which level the technician holds the skill."""
        row = self.get_object()
        skill = ligne_visible(Competence, competence_pk, request.user)
        level = valeurs(NiveauEntree, request)
        with si_inchangee(request, row):
            services.definir_competence(
                par=request.user, technicien_id=row.pk, competence_id=skill.pk, **level
            )
        return self._relu(row.pk)

    def retirer_competence(self, request: Request, pk: str, competence_pk: str) -> Response:
        row = self.get_object()
        skill = ligne_visible(Competence, competence_pk, request.user)
        with si_inchangee(request, row):
            services.retirer_competence(
                par=request.user, technicien_id=row.pk, competence_id=skill.pk
            )
        return self.rien()


class VueCompetences(VueModele[Competence]):
    modele = Competence
    serializer_class = CompetenceSortie
    recherche_colonnes = ("nom", "description")
    tris = {"id": "pk", "nom": "nom"}

    def list(self, request: Request) -> Response:
        return self.liste()

    def retrieve(self, request: Request, pk: str) -> Response:
        return self.detail_de(self.get_object())

    def create(self, request: Request) -> Response:
        row = services.creer_competence(par=request.user, **valeurs(CompetenceEntree, request))
        return self.detail_de(row, 201)

    def partial_update(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        champs = valeurs(CompetenceEntree, request, partiel=True)
        with si_inchangee(request, row):
            row = services.modifier_competence(
                par=request.user, competence_id=row.pk, champs=champs
            )
        return self.detail_de(row)
