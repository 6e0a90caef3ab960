"""/interventions/: work orders, their acts, history and comments; and a machine's work."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.ecriture import ligne_visible, requete_et_corps, valeurs
from core.api.versions import version_vue
from core.api.vues import VueModele
from equipements.models import Equipement
from interventions import services
from interventions.api.actions import executer
from interventions.api.serializers import (
    ChangementStatut,
    CommentaireEntree,
    CommentaireSortie,
    Creation,
    HistoriqueSortie,
    InterventionSortie,
    PasseSortie,
)
from interventions.filters import (
    RECHERCHE_PLIEE,
    TRIS,
    TRIS_PASSE,
    FiltresInterventions,
    FiltresPasse,
)
from interventions.models import Commentaire, Intervention
from interventions.selectors import (
    avec_noms,
    commentaires_de,
    historique_de,
    lit_le_passe_technique,
    noms_des_auteurs,
    passe_technique,
)
from interventions.visibility import HistoriqueIntervention

_STATUT = ("statut", "remarque", "technicien_id", "version")


class VueInterventions(VueModele[Intervention]):
    modele = Intervention
    serializer_class = InterventionSortie
    filtres = FiltresInterventions
    recherche_pliees: ClassVar[tuple[str, ...]] = RECHERCHE_PLIEE
    tris = TRIS

    def preparer(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return avec_noms(rows)

    def _ecrite(self, faite: Intervention, statut: int = 200) -> Response:
        """The row as it stands after the act; its author reads it even if it moves out of sight."""
        answer = self.detail_lu(Intervention.objects.filter(pk=faite.pk), statut)
        if hasattr(faite, "avertissements"):
            answer.data["avertissements"] = faite.avertissements
        return answer

    def list(self, request: Request) -> Response:
        return self.liste()

    def retrieve(self, request: Request, pk: str) -> Response:
        return self.fiche()

    def create(self, request: Request) -> Response:
        return self._ecrite(services.creer(par=request.user, **valeurs(Creation, request)), 201)

    def partial_update(self, request: Request, pk: str) -> Response:
        return self.agir(request, pk, "modifier")

    def agir(self, request: Request, pk: str, action: str) -> Response:
        """One act of the workflow; answers the intervention."""
        done = executer(action, self.numero(), request, lire=self.get_object)
        return self._ecrite(done if isinstance(done, Intervention) else done.intervention)

    def changer_statut(self, request: Request, pk: str) -> Response:
        """The older front-end's route, with its values in the query or the body."""
        row = self.get_object()
        sent = valeurs(ChangementStatut, request, donnees=requete_et_corps(request, *_STATUT))
        version = version_vue(request, row, sent.get("version"))
        done = services.changer_statut(
            intervention_id=row.pk,
            par=request.user,
            statut=sent["statut"],
            remarque=sent.get("remarque") or "",
            technicien_id=sent.get("technicien_id"),
            version=version,
        )
        return self._ecrite(done)


class VueTravaux(VueInterventions):
    """`/equipements/{equipement_pk}/interventions`: the visible work on a visible machine."""

    def preparer(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        machine = ligne_visible(Equipement, self.kwargs["equipement_pk"], self.request.user)
        return super().preparer(rows.filter(equipement=machine))

    def list(self, request: Request, equipement_pk: str) -> Response:  # type: ignore[override]
        return self.liste()


class VuePasse(VueTravaux):
    """`/equipements/{equipement_pk}/historique`: what was done on the machine.

    Staff and technicians read the technical past, others' work included; a client its own
    interventions with the columns that it may see. No search: its words are others' texts.
    """

    filtres = FiltresPasse
    recherche_pliees: ClassVar[tuple[str, ...]] = ()
    tris = TRIS_PASSE

    def preparer(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        if not lit_le_passe_technique(self.request.user):
            return super().preparer(rows)
        machine = ligne_visible(Equipement, self.kwargs["equipement_pk"], self.request.user)
        return passe_technique(machine)

    def get_serializer_class(self) -> Any:
        technical = lit_le_passe_technique(self.request.user)
        return PasseSortie if technical else InterventionSortie


class VueHistorique(VueModele[Any]):
    """`/interventions/{intervention_pk}/historique`: who did what, newest first."""

    modele = HistoriqueIntervention
    serializer_class = HistoriqueSortie

    def preparer(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        parent = ligne_visible(Intervention, self.kwargs["intervention_pk"], self.request.user)
        return historique_de(rows, parent.pk, self.request.user)

    def list(self, request: Request, intervention_pk: str) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        names = noms_des_auteurs(self.valeurs_lues(page, "history_user_id"))
        return self.get_paginated_response(self.montrer(page, noms=names))


class VueCommentaires(VueModele[Commentaire]):
    """`/interventions/{intervention_pk}/commentaires`."""

    modele = Commentaire
    serializer_class = CommentaireSortie

    def preparer(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        parent = ligne_visible(Intervention, self.kwargs["intervention_pk"], self.request.user)
        return commentaires_de(rows, parent.pk)

    def list(self, request: Request, intervention_pk: str) -> Response:
        return self.liste()

    def create(self, request: Request, intervention_pk: str) -> Response:
        parent = ligne_visible(Intervention, intervention_pk, request.user)
        row = services.commenter(
            intervention_id=parent.pk, par=request.user, **valeurs(CommentaireEntree, request)
        )
        return self.detail_de(row, 201)
