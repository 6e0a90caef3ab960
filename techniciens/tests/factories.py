"""Technicians with their accounts, and skills."""

import factory
from factory.django import DjangoModelFactory

from comptes.tests.factories import UtilisateurFactory
from techniciens.models import Competence, CompetenceTechnicien, Technicien


class TechnicienFactory(DjangoModelFactory[Technicien]):
    class Meta:
        model = Technicien

    user = factory.SubFactory(UtilisateurFactory, technicien=True)
    specialite = "Électromécanique"
    equipe = "Équipe A"
    zone_geographique = "Casablanca"


class CompetenceFactory(DjangoModelFactory[Competence]):
    class Meta:
        model = Competence

    nom = factory.Sequence(lambda n: f"Compétence {n}")


class CompetenceTechnicienFactory(DjangoModelFactory[CompetenceTechnicien]):
    class Meta:
        model = CompetenceTechnicien

    technicien = factory.SubFactory(TechnicienFactory)
    competence = factory.SubFactory(CompetenceFactory)
