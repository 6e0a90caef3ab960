"""Accounts of each role."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from comptes.choices import GenreSession, Role
from comptes.models import Echecs, Session, Utilisateur

MOT_DE_PASSE = "Motdepasse-tres-long-1"


class UtilisateurFactory(DjangoModelFactory[Utilisateur]):
    class Meta:
        model = Utilisateur
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"compte{n}")
    email = factory.LazyAttribute(lambda o: f"{o.username}@exemple.ma")
    full_name = factory.Sequence(lambda n: f"Personne {n}")
    role = Role.RESPONSABLE
    password = factory.django.Password(MOT_DE_PASSE)

    class Params:
        admin = factory.Trait(role=Role.ADMIN)
        technicien = factory.Trait(role=Role.TECHNICIEN)
        client = factory.Trait(role=Role.CLIENT)


class SessionFactory(DjangoModelFactory[Session]):
    class Meta:
        model = Session

    utilisateur = factory.SubFactory(UtilisateurFactory)
    genre = GenreSession.API
    expire_le = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=10))


class EchecsFactory(DjangoModelFactory[Echecs]):
    class Meta:
        model = Echecs

    cle = factory.Sequence(lambda n: f"{n:064x}")
    nombre = 3
