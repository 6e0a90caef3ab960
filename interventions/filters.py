"""Filters, search and sorting of interventions, for the page and the API alike."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filtres import (
    FiltreBooleen,
    FiltreId,
    FiltreInstant,
    FiltrePlusieurs,
    FiltresStricts,
)
from interventions.choices import (
    CauseDefaillance,
    ModeDefaillance,
    Priorite,
    Remede,
    Statut,
    TypeIntervention,
)
from interventions.models import Intervention
from interventions.workflow import OUVERTES

# Its own words; the machine that a word names, by name, serial or label; the firm.
RECHERCHE_PLIEE = ("recherche", "equipement__recherche", "client__recherche")
# Each has an index that ends in the id.
TRIS = {
    "id": "pk",
    "numero": "numero",
    "date_creation": "date_creation",
    "statut": "statut",
    "client_id": "client_id",
    "equipement_id": "equipement_id",
    "technicien_id": "technicien_id",
}

TRIS_PASSE = {name: TRIS[name] for name in ("id", "numero", "date_creation")}

Lignes = QuerySet[Intervention]


def _selon(condition: Q, rows: Lignes, *, vrai: bool) -> Lignes:
    return rows.filter(condition) if vrai else rows.exclude(condition)


class FiltresPasse(FiltresStricts):
    """Over the technical past alone, which may be others' work: no other column may be asked."""

    type = django_filters.ChoiceFilter(
        field_name="type_intervention", choices=TypeIntervention.choices, label=_("Type")
    )
    type_intervention = django_filters.ChoiceFilter(choices=TypeIntervention.choices)
    mode = django_filters.ChoiceFilter(choices=ModeDefaillance.choices)
    cause = django_filters.ChoiceFilter(choices=CauseDefaillance.choices)
    remede = django_filters.ChoiceFilter(choices=Remede.choices)
    date_creation_min = FiltreInstant(field_name="date_creation", lookup_expr="gte")
    date_creation_max = FiltreInstant(field_name="date_creation", lookup_expr="lte")
    date_fin_min = FiltreInstant(field_name="date_fin", lookup_expr="gte")
    date_fin_max = FiltreInstant(field_name="date_fin", lookup_expr="lte")

    class Meta:
        model = Intervention
        fields: list[str] = []


class FiltresInterventions(FiltresPasse):
    """Over the rows that the caller sees."""

    statut = django_filters.ChoiceFilter(choices=Statut.choices, label=_("Statut"))
    priorite = django_filters.ChoiceFilter(choices=Priorite.choices, label=_("Priorité"))
    urgence = FiltreBooleen(label=_("Urgente"))
    arret_machine = FiltreBooleen(label=_("Machine à l’arrêt"))
    technicien_id = FiltreId(label=_("Technicien"))
    client_id = FiltreId(label=_("Client"))
    equipement_id = FiltreId(label=_("Équipement"))
    site_id = FiltreId(field_name="equipement__site_id", label=_("Site"))
    suite_de_id = FiltreId()
    date_planifiee_min = FiltreInstant(field_name="date_planifiee", lookup_expr="gte")
    date_planifiee_max = FiltreInstant(field_name="date_planifiee", lookup_expr="lte")
    date_limite_min = FiltreInstant(field_name="date_limite", lookup_expr="gte")
    date_limite_max = FiltreInstant(field_name="date_limite", lookup_expr="lte")
    ouvertes = FiltreBooleen(field_name="statut", method="par_ouverture", label=_("En cours"))
    en_retard = FiltreBooleen(field_name="date_limite", method="par_retard", label=_("En retard"))
    sans_technicien = FiltreBooleen(
        field_name="technicien", lookup_expr="isnull", label=_("Sans technicien")
    )
    compte_rendu_manquant = FiltreBooleen(
        field_name="solution", method="par_compte_rendu", label=_("Compte rendu manquant")
    )

    class Meta(FiltresPasse.Meta):
        pass

    def par_ouverture(self, rows: Lignes, nom: str, valeur: Any) -> Lignes:
        """Work not ended yet."""
        return _selon(Q(statut__in=OUVERTES), rows, vrai=valeur)

    def par_retard(self, rows: Lignes, nom: str, valeur: Any) -> Lignes:
        """Open work past its due date."""
        late = Q(statut__in=OUVERTES, date_limite__isnull=False, date_limite__lt=timezone.now())
        return _selon(late, rows, vrai=valeur)

    def par_compte_rendu(self, rows: Lignes, nom: str, valeur: Any) -> Lignes:
        """Closed without a text: `Intervention.compte_rendu_manquant`."""
        return _selon(Q(statut=Statut.CLOTUREE, solution=""), rows, vrai=valeur)


class FiltresListe(FiltresInterventions):
    """The same on the list's page, where people tick several codes; the API takes one."""

    statut = FiltrePlusieurs(choices=Statut.choices, label=_("Statut"))
    priorite = FiltrePlusieurs(choices=Priorite.choices, label=_("Priorité"))
    type = FiltrePlusieurs(
        field_name="type_intervention", choices=TypeIntervention.choices, label=_("Type")
    )

    class Meta(FiltresPasse.Meta):
        pass
