"""`manage.py travaux`: the scheduled work with each last run; with a name, run that one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core import travaux


class Command(BaseCommand):
    help = "Montre les travaux planifiés, ou exécute celui qui est nommé."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("nom", nargs="?", help="le travail à exécuter maintenant")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["nom"] is None:
            self._montrer()
            return
        job = travaux.trouver(options["nom"])
        if job is None:
            raise CommandError(f"Travail inconnu : {options['nom']}.")
        row = travaux.executer(job)
        if row is None:
            raise CommandError("Ce travail est en cours ailleurs.")
        if row.erreur:
            raise CommandError(row.erreur)
        self.stdout.write(f"{job.libelle} : {row.resultat or 'fait'}.")

    def _montrer(self) -> None:
        jobs = travaux.travaux()
        last = travaux.dernieres(job.nom for job in jobs)
        for job in jobs:
            self.stdout.write(f"{job.nom} — {job.libelle}, {job.cadence}")
            row = last.get(job.nom)
            when = row and timezone.localtime(row.debut).strftime("%d/%m/%Y %H:%M:%S")
            self.stdout.write(f"    {when} : {row.bilan}" if row else "    jamais exécuté")
