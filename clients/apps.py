"""Client firms, their sites and contacts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClientsConfig(AppConfig):
    name = "clients"
    verbose_name = _("Clients")

    def ready(self) -> None:
        from clients import panneaux, recherche
        from clients.visibility import LUES_AVEC
        from comptes import sessions
        from comptes.choices import Role
        from core import navigation, trouvailles
        from core.panneaux import enregistrer

        for name, firm in LUES_AVEC.items():
            sessions.lire_avec(name, firm)
        team = [Role.ADMIN, Role.RESPONSABLE, Role.TECHNICIEN]
        navigation.ajouter(
            _("Clients"), "clients:liste", "building", roles=team, ordre=50, touche="c"
        )
        navigation.ajouter(
            _("Mon entreprise"), "clients:la_mienne", "building", roles=[Role.CLIENT], ordre=50
        )
        chiefs = [Role.ADMIN, Role.RESPONSABLE]
        navigation.ajouter_creation(
            _("Client"), "clients:creer", "building", roles=chiefs, ordre=50
        )
        trouvailles.enregistrer(recherche.GENRE)
        enregistrer(
            "comptes.utilisateur", "clients/_du_compte.html", panneaux.entreprises_du_compte
        )
