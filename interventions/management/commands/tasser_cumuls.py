"""`manage.py tasser_cumuls`: fold the counts of the interventions; `--refaire` counts anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from interventions import cumuls


class Command(BaseCommand):
    help = "Regroupe les comptes d’interventions tenus par PostgreSQL, ou les refait."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--refaire",
            action="store_true",
            help="tout recompter ; les écritures attendent, une seconde par million",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["refaire"]:
            cumuls.refaire()
            self.stdout.write("Comptes refaits.")
        self.stdout.write(f"Lignes regroupées : {cumuls.tasser()}.")
