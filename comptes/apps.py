"""Accounts, roles and sign-in."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class ComptesConfig(AppConfig):
    name = "comptes"
    verbose_name = _("Comptes")

    def ready(self) -> None:
        from comptes import recherche
        from comptes.choices import Role
        from comptes.demo import controle_production
        from core import navigation, trouvailles

        register(controle_production, Tags.database)
        navigation.ajouter(
            _("Utilisateurs"), "comptes:utilisateurs", "users", roles=[Role.ADMIN], ordre=90
        )
        navigation.ajouter_creation(
            _("Compte"), "comptes:creer", "user", roles=[Role.ADMIN], ordre=90
        )
        trouvailles.enregistrer(recherche.GENRE)
