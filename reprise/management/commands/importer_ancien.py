"""`manage.py importer_ancien`: bring the older backend's rows here; see docs/reprise.md."""

import re
from contextlib import closing
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from comptes.choices import Role
from comptes.models import Utilisateur
from reprise.etapes.base import Options
from reprise.moteur import Moteur
from reprise.rapport import Issue, Rapport
from reprise.source import SourceIllisible, SourcePostgreSQL

_NOM = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_INTERROMPU = "Interrompu : ce qui est repris le reste. Relancez la même commande pour finir."


class Command(BaseCommand):
    help = (
        "Reprend les données de l’ancien logiciel (sa base PostgreSQL, lue seulement). Peut être "
        "relancée : rien n’est doublé, rien d’ici n’est écrasé."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--source",
            default=settings.ANCIEN_DATABASE_URL,
            help="postgresql://... ; à défaut la variable ANCIEN_DATABASE_URL",
        )
        parser.add_argument("--essai", action="store_true", help="tout faire, puis tout annuler")
        parser.add_argument("--rapport", type=Path, help="fichier CSV, une ligne par ligne lue")
        parser.add_argument("--fichiers", type=Path, help="dossier des fichiers de l’ancien")
        parser.add_argument("--par", help="identifiant de l’administrateur au nom de qui reprendre")
        parser.add_argument("--fuseau", default="UTC", help="de ses dates (UTC par défaut)")
        parser.add_argument(
            "--role-max", choices=Role.values, default=Role.ADMIN, help="aucun compte au-dessus"
        )
        parser.add_argument(
            "--nom", default="ancien", help="nom de la source, s’il y en a plus d’une"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = self._options(options)
        muet = options["verbosity"] == 0
        try:
            rapport = Rapport(options["rapport"])
            source = SourcePostgreSQL(options["source"])
        except SourceIllisible as error:
            raise CommandError(f"La source : {error}") from error
        except OSError as error:
            raise CommandError(f"Le rapport : {error}") from error
        moteur = Moteur(source, chosen, rapport, None if muet else self.stdout)
        with closing(source), rapport:
            try:
                moteur.lancer()
            except KeyboardInterrupt as stop:
                raise CommandError(_INTERROMPU, returncode=130) from stop
            except DatabaseError as error:
                raise CommandError(f"{str(error).strip()}\n{_INTERROMPU}") from error
        if not muet:
            self._presenter(moteur)

    def _options(self, options: dict[str, Any]) -> Options:
        if not options["source"]:
            raise CommandError("D’où ? Donnez --source ou la variable ANCIEN_DATABASE_URL.")
        if not _NOM.fullmatch(options["nom"]):
            raise CommandError("--nom : lettres minuscules, chiffres et tirets, 40 au plus.")
        folder: Path | None = options["fichiers"]
        if folder is not None and not folder.is_dir():
            raise CommandError(f"--fichiers : {folder} n’est pas un dossier.")
        try:
            zone = ZoneInfo(options["fuseau"])
        except (KeyError, ValueError, OSError) as error:
            raise CommandError(f"--fuseau : « {options['fuseau']} » est inconnu.") from error
        return Options(
            nom=options["nom"],
            par=self._par(options["par"]),
            fuseau=zone,
            role_max=options["role_max"],
            fichiers=folder,
            essai=options["essai"],
        )

    @staticmethod
    def _par(identifiant: str | None) -> Utilisateur | None:
        if identifiant is None:
            return None
        found: Utilisateur | None = Utilisateur.objects.filter(
            username__iexact=identifiant, role=Role.ADMIN, is_active=True
        ).first()
        if found is None:
            raise CommandError(f"--par : « {identifiant} » n’est pas un administrateur actif.")
        return found

    def _presenter(self, moteur: Moteur) -> None:
        """A table of what became of each table's rows."""
        counts = moteur.rapport.comptes
        width = max(map(len, counts), default=0)
        self.stdout.write(f"\n  {'table':<{width}}" + "".join(f"{i:>10}" for i in Issue))
        for table, found in counts.items():
            self.stdout.write(f"  {table:<{width}}" + "".join(f"{found[i]:>10}" for i in Issue))
        for table, left in moteur.restees.items():
            self.stdout.write(f"  {table} : {left} ligne(s) laissée(s), pas encore de place ici.")
        done = "Essai : tout a été annulé." if moteur.options.essai else "Reprise terminée."
        self.stdout.write(self.style.SUCCESS(done))
