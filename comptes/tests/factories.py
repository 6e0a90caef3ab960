"""Accounts of each role."""

import factory
from factory.django import DjangoModelFactory

from comptes.choices import Role
from comptes.models import Utilisateur

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
