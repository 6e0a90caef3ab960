"""Takes over the data of the older backend; everything else knows nothing of it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RepriseConfig(AppConfig):
    name = "reprise"
    verbose_name = _("Reprise des données")
