"""List pages: filters in the address, saved views, chosen columns, export."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ListesConfig(AppConfig):
    name = "listes"
    verbose_name = _("Listes")

    def ready(self) -> None:
        # Each app's `liste.py` makes its lists known.
        autodiscover_modules("liste")
