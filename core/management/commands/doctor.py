"""`manage.py doctor`: what is right and what is wrong with this installation's database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.examens import Constat, examiner


class Command(BaseCommand):
    help = "Examine la base et dit ce qui va et ce qui ne va pas ; code de sortie 1 s’il y a faute."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        faults = 0
        for examen, found in examiner():
            faults += sum(constat.grave for constat in found)
            self.stdout.write(f"{self._signe(found)} {examen.nom}")
            for constat in found:
                self.stdout.write(f"    {constat.texte}")
                if constat.conseil:
                    self.stdout.write(f"    → {constat.conseil}")
        if faults:
            raise CommandError(f"{faults} faute(s) à corriger.")
        self.stdout.write("Rien à corriger.")

    def _signe(self, found: list[Constat]) -> str:
        if any(constat.grave for constat in found):
            return self.style.ERROR("✗")
        return self.style.WARNING("!") if found else self.style.SUCCESS("✓")
