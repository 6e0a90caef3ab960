"""`manage.py sprite`: rebuild `static/icones.svg` from the names in `static/icones.txt`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import icones


class Command(BaseCommand):
    help = "Reconstruit static/icones.svg d'après static/icones.txt (après : npm ci)."

    def handle(self, *args: Any, **options: Any) -> None:
        liste = icones.noms(icones.LISTE.read_text(encoding="utf-8"))
        try:
            dessin = icones.planche(liste)
        except icones.IconeInconnue as erreur:
            raise CommandError(
                f"Icône inconnue de Tabler, ou paquet @tabler/icons absent : {erreur}"
            ) from erreur
        icones.PLANCHE.write_text(dessin, encoding="utf-8")
        self.stdout.write(f"{len(liste)} icônes, {len(dessin.encode())} octets.")
