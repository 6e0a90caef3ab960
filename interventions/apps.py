"""Work orders: workflow, audit, time and comments; takes part in what lower apps do."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class InterventionsConfig(AppConfig):
    name = "interventions"
    verbose_name = _("Interventions")

    def ready(self) -> None:
        from comptes import actions as comptes
        from core import panneaux, trouvailles
        from core.inalterable import declarer_table, declarer_vue
        from equipements import actions as equipements
        from equipements.selectors import enregistrer_travail_ouvert
        from interventions import cumuls, indicateurs, machine, recherche, services
        from interventions import panneaux as contenus
        from interventions.historique import VUE
        from techniciens import actions as techniciens

        register(cumuls.controler, Tags.database)
        declarer_table("historiques_interventions", "history_id")
        declarer_vue(*VUE)
        comptes.enregistrer("desactiver", services.liberer_compte)
        comptes.enregistrer("changer_role", services.refuser_changement_de_role)
        techniciens.enregistrer("archiver", services.liberer)
        equipements.enregistrer("changer_statut", machine.refuser_statut_contraire)
        equipements.enregistrer("archiver", machine.refuser_travail_ouvert)

        self._menu()
        trouvailles.enregistrer(recherche.GENRE)
        gabarit = "interventions/_panneau.html"
        panneaux.enregistrer("clients.fiche", gabarit, contenus.du_client)
        panneaux.enregistrer("equipements.fiche", gabarit, contenus.de_l_equipement)
        panneaux.enregistrer("techniciens.fiche", gabarit, contenus.du_technicien)
        for page, contenu in (
            ("clients.compteurs", contenus.compteurs_du_client),
            ("equipements.compteurs", contenus.compteurs_de_l_equipement),
            ("techniciens.compteurs", contenus.compteurs_du_technicien),
        ):
            panneaux.enregistrer(page, "interventions/_compteurs.html", contenu)
        gabarit = "interventions/_arrets.html"
        panneaux.enregistrer("equipements.fiche", gabarit, contenus.arrets_de_l_equipement)
        enregistrer_travail_ouvert(indicateurs.travail_ouvert)

    @staticmethod
    def _menu() -> None:
        from comptes.choices import Role
        from core import navigation

        navigation.ajouter(
            _("Interventions"),
            "interventions:liste",
            "clipboard-list",
            roles=Role,
            ordre=20,
            touche="i",
        )
        chiefs = [Role.ADMIN, Role.RESPONSABLE]
        navigation.ajouter(_("À trier"), "interventions:tri", "inbox", roles=chiefs, ordre=22)
        navigation.compter("interventions:tri", "interventions:tri_compte")
        field = [Role.TECHNICIEN, Role.CLIENT]
        navigation.ajouter(_("Signaler"), "interventions:creer", "plus", roles=field, ordre=30)
        navigation.ajouter_creation(
            _("Intervention"), "interventions:creer", "clipboard-list", roles=Role, ordre=20
        )
