"""Accounts, roles and sign-in."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class ComptesConfig(AppConfig):
    name = "comptes"
    verbose_name = _("Comptes")

    def ready(self) -> None:
        from comptes.demo import controle_production

        register(controle_production, Tags.database)
