"""Saved views and preferences, made by the services."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from comptes.tests.factories import UtilisateurFactory
from listes import services
from listes.models import PreferenceListe, VueEnregistree


class VueEnregistreeFactory(DjangoModelFactory[VueEnregistree]):
    class Meta:
        model = VueEnregistree

    par = factory.SubFactory(UtilisateurFactory)
    liste = "interventions"
    nom = factory.Sequence(lambda n: f"Vue {n}")
    requete = "ouvertes=true"

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> VueEnregistree:
        row: VueEnregistree = services.creer_vue(**kwargs)
        return row


class PreferenceListeFactory(DjangoModelFactory[PreferenceListe]):
    class Meta:
        model = PreferenceListe

    par = factory.SubFactory(UtilisateurFactory)
    liste = "interventions"
    colonnes = ("statut",)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> PreferenceListe:
        return services.choisir_colonnes(**kwargs)
