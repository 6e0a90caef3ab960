"""`manage.py demo`: fill an empty database with a believable firm and its year of work."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from comptes.demo import COMPTES_DEMO
from pilotage.demo.chargement import BaseOccupee, charger


class Command(BaseCommand):
    help = (
        "Remplit une base vide avec une entreprise de démonstration. Les mêmes lignes pour la "
        "même graine et le même jour (heure de Casablanca), aux empreintes de mots de passe près."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--graine", type=int, default=1, help="graine du hasard (1 par défaut)")
        parser.add_argument(
            "--si-vide",
            action="store_true",
            help="sans erreur si la base sert déjà",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                "Pas de données de démonstration en production : leurs mots de passe sont publics."
            )
        self._muet = options["verbosity"] == 0
        try:
            bilan = charger(
                graine=options["graine"],
                jour=timezone.localdate(),
                annoncer=lambda etape: self._dire(f"  {etape}…"),
            )
        except BaseOccupee as occupee:
            if options["si_vide"]:
                self._dire(f"La base contient déjà des données ({occupee}) : rien n’est ajouté.")
                return
            raise CommandError(
                f"La base contient déjà des données ({occupee}). La démonstration ne se charge que "
                "dans une base vide."
            ) from occupee
        self._dire(
            f"{bilan.clients} clients, {bilan.machines} machines, {bilan.techniciens} techniciens, "
            f"{bilan.interventions} interventions, {bilan.historique} lignes d’historique."
        )
        self._dire("Comptes de démonstration (identifiant, courriel, mot de passe) :")
        for compte in COMPTES_DEMO:
            self._dire(f"  {compte.username:<12} {compte.email:<20} {compte.password}")

    def _dire(self, texte: str) -> None:
        if not self._muet:
            self.stdout.write(texte)
