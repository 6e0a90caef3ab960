"""Tells people what concerns them: a subscriber inside writes messages, one outside sends mails."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from comptes import sessions
        from core.outbox import abonner
        from notifications import courriels, diffusion, documentation, regles
        from notifications.events import CourrielDu
        from notifications.selectors import non_lues
        from pilotage import documentation as pages

        abonner("notifications.in_app", diffusion.livrer, types=regles.EVENEMENTS)
        abonner(
            "notifications.courriel",
            courriels.livrer,
            types=[CourrielDu.type],
            dehors=True,
            essais=courriels.ESSAIS,
        )
        sessions.compter_avec("non_lues", non_lues("utilisateur_id"))
        pages.ajouter("notifications.md", documentation.page)
        self._travaux()

    @staticmethod
    def _travaux() -> None:
        from core import travaux
        from notifications import echeances, rappels, regroupement, services

        often = travaux.toutes_les(5)
        for nom, executer, libelle, cadence in (
            ("rappeler", rappels.rappeler, _("Rappeler les visites du lendemain"), often),
            ("annoncer_echeances", echeances.annoncer, _("Annoncer les échéances"), often),
            (
                "regrouper_courriels",
                regroupement.regrouper,
                _("Envoyer les courriels qui attendaient"),
                often,
            ),
            (
                "purger",
                services.purger,
                _("Oublier les notifications lues depuis six mois"),
                travaux.chaque_jour(4, 50),
            ),
        ):
            travaux.enregistrer(f"notifications.{nom}", executer, libelle=libelle, cadence=cadence)
