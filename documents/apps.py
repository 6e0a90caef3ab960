"""Files of interventions and machines: private, checked by content."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        from core import travaux
        from documents import services

        travaux.enregistrer(
            "documents.nettoyer",
            services.nettoyer,
            libelle=_("Effacer les fichiers dont personne n’a plus besoin"),
            cadence=travaux.chaque_jour(4, 15),
        )
