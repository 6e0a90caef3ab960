"""`manage.py relais`: deliver what is due, once or for good."""

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core import fils
from core.outbox.relais import passer


class Command(BaseCommand):
    help = "Livre les événements en attente ; --boucle continue, et tient aussi l’horloge."

    def add_arguments(self, parser: CommandParser) -> None:
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument("--une-fois", action="store_true", help="jusqu’à ce que rien n’attende")
        mode.add_argument("--boucle", action="store_true", help="jusqu’à SIGTERM ou Ctrl-C")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["boucle"]:
            self.stdout.write(f"Livraisons : {passer()}.")
            return
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        threads = fils.demarrer()
        try:
            for thread in threads:
                thread.join()
        except KeyboardInterrupt:
            fils.arreter()
