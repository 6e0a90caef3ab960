"""Filters, search and sorting of machines, for the page and the API alike."""

import django_filters

from core.archives import FiltresArchivables
from core.filtres import FiltreId, FiltreJour, FiltreTexte
from equipements.choices import Criticite, StatutEquipement
from equipements.models import Equipement

RECHERCHE_PLIEE = ("recherche",)
# Some ten thousand rows at most: the name may be sorted by without an index.
TRIS = {"id": "pk", "nom": "nom", "code": "code", "client_id": "client_id"}


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
