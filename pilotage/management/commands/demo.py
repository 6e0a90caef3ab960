"""`manage.py demo`: fill an empty database with a believable firm and its work.

A year of a small firm; with `--interventions`, three years of one large enough for so many.
"""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from comptes.demo import COMPTES_DEMO
from interventions.visibility import HistoriqueIntervention
from pilotage.demo.chargement import BaseOccupee, Bilan, charger
from pilotage.demo.compteurs import relever_le_parc
from pilotage.demo.masse.avancement import Avancement
from pilotage.demo.masse.chargement import MINIMUM, charger_masse, ranger
from pilotage.demo.semaine import planifier_la_semaine


class Command(BaseCommand):
    help = (
        "Remplit une base vide avec une entreprise de démonstration. Les mêmes lignes pour la "
        "même graine et le même jour (heure de Casablanca), aux empreintes de mots de passe près."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--graine", type=int, default=1, help="graine du hasard (1 par défaut)")
        parser.add_argument(
            "--interventions",
            type=int,
            metavar="N",
            help=f"trois années d’une entreprise à N interventions (au moins {MINIMUM})",
        )
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
        number = options["interventions"]
        if number is not None and number < MINIMUM:
            raise CommandError(f"--interventions : au moins {MINIMUM}, ou rien pour une année.")
        self._muet = options["verbosity"] == 0
        try:
            bilan = self._charger(options["graine"], number)
        except BaseOccupee as occupee:
            if options["si_vide"]:
                self._dire(f"La base contient déjà des données ({occupee}) : rien n’est ajouté.")
                return
            raise CommandError(
                f"La base contient déjà des données ({occupee}). La démonstration ne se charge que "
                "dans une base vide."
            ) from occupee
        except KeyboardInterrupt as arret:
            raise CommandError("Interrompu : rien n’a été chargé.", returncode=130) from arret
        ranger(self._annoncer)
        self._presenter(bilan)

    def _presenter(self, bilan: Bilan) -> None:
        self._dire(
            f"{bilan.clients} clients, {bilan.machines} machines, {bilan.techniciens} techniciens, "
            f"{bilan.interventions} interventions, {bilan.historique} lignes d’historique."
        )
        self._dire("Comptes de démonstration (identifiant, courriel, mot de passe) :")
        for compte in COMPTES_DEMO:
            self._dire(f"  {compte.username:<12} {compte.email:<20} {compte.password}")

    def _charger(self, graine: int, interventions: int | None) -> Bilan:
        today = timezone.localdate()
        if interventions is None:
            with transaction.atomic():
                bilan = charger(graine=graine, jour=today, annoncer=self._annoncer)
                self._annoncer("Les relevés de compteurs")
                relever_le_parc(today, graine)
                self._annoncer("Le planning de la semaine")
                planifier_la_semaine(today)
            return replace(bilan, historique=HistoriqueIntervention.objects.count())
        progress = Avancement(None if self._muet else self.stdout, interventions)
        return charger_masse(
            graine=graine, jour=today, interventions=interventions, avancement=progress
        )

    def _annoncer(self, etape: str) -> None:
        self._dire(f"  {etape}…")

    def _dire(self, texte: str) -> None:
        if not self._muet:
            self.stdout.write(texte)
