"""`manage.py recaler_creneaux`: after new rules for the clock, keep what is planned at its hour."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core.contexte import Canal, canal
from planning import services
from planning.dates import quand


class Command(BaseCommand):
    help = (
        "Garde leur heure locale aux créneaux à venir quand l’heure légale change (tzdata). "
        "Sans --appliquer, dit seulement ce qui bougerait."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--appliquer", action="store_true", help="déplace les créneaux")

    def handle(self, *args: Any, **options: Any) -> None:
        with canal(Canal.COMMANDE):
            report = services.recaler_creneaux(appliquer=options["appliquer"])
        for each in report.recales:
            before, after = (
                quand(each.avant.debut, each.avant.fin),
                quand(each.apres.debut, each.apres.fin),
            )
            refused = f" ; refusé : {each.refus}" if each.refus else ""
            self.stdout.write(f"{each.numero} : {before} → {after}{refused}")
        moved = sum(not each.refus for each in report.recales)
        verb = "recalés" if options["appliquer"] else "à recaler"
        self.stdout.write(f"Créneaux {verb} : {moved}, refusés : {len(report.recales) - moved}.")
        if report.inconnus:
            self.stdout.write(f"Sans décalage noté, laissés tels quels : {report.inconnus}.")
