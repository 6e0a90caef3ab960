"""Runs of the takeover and what they brought."""

import factory
from factory.django import DjangoModelFactory

from reprise.models import Correspondance, Reprise


class RepriseFactory(DjangoModelFactory[Reprise]):
    class Meta:
        model = Reprise

    source = "ancien"


class CorrespondanceFactory(DjangoModelFactory[Correspondance]):
    class Meta:
        model = Correspondance

    reprise = factory.SubFactory(RepriseFactory)
    source = "ancien"
    table_source = "clients"
    cle_source = factory.Sequence(lambda n: str(n + 1))
    modele = "clients.client"
    objet_id = factory.Sequence(lambda n: n + 1)
    empreinte = "0" * 64
