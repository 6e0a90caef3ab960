"""`manage.py crochets`: how webhooks stand, and sending again what one of them got."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Count, Q

from comptes.choices import Role
from comptes.models import Utilisateur
from core.errors import DomainError
from crochets import services
from crochets.choices import EtatEnvoi
from crochets.models import Crochet


class Command(BaseCommand):
    help = "État des crochets (webhooks), et nouvel envoi d’une plage d’événements."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="acte", required=True)
        acts.add_parser("etat", help="chaque crochet et ses envois")
        replay = acts.add_parser("rejouer", help="envoyer de nouveau")
        replay.add_argument("crochet", type=int)
        replay.add_argument("--du", type=int, required=True, help="premier événement (numéro)")
        replay.add_argument("--au", type=int, required=True, help="dernier événement (numéro)")
        replay.add_argument("--par", required=True, help="l’administrateur qui le demande")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['acte']}")(options)
        except DomainError as error:
            raise CommandError(error.detail) from error

    def _etat(self, _options: dict[str, Any]) -> None:
        rows = Crochet.objects.annotate(
            **{state: Count("envois", filter=Q(envois__etat=state)) for state in EtatEnvoi.values}
        )
        for row in rows.order_by("pk"):
            counts = ", ".join(f"{state} {getattr(row, state)}" for state in EtatEnvoi.values)
            self.stdout.write(
                f"{row.pk} {row.nom} ({'actif' if row.actif else 'arrêté'}) : {counts}"
            )

    def _rejouer(self, options: dict[str, Any]) -> None:
        people = Utilisateur.objects.filter(role=Role.ADMIN, is_active=True)
        par = people.filter(username=options["par"]).first()
        if par is None:
            raise CommandError(f"Pas d’administrateur actif de ce nom : {options['par']}.")
        done = services.rejouer_plage(
            par=par, crochet_id=options["crochet"], du=options["du"], au=options["au"]
        )
        self.stdout.write(f"Envois remis en attente : {done}.")
