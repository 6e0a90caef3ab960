"""Filters and sorting of webhooks and their deliveries."""

import django_filters

from core.filtres import FiltreBooleen, FiltreId, FiltresStricts
from crochets.choices import EtatEnvoi
from crochets.models import Crochet, EnvoiCrochet

TRIS = {"id": "pk"}


class FiltresCrochets(FiltresStricts):
    actif = FiltreBooleen()

    class Meta:
        model = Crochet
        fields: list[str] = []


class FiltresEnvois(FiltresStricts):
    etat = django_filters.ChoiceFilter(choices=EtatEnvoi.choices)
    evenement_id = FiltreId()

    class Meta:
        model = EnvoiCrochet
        fields: list[str] = []
