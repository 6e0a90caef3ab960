"""Technicians and their skills."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TechniciensConfig(AppConfig):
    name = "techniciens"
    verbose_name = _("Techniciens")
