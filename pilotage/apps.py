"""Home pages across the domains."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PilotageConfig(AppConfig):
    name = "pilotage"
    verbose_name = _("Pilotage")

    def ready(self) -> None:
        from comptes.choices import Role
        from core import navigation

        others = [Role.ADMIN, Role.RESPONSABLE, Role.CLIENT]
        navigation.ajouter(
            _("Accueil"), "pilotage:accueil", "home", roles=others, ordre=10, touche="a"
        )
        navigation.ajouter(
            _("Ma journée"),
            "pilotage:ma_journee",
            "tools",
            roles=[Role.TECHNICIEN],
            ordre=10,
            touche="a",
        )
        navigation.ajouter(
            _("Administration"), "admin:index", "settings", roles=[Role.ADMIN], ordre=90
        )
