"""Slots and preventive plans; takes part in the acts of interventions, machines and people."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate  # noqa: TID251  schema, not domain
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    name = "planning"
    verbose_name = _("Planning")

    def ready(self) -> None:
        from comptes.choices import Role
        from core import navigation, panneaux, travaux
        from equipements import actions as equipements
        from interventions import actions as interventions
        from planning import abonnes, chevauchement, services
        from planning import panneaux as contenus
        from techniciens import actions as techniciens

        travaux.enregistrer(
            "planning.actualiser_disponibilites",
            services.actualiser_disponibilites,
            libelle=_("Constater les absences qui commencent ou finissent"),
            cadence=travaux.toutes_les(5),
        )
        # Often: what it finds done costs one statement.
        travaux.enregistrer(
            "planning.generer_preventif",
            lambda: services.generer_preventif().visites,
            libelle=_("Créer les visites que doivent les plans d’entretien"),
            cadence=travaux.chaque_heure(35),
            delai=300,
        )
        post_migrate.connect(chevauchement.apres_migration, dispatch_uid="chevauchement")
        register(chevauchement.controler, Tags.database)
        navigation.ajouter(
            _("Planning"), "planning:tableau", "calendar-week", roles=Role, ordre=24, touche="p"
        )
        for acte, suite in abonnes.INTERVENTIONS.items():
            for abonne in suite:
                interventions.enregistrer(acte, abonne)
        equipements.enregistrer("archiver", abonnes.arreter_les_plans)
        techniciens.enregistrer("archiver", abonnes.confier_les_plans)
        techniciens.enregistrer("archiver", abonnes.confier_les_seances)
        chiefs = [Role.ADMIN, Role.RESPONSABLE]
        navigation.ajouter(_("Horaires"), "planning:horaires", "clock", roles=chiefs, ordre=62)
        panneaux.enregistrer(
            "techniciens.fiche", "planning/_agenda.html", contenus.du_technicien, ordre=150
        )
        panneaux.enregistrer(
            "techniciens.fiche", "planning/_absences.html", contenus.absences_du_technicien
        )
        panneaux.enregistrer(
            "interventions.fiche", "planning/_panneau.html", contenus.de_l_intervention
        )
        panneaux.enregistrer(
            "equipements.fiche",
            "planning/preventif/_equipement.html",
            contenus.de_l_equipement,
            ordre=60,
        )
        navigation.ajouter(
            _("Préventif"),
            "planning:plans",
            "tools",
            roles=[Role.ADMIN, Role.RESPONSABLE],
            ordre=26,
        )
