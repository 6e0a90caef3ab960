"""Outgoing webhooks: a subscriber inside writes what is due to each, one outside sends it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrochetsConfig(AppConfig):
    name = "crochets"
    verbose_name = _("Crochets (webhooks)")

    def ready(self) -> None:
        from core import travaux
        from core.outbox import abonner
        from crochets import abonnes, catalogue, services
        from crochets.events import EnvoiDu

        abonner("crochets", abonnes.preparer, types=catalogue.types())
        abonner(
            abonnes.SORTIE,
            abonnes.envoyer,
            types=[EnvoiDu.type],
            dehors=True,
            essais=abonnes.ESSAIS,
            voies=2,  # one receiver that is slow but answers does not hold up all others
        )
        travaux.enregistrer(
            "crochets.purger",
            services.purger,
            libelle=_("Oublier les vieux envois des crochets"),
            cadence=travaux.chaque_jour(4, 55),
        )
