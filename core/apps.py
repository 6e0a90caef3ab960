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
        if connection.vendor == "postgresql":
            from core import instants

            instants.enregistrer()
