"""Machines on a site of their client, and their meters."""

from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from clients.tests.factories import ClientFactory
from comptes.tests.factories import UtilisateurFactory
from equipements import services
from equipements.models import Compteur, Equipement, Famille, Releve


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


class CompteurFactory(DjangoModelFactory[Compteur]):
    """Made by the service, like its readings."""

    class Meta:
        model = Compteur

    equipement = factory.SubFactory(EquipementFactory)
    par = factory.SubFactory(UtilisateurFactory)
    nom = factory.Sequence(lambda n: f"Horamètre {n}")
    unite = "h"

    @classmethod
    def _create(cls, model_class: type[Compteur], *args: Any, **kwargs: Any) -> Compteur:
        machine = kwargs.pop("equipement")
        par = kwargs.pop("par")
        return services.creer_compteur(par=par, equipement_id=machine.pk, **kwargs)


class ReleveFactory(DjangoModelFactory[Releve]):
    """`ReleveFactory(compteur=row, valeur=120, date=...)`."""

    class Meta:
        model = Releve

    compteur = factory.SubFactory(CompteurFactory)
    par = factory.SubFactory(UtilisateurFactory)
    valeur = factory.Sequence(lambda n: Decimal(100 + n))

    @classmethod
    def _create(cls, model_class: type[Releve], *args: Any, **kwargs: Any) -> Releve:
        pk, par = kwargs.pop("compteur").pk, kwargs.pop("par")
        return services.relever(par=par, compteur_id=pk, lecture=services.Lecture(**kwargs))
