"""Client firms, each with its first site."""

import factory
from factory.django import DjangoModelFactory

from clients.models import Client, Contact, Site
from comptes.tests.factories import UtilisateurFactory


class SiteFactory(DjangoModelFactory[Site]):
    class Meta:
        model = Site

    client = factory.SubFactory("clients.tests.factories.ClientFactory", site=None)
    nom = factory.Sequence(lambda n: f"Site {n}")
    ville = "Casablanca"


class ClientFactory(DjangoModelFactory[Client]):
    class Meta:
        model = Client
        skip_postgeneration_save = True

    nom_entreprise = factory.Sequence(lambda n: f"Entreprise {n}")
    ville = "Casablanca"
    site = factory.RelatedFactory(SiteFactory, factory_related_name="client")

    class Params:
        avec_compte = factory.Trait(user=factory.SubFactory(UtilisateurFactory, client=True))


class ContactFactory(DjangoModelFactory[Contact]):
    class Meta:
        model = Contact

    client = factory.SubFactory(ClientFactory)
    nom = factory.Sequence(lambda n: f"Contact {n}")
