"""Work orders: workflow, audit, time and comments; takes part in what lower apps do."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterventionsConfig(AppConfig):
    name = "interventions"
    verbose_name = _("Interventions")

    def ready(self) -> None:
        from comptes import actions as comptes
        from core.inalterable import declarer_table, declarer_vue
        from equipements import actions as equipements
        from interventions import machine, services
        from interventions.historique import VUE
        from techniciens import actions as techniciens

        declarer_table("historiques_interventions", "history_id")
        declarer_vue(*VUE)
        comptes.enregistrer("desactiver", services.liberer_compte)
        techniciens.enregistrer("archiver", services.liberer)
        equipements.enregistrer("changer_statut", machine.refuser_statut_contraire)
        equipements.enregistrer("archiver", machine.refuser_travail_ouvert)
