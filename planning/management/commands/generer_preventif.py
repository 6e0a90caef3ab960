"""`manage.py generer_preventif`: the visits that plans owe; as often as one likes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.contexte import Canal, canal
from planning import services


class Command(BaseCommand):
    help = "Crée les interventions dues par les plans d’entretien, avec leurs créneaux."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--a-blanc", action="store_true", help="Dit ce qui serait créé, et n’écrit rien."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["a_blanc"]:
            self._montrer()
            return
        with canal(Canal.COMMANDE):
            run = services.generer_preventif()
        self.stdout.write(
            f"Visites créées : {run.visites}, échéances regroupées : {run.regroupees}."
        )
        if run.echecs:
            raise CommandError(f"Plans en échec : {run.echecs} (voir le journal).")

    def _montrer(self) -> None:
        total = 0
        for due in services.simuler():
            total += due.visite
            what = "visite" if due.visite else due.motif
            machine = due.plan.entree.equipement
            self.stdout.write(f"{due.jour} · {machine} · {due.plan.titre} : {what}")
        self.stdout.write(f"Visites à créer : {total}.")
