"""`manage.py actualiser_disponibilites`: the job by hand, for installations without a scheduler."""

from typing import Any

from django.core.management.base import BaseCommand

from core.contexte import Canal, canal
from planning import services


class Command(BaseCommand):
    help = "Met la disponibilité des techniciens à jour : absences qui commencent ou finissent."

    def handle(self, *args: Any, **options: Any) -> None:
        with canal(Canal.COMMANDE):
            done = services.actualiser_disponibilites()
        self.stdout.write(f"Disponibilités changées : {done}.")
