"""`manage.py evenements`: how the outbox stands, its dead letters, replaying and giving up."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.errors import DomainError
from core.outbox import entretien


class Command(BaseCommand):
    help = "État des événements, livraisons échouées, nouvelle livraison, abandon."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="acte", required=True)
        acts.add_parser("etat", help="ce qui attend, par abonné")
        acts.add_parser("morts", help="les livraisons échouées et leur erreur")
        replay = acts.add_parser("rejouer", help="livrer de nouveau")
        replay.add_argument("--morts", action="store_true", help="toutes les livraisons échouées")
        replay.add_argument("--abonne", default="", help="un abonné seulement")
        replay.add_argument("--du", type=int, help="premier événement (numéro)")
        replay.add_argument("--au", type=int, help="dernier événement (numéro)")

        give_up = acts.add_parser("abandonner", help="ne plus livrer ce qui attend un abonné")
        give_up.add_argument("--abonne", required=True, help="l’abonné, même disparu")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['acte']}")(options)
        except DomainError as error:
            raise CommandError(error.detail) from error

    def _etat(self, _options: dict[str, Any]) -> None:
        state = entretien.etat()
        self.stdout.write(
            f"À diffuser : {state.a_diffuser}. À livrer : {state.dues}, "
            f"le plus ancien depuis {state.age:.0f} s. Échouées : {state.mortes}."
        )
        for name, states in entretien.par_abonne():
            counts = ", ".join(f"{label} {n}" for label, n in sorted(states.items()))
            self.stdout.write(f"  {name} : {counts or 'rien'}")
            if error := entretien.empechement(name):
                self.stdout.write(f"    sera réessayé : {error}")

    def _morts(self, _options: dict[str, Any]) -> None:
        for row in entretien.mortes():
            self.stdout.write(
                f"{row.evenement_id} {row.evenement.type} → {row.abonne} : {row.erreur}"
            )

    def _abandonner(self, options: dict[str, Any]) -> None:
        done = entretien.abandonner_tout(options["abonne"])
        self.stdout.write(f"Livraisons abandonnées : {done}.")

    def _rejouer(self, options: dict[str, Any]) -> None:
        name, first, last = options["abonne"], options["du"], options["au"]
        if options["morts"] and first is None and last is None:
            done = entretien.rejouer_mortes(name)
        elif name and first is not None and last is not None and not options["morts"]:
            done = entretien.rejouer_plage(name, du=first, au=last)
        else:
            raise CommandError("Donnez --morts [--abonne NOM], ou --abonne NOM --du N --au N.")
        self.stdout.write(f"Livraisons remises en attente : {done}.")
