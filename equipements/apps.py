"""Machines, their families, labels and meters."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EquipementsConfig(AppConfig):
    name = "equipements"
    verbose_name = _("Équipements")

    def ready(self) -> None:
        from clients import actions as clients
        from comptes.choices import Role
        from core import navigation, trouvailles
        from core.inalterable import declarer_table
        from core.panneaux import enregistrer
        from equipements import panneaux, recherche, services
        from listes import actes

        declarer_table("releves", "id")
        clients.enregistrer("archiver", services.refuser_machines_vivantes)
        navigation.ajouter(
            _("Équipements"),
            "equipements:liste",
            "building-factory-2",
            roles=Role,
            ordre=40,
            touche="m",
        )
        chiefs = [Role.ADMIN, Role.RESPONSABLE]
        navigation.ajouter_creation(
            _("Équipement"),
            "equipements:choisir_client",
            "building-factory-2",
            roles=chiefs,
            ordre=40,
        )
        trouvailles.enregistrer(recherche.GENRE)
        actes.ajouter(
            "equipements",
            actes.ActeDeSelection(
                _("Étiquettes"), "qrcode", "equipements:etiquettes", offert=lambda _user: True
            ),
        )
        enregistrer(
            "clients.fiche", "equipements/_du_client.html", panneaux.machines_du_client, ordre=50
        )
        enregistrer(
            "equipements.fiche",
            "equipements/_compteurs.html",
            panneaux.compteurs_de_la_machine,
            ordre=50,
        )
