"""Slots and preventive plans; takes part in the acts of interventions, machines and people."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate  # noqa: TID251  schema, not domain
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    name = "planning"
    verbose_name = _("Planning")

    def ready(self) -> None:
        from core import panneaux
        from equipements import actions as equipements
        from interventions import actions as interventions
        from planning import abonnes, chevauchement
        from planning import panneaux as contenus
        from techniciens import actions as techniciens

        post_migrate.connect(chevauchement.apres_migration, dispatch_uid="chevauchement")
        register(chevauchement.controler, Tags.database)
        for acte, parts in abonnes.INTERVENTIONS.items():
            for part in parts:
                interventions.enregistrer(acte, part)
        equipements.enregistrer("archiver", abonnes.arreter_les_plans)
        techniciens.enregistrer("archiver", abonnes.confier_les_plans)
        panneaux.enregistrer(
            "interventions.fiche", "planning/_panneau.html", contenus.de_l_intervention
        )
