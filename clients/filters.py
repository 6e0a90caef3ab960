"""Filters, search and sorting of client firms, for the page and the API alike."""

import django_filters

from clients.choices import NiveauService, TypeClient
from clients.models import Client, Site
from core.archives import FiltresArchivables
from core.filtres import FiltreTexte

RECHERCHE = ("ice",)
RECHERCHE_PLIEE = ("recherche",)
# A table of some thousand rows at most: the name may be sorted by without an index.
TRIS = {"id": "pk", "nom_entreprise": "nom_entreprise", "ville": "ville"}


class FiltresClients(FiltresArchivables):
    ville = FiltreTexte(lookup_expr="iexact")
    secteur_activite = FiltreTexte(lookup_expr="iexact")
    type_client = django_filters.ChoiceFilter(choices=TypeClient.choices)
    niveau_service = django_filters.ChoiceFilter(choices=NiveauService.choices)

    class Meta:
        model = Client
        fields: list[str] = []


class FiltresSites(FiltresArchivables):
    ville = FiltreTexte(lookup_expr="iexact")

    class Meta:
        model = Site
        fields: list[str] = []
