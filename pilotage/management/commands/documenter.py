"""`manage.py documenter`: print the pages of `docs/` that come from the code, or check them."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from pilotage.documentation import PAGES


class Command(BaseCommand):
    help = "Réimprime docs/workflow.md, docs/visibilite.md et docs/abonnements.md depuis le code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--verifier", action="store_true", help="ne rien écrire, échouer si une page a vieilli"
        )
        parser.add_argument("--dossier", type=Path, default=settings.BASE_DIR / "docs")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["dossier"]
        with override("fr"):
            pages = {folder / nom: imprimer() for nom, imprimer in PAGES.items()}
        stale = [path for path, texte in pages.items() if _lire(path) != texte]
        if options["verifier"]:
            if stale:
                names = ", ".join(path.name for path in stale)
                raise CommandError(f"Pages à réimprimer (manage.py documenter) : {names}.")
            self.stdout.write("Les pages imprimées sont à jour.")
            return
        for path in stale:
            path.write_text(pages[path], encoding="utf-8")
        self.stdout.write(f"Pages réimprimées : {', '.join(p.name for p in stale) or 'aucune'}.")


def _lire(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
