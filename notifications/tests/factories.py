"""Messages to one person."""

import factory
from factory.django import DjangoModelFactory

from comptes.tests.factories import UtilisateurFactory
from interventions.tests.factories import InterventionFactory
from notifications.models import Annonce, Notification, Preferences


class NotificationFactory(DjangoModelFactory[Notification]):
    class Meta:
        model = Notification

    user = factory.SubFactory(UtilisateurFactory)
    titre = factory.Sequence(lambda n: f"Message {n}")
    message = "Bonjour"


class NotificationLieeFactory(NotificationFactory):
    intervention = factory.SubFactory(InterventionFactory)


class PreferencesFactory(DjangoModelFactory[Preferences]):
    class Meta:
        model = Preferences

    user = factory.SubFactory(UtilisateurFactory)


class AnnonceFactory(DjangoModelFactory[Annonce]):
    class Meta:
        model = Annonce

    cle = factory.Sequence(lambda n: f"echeance:{n}")
