"""Tells people what concerns them; takes part in the acts of interventions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from interventions import actions
        from notifications import abonnes
        from notifications.regles import REGLES

        for acte in REGLES:
            follow = abonnes.apres_creation if acte == "creer" else abonnes.apres_acte
            actions.enregistrer(acte, follow)
        actions.enregistrer("generer", abonnes.apres_generation)
