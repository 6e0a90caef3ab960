"""Filters, search and sorting of technicians, for the page and the API alike."""

import django_filters

from core.archives import FiltresArchivables
from core.filtres import FiltreId, FiltreTexte
from techniciens.choices import Disponibilite
from techniciens.models import Technicien

RECHERCHE = ("user__full_name", "specialite", "equipe", "zone_geographique")
TRIS = {"id": "pk", "disponibilite": "disponibilite", "equipe": "equipe"}


class FiltresTechniciens(FiltresArchivables):
    disponibilite = django_filters.ChoiceFilter(choices=Disponibilite.choices)
    equipe = FiltreTexte(lookup_expr="iexact")
    zone_geographique = FiltreTexte(lookup_expr="iexact")
    competence_id = FiltreId(field_name="competences")

    class Meta:
        model = Technicien
        fields: list[str] = []
