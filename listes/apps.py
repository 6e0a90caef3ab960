"""List pages: filters in the address, saved views, chosen columns, export."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ListesConfig(AppConfig):
    name = "listes"
    verbose_name = _("Listes")
