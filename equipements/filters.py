"""Filters, search and sorting of machines and meters, for the page and the API alike."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from core.archives import FiltresArchivables
from core.filtres import (
    FiltreBooleen,
    FiltreId,
    FiltreInstant,
    FiltreJour,
    FiltresStricts,
    FiltreTexte,
)
from equipements.choices import Criticite, NatureReleve, StatutEquipement
from equipements.models import Compteur, Equipement, Releve

RECHERCHE_PLIEE = ("recherche",)
# Some ten thousand rows at most: the name may be sorted by without an index.
TRIS = {"id": "pk", "nom": "nom", "code": "code", "client_id": "client_id"}
TRIS_COMPTEURS = {"id": "pk", "equipement_id": "equipement_id"}
TRIS_RELEVES = {"id": "pk", "date": "date"}


class FiltresEquipements(FiltresArchivables):
    statut = django_filters.ChoiceFilter(choices=StatutEquipement.choices)
    criticite = django_filters.ChoiceFilter(choices=Criticite.choices)
    type = FiltreTexte(field_name="famille__nom", lookup_expr="iexact")
    famille_id = FiltreId()
    client_id = FiltreId()
    site_id = FiltreId()
    parent_id = FiltreId()
    prochaine_maintenance_min = FiltreJour(field_name="prochaine_maintenance", lookup_expr="gte")
    prochaine_maintenance_max = FiltreJour(field_name="prochaine_maintenance", lookup_expr="lte")

    class Meta:
        model = Equipement
        fields: list[str] = []


class FiltresCompteurs(FiltresStricts):
    equipement_id = FiltreId()
    client_id = FiltreId(field_name="equipement__client_id")
    site_id = FiltreId(field_name="equipement__site_id")
    actif = FiltreBooleen()

    class Meta:
        model = Compteur
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Without a word about it, those in use."""
        rows: QuerySet[Any] = super().filter_queryset(queryset)
        said = self.form.cleaned_data.get("actif") is not None
        return rows if said else rows.filter(actif=True)


class FiltresReleves(FiltresStricts):
    nature = django_filters.ChoiceFilter(choices=NatureReleve.choices)
    date_min = FiltreInstant(field_name="date", lookup_expr="gte")
    date_max = FiltreInstant(field_name="date", lookup_expr="lt")

    class Meta:
        model = Releve
        fields: list[str] = []
