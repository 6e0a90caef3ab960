"""Accounts, roles and sign-in."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class ComptesConfig(AppConfig):
    name = "comptes"
    verbose_name = _("Comptes")

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in, user_logged_out

        from comptes import essais, recherche, sessions
        from comptes.choices import Role
        from comptes.demo import controle_production
        from core import navigation, travaux, trouvailles

        user_logged_in.connect(sessions.a_la_connexion, dispatch_uid="session")
        user_logged_out.connect(sessions.a_la_deconnexion, dispatch_uid="session")
        register(controle_production, Tags.database)
        navigation.ajouter(
            _("Utilisateurs"), "comptes:utilisateurs", "users", roles=[Role.ADMIN], ordre=90
        )
        navigation.ajouter_creation(
            _("Compte"), "comptes:creer", "user", roles=[Role.ADMIN], ordre=90
        )
        trouvailles.enregistrer(recherche.GENRE)
        travaux.enregistrer(
            "comptes.purger_connexions",
            lambda: sessions.purger() + essais.purger(),
            libelle=_("Oublier les vieilles sessions et les essais passés"),
            cadence=travaux.chaque_jour(3, 45),
        )
