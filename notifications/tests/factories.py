"""Messages to one person."""

import factory
from factory.django import DjangoModelFactory

from comptes.tests.factories import UtilisateurFactory
from interventions.tests.factories import InterventionFactory
from notifications.models import Notification


class NotificationFactory(DjangoModelFactory[Notification]):
    class Meta:
        model = Notification

    user = factory.SubFactory(UtilisateurFactory)
    titre = factory.Sequence(lambda n: f"Message {n}")
    message = "Bonjour"


class NotificationLieeFactory(NotificationFactory):
    intervention = factory.SubFactory(InterventionFactory)
