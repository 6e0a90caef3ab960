"""The kernel: registers every app's visibility policies and keeps the audit triggers in place."""

from django.apps import AppConfig
from django.db import connection
from django.db.models.signals import post_migrate, pre_migrate  # noqa: TID251  schema, not domain
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Noyau")

    def ready(self) -> None:
        from core import controles, inalterable

        autodiscover_modules("visibility")
        pre_migrate.connect(inalterable.avant_migration, sender=self)
        post_migrate.connect(inalterable.apres_migration, dispatch_uid="inalterable")
        controles.enregistrer()
        self._travaux()
        if connection.vendor == "postgresql":
            from core import instants

            instants.enregistrer()

    @staticmethod
    def _travaux() -> None:
        from core import travaux
        from core.api import idempotence
        from core.outbox import entretien

        for nom, libelle, cadence, executer in (
            (
                "core.purger_cles",
                _("Oublier les clés d’idempotence d’hier"),
                travaux.chaque_heure(20),
                idempotence.purger,
            ),
            (
                "core.surveiller_evenements",
                _("Surveiller la file des événements"),
                travaux.toutes_les(5),
                entretien.surveiller,
            ),
            (
                "core.purger_evenements",
                _("Oublier les vieux événements livrés"),
                travaux.chaque_jour(4, 30),
                entretien.purger,
            ),
            (
                "core.purger_executions",
                _("Oublier les vieilles exécutions de travaux"),
                travaux.chaque_jour(4, 40),
                travaux.purger,
            ),
        ):
            travaux.enregistrer(nom, executer, libelle=libelle, cadence=cadence)
