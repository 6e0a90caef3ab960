"""/plans/{id}/occurrences, skipping and generating, and /planning/previsions."""

from datetime import date
from typing import Any, TypedDict

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.champs import Entier, Texte
from core.api.ecriture import ligne_visible, valeurs
from core.api.serialiseurs import Calcule, SerialiseurSortie, SerialiseurStrict
from core.api.versions import version_vue
from core.api.vues import VueModele
from core.errors import Interdit, Introuvable
from core.parametres import unique
from core.temps import InstantInvalide, lire_jour
from interventions.api.serializers import champ_version
from planning import services
from planning.filters import TRIS_OCCURRENCES, FiltresOccurrences, FiltresPlans
from planning.models import Occurrence, Plan
from planning.permissions import exiger_planification, peut_planifier
from planning.preventif.previsions import MOIS, MOIS_MAX, ajouter_capacite, prevoir
from planning.selectors import techniciens_en_activite


class Saut(SerialiseurStrict):
    """Why there is no visit for this due date."""

    motif = Texte()
    version = champ_version()


class OccurrenceSortie(SerialiseurSortie[Occurrence]):
    """What became of a due date of a plan."""

    intervention_numero = Calcule("intervention__numero")
    intervention_statut = Calcule("intervention__statut")
    colonnes_de = {
        "intervention_numero": ("intervention__numero",),
        "intervention_statut": ("intervention__statut",),
    }

    class Meta:
        model = Occurrence
        fields = (
            "id",
            "plan_id",
            "echeance",
            "seuil",
            "jour",
            "etat",
            "motif",
            "intervention_id",
            "intervention_numero",
            "intervention_statut",
            "cree_par_id",
            "date_creation",
        )
        read_only_fields = fields

    def calculer_intervention_numero(self, numero: str | None) -> str | None:
        return numero

    def calculer_intervention_statut(self, statut: str | None) -> str | None:
        return statut


class VueOccurrences(VueModele[Occurrence]):
    """`/plans/{plan_pk}/occurrences`: what became of each due date, latest first."""

    modele = Occurrence
    serializer_class = OccurrenceSortie
    filtres = FiltresOccurrences
    tris = TRIS_OCCURRENCES

    def preparer(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        plan = ligne_visible(Plan, self.kwargs["plan_pk"], self.request.user)
        return rows.select_related("intervention").filter(plan=plan)

    def list(self, request: Request, plan_pk: str) -> Response:
        return self.liste()

    def generer(self, request: Request, plan_pk: str) -> Response:
        """POST /plans/{id}/generer: the next visit now; the answer is its due date."""
        plan = ligne_visible(Plan, plan_pk, request.user)
        made = services.generer_plan(par=request.user, plan_id=plan.pk)
        return self.detail_lu(Occurrence.objects.filter(intervention=made[-1]), 201)

    def sauter(self, request: Request, plan_pk: str, echeance: str) -> Response:
        """POST /plans/{id}/occurrences/{day}/sauter."""
        plan = ligne_visible(Plan, plan_pk, request.user)
        try:
            day = lire_jour(echeance)
        except InstantInvalide as error:
            raise Introuvable(_("Introuvable.")) from error
        exiger_planification(request.user)
        sent = valeurs(Saut, request)
        version = version_vue(request, plan, sent.pop("version", None))
        row = services.sauter(
            par=request.user, plan_id=plan.pk, echeance=day, version=version, **sent
        )
        return self.detail_lu(Occurrence.objects.filter(pk=row.pk))


class Duree(SerialiseurStrict):
    """How many months, this one first."""

    mois = Entier(min_value=1, max_value=MOIS_MAX, required=False)


class MoisPrevu(TypedDict):
    """Hours to the tenth; `part` is in percent of what there is, null where there is nothing."""

    debut: date
    fin: date
    visites: int
    heures: float
    capacite: float
    part: int | None


class Previsions(TypedDict):
    mois: list[MoisPrevu]


class VuePrevisions(VueModele[Plan]):
    """/planning/previsions: visits and hours a month beside the hours that there are."""

    modele = Plan
    filtres = FiltresPlans

    def previsions(self, request: Request) -> Response:
        """Visits to come of the plans asked for; the capacity is of all who work, or of one."""
        if not peut_planifier(request.user):
            raise Interdit(_("Les prévisions sont réservées aux responsables."))
        months = unique(request.query_params, "mois")
        asked = valeurs(Duree, request, donnees={"mois": months} if months else {})
        found = prevoir(self.filter_queryset(self.get_queryset()), mois=asked.get("mois", MOIS))
        person = unique(request.query_params, "technicien_id")
        ajouter_capacite(found, techniciens_en_activite(request.user, person))
        body: Previsions = {
            "mois": [
                {
                    "debut": m.debut,
                    "fin": m.fin,
                    "visites": m.visites,
                    "heures": round(float(m.heures), 1),
                    "capacite": round(float(m.capacite), 1),
                    "part": m.part,
                }
                for m in found
            ]
        }
        return Response(body)
