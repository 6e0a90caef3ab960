"""Technicians and their skills."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TechniciensConfig(AppConfig):
    name = "techniciens"
    verbose_name = _("Techniciens")

    def ready(self) -> None:
        from comptes import sessions
        from comptes.choices import Role
        from core import navigation, trouvailles
        from core.panneaux import enregistrer
        from techniciens import panneaux, recherche
        from techniciens.visibility import LUE_AVEC

        sessions.lire_avec(*LUE_AVEC)
        team = [Role.ADMIN, Role.RESPONSABLE, Role.TECHNICIEN]
        navigation.ajouter(
            _("Techniciens"), "techniciens:liste", "user-check", roles=team, ordre=60, touche="t"
        )
        chiefs = [Role.ADMIN, Role.RESPONSABLE]
        navigation.ajouter_creation(
            _("Technicien"), "techniciens:creer", "user-check", roles=chiefs, ordre=60
        )
        trouvailles.enregistrer(recherche.GENRE)
        enregistrer("comptes.depart", "techniciens/_successeurs.html", panneaux.successeurs)
        enregistrer("comptes.utilisateur", "techniciens/_du_compte.html", panneaux.profil_du_compte)
