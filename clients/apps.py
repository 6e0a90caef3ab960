"""Client firms, their sites and contacts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClientsConfig(AppConfig):
    name = "clients"
    verbose_name = _("Clients")

    def ready(self) -> None:
        from clients import panneaux
        from comptes.choices import Role
        from core import navigation
        from core.panneaux import enregistrer

        team = [Role.ADMIN, Role.RESPONSABLE, Role.TECHNICIEN]
        navigation.ajouter(_("Clients"), "clients:liste", "building", roles=team, ordre=50)
        navigation.ajouter(
            _("Mon entreprise"), "clients:la_mienne", "building", roles=[Role.CLIENT], ordre=50
        )
        enregistrer(
            "comptes.utilisateur", "clients/_du_compte.html", panneaux.entreprises_du_compte
        )
