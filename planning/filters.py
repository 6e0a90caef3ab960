"""Filters and sorting of the planning."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from core.filtres import FiltreBooleen, FiltreId, FiltreInstant, FiltresStricts
from interventions.workflow import OUVERTES
from planning.choices import Declencheur, EtatOccurrence, Genre, NatureAbsence
from planning.dates import jour_de
from planning.models import Absence, Creneau, EntreePlanning, ModelePlan, Occurrence, Plan

TRIS = {"id": "pk"}
TRIS_CRENEAUX = {"id": "pk", "date_debut": "date_debut"}
TRIS_PLANS = {"id": "pk", "prochaine_date": "prochaine_date"}


class FiltresEntrees(FiltresStricts):
    """Over plans and slots together: a plan counts at its next due day."""

    genre = django_filters.ChoiceFilter(choices=Genre.choices)
    equipement_id = FiltreId()
    intervention_id = FiltreId(field_name="creneau__intervention_id")
    technicien_id = FiltreId(
        field_name="creneau__intervention__technicien_id", method="par_technicien"
    )
    date_min = FiltreInstant(field_name="creneau__date_fin", method="depuis")
    date_max = FiltreInstant(field_name="creneau__date_debut", method="jusqua")

    class Meta:
        model = EntreePlanning
        fields: list[str] = []

    def par_technicien(self, rows: QuerySet[Any], nom: str, valeur: int) -> QuerySet[Any]:
        """Its slots, and the plans of which it holds an open visit."""
        held = Creneau.objects.filter(
            intervention__technicien_id=valeur, intervention__statut__in=OUVERTES
        )
        return rows.filter(
            Q(creneau__intervention__technicien_id=valeur) | Q(pk__in=held.values("plan_id"))
        )

    def depuis(self, rows: QuerySet[Any], nom: str, valeur: Any) -> QuerySet[Any]:
        """Ends later, or falls due on that day or later."""
        return rows.filter(
            Q(creneau__date_fin__gt=valeur) | Q(plan__prochaine_date__gte=jour_de(valeur))
        )

    def jusqua(self, rows: QuerySet[Any], nom: str, valeur: Any) -> QuerySet[Any]:
        """Begins sooner, or falls due on that day or sooner."""
        return rows.filter(
            Q(creneau__date_debut__lt=valeur) | Q(plan__prochaine_date__lte=jour_de(valeur))
        )


class FiltresCreneaux(FiltresStricts):
    equipement_id = FiltreId(field_name="intervention__equipement_id")
    intervention_id = FiltreId()
    technicien_id = FiltreId(field_name="intervention__technicien_id")
    plan_id = FiltreId()
    confirme = FiltreBooleen()
    date_min = FiltreInstant(field_name="date_fin", lookup_expr="gt")
    date_max = FiltreInstant(field_name="date_debut", lookup_expr="lt")

    class Meta:
        model = Creneau
        fields: list[str] = []


class _SelonActif(FiltresStricts):
    """Without a word about it, those that go on."""

    actif = FiltreBooleen()

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().filter_queryset(queryset)
        said = self.form.cleaned_data.get("actif") is not None
        return rows if said else rows.filter(actif=True)


class FiltresPlans(_SelonActif):
    equipement_id = FiltreId(field_name="entree__equipement_id")
    client_id = FiltreId(field_name="entree__equipement__client_id")
    technicien_id = FiltreId()
    modele_id = FiltreId()
    declencheur = django_filters.ChoiceFilter(choices=Declencheur.choices)

    class Meta:
        model = Plan
        fields: list[str] = []


class FiltresModeles(_SelonActif):
    client_id = FiltreId()
    famille_id = FiltreId()

    class Meta:
        model = ModelePlan
        fields: list[str] = []


class FiltresAbsences(FiltresStricts):
    technicien_id = FiltreId()
    nature = django_filters.ChoiceFilter(choices=NatureAbsence.choices)
    date_min = FiltreInstant(field_name="fin", lookup_expr="gt")
    date_max = FiltreInstant(field_name="debut", lookup_expr="lt")

    class Meta:
        model = Absence
        fields: list[str] = []


TRIS_OCCURRENCES = {"id": "pk", "echeance": "echeance", "jour": "jour"}


class FiltresOccurrences(FiltresStricts):
    etat = django_filters.ChoiceFilter(choices=EtatOccurrence.choices)

    class Meta:
        model = Occurrence
        fields: list[str] = []
