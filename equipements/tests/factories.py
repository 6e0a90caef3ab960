"""Machines on a site of their client."""

import factory
from factory.django import DjangoModelFactory

from clients.tests.factories import ClientFactory
from equipements.models import Equipement, Famille


class FamilleFactory(DjangoModelFactory[Famille]):
    class Meta:
        model = Famille

    nom = factory.Sequence(lambda n: f"Famille {n}")


class EquipementFactory(DjangoModelFactory[Equipement]):
    class Meta:
        model = Equipement

    client = factory.SubFactory(ClientFactory)
    site = factory.LazyAttribute(lambda o: o.client.sites.first())
    famille = factory.SubFactory(FamilleFactory)
    nom = factory.Sequence(lambda n: f"Machine {n}")
    numero_serie = factory.Sequence(lambda n: f"SN-{n:05d}")
    localisation = "Atelier 1"
