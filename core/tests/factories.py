"""Rows of the kernel's own tables."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from core.models import CleIdempotence, Evenement, ExecutionTravail, Livraison


class CleIdempotenceFactory(DjangoModelFactory[CleIdempotence]):
    class Meta:
        model = CleIdempotence

    utilisateur_id = factory.Sequence(lambda n: n + 1)
    cle = factory.Sequence(lambda n: f"cle-{n}")
    empreinte = "0" * 64
    statut = 201


class EvenementFactory(DjangoModelFactory[Evenement]):
    class Meta:
        model = Evenement

    type = "essai.fait"
    donnees = factory.LazyFunction(dict)
    diffuse = True


class LivraisonFactory(DjangoModelFactory[Livraison]):
    """A dead letter."""

    class Meta:
        model = Livraison

    evenement = factory.SubFactory(EvenementFactory)
    abonne = "essai"
    etat = "morte"
    essais = 8
    erreur = "ConnectionRefusedError: refus"


class ExecutionTravailFactory(DjangoModelFactory[ExecutionTravail]):
    class Meta:
        model = ExecutionTravail

    travail = factory.Sequence(lambda n: f"essai.travail_{n}")
    debut = factory.LazyFunction(timezone.now)
    fin = factory.SelfAttribute("debut")
    resultat = "3"
