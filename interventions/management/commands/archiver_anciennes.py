"""`manage.py archiver_anciennes`: the upkeep job by hand, for installations without a scheduler."""

from typing import Any

from django.core.management.base import BaseCommand

from core.contexte import Canal, canal
from interventions import services


class Command(BaseCommand):
    help = "Archive les interventions clôturées ou annulées depuis plus de deux ans."

    def handle(self, *args: Any, **options: Any) -> None:
        with canal(Canal.COMMANDE):
            done = services.archiver_anciennes()
        self.stdout.write(f"Interventions archivées : {done}.")
