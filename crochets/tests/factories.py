"""Subscriptions of other programs, and what was sent to them."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from comptes.tests.factories import UtilisateurFactory
from crochets.models import Crochet, EnvoiCrochet


class CrochetFactory(DjangoModelFactory[Crochet]):
    class Meta:
        model = Crochet

    nom = factory.Sequence(lambda n: f"Crochet {n}")
    url = "https://93.184.216.34/mif"
    types = ["*"]
    graine = factory.Sequence(lambda n: f"graine-secrete-{n}")
    cree_par = factory.SubFactory(UtilisateurFactory)


class EnvoiCrochetFactory(DjangoModelFactory[EnvoiCrochet]):
    class Meta:
        model = EnvoiCrochet

    crochet = factory.SubFactory(CrochetFactory)
    evenement_id = factory.Sequence(lambda n: n + 1)
    type = "intervention.creee"
    survenu_le = factory.LazyFunction(timezone.now)
    donnees = {"intervention_id": 1}
