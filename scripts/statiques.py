"""collectstatic, only when a source file changed since the last time."""

from pathlib import Path

from scripts.empreinte import a_jour, empreinte, marquer
from scripts.processus import RACINE


def rassembler(*, inutile: bool) -> None:
    """Fill STATIC_ROOT; under DEBUG files are served from their sources."""
    from django.conf import settings
    from django.core.management import call_command

    if inutile:
        return
    racine = Path(settings.STATIC_ROOT)
    marque = racine.parent / f"{racine.name}.empreinte"
    valeur = empreinte(_sources())
    if racine.is_dir() and a_jour(marque, valeur):
        return
    marque.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    marquer(marque, valeur)


def _sources() -> list[Path | str]:
    """Every file a finder offers (name, size, date), and the code that decides how it is built."""
    from django.contrib.staticfiles.finders import get_finders

    lignes: list[Path | str] = [RACINE / "core" / "ressources.py", RACINE / "requirements.lock"]
    for chercheur in get_finders():
        for chemin, stockage in chercheur.list([]):
            etat = Path(stockage.path(chemin)).stat()
            prefixe = getattr(stockage, "prefix", None) or ""
            lignes.append(f"{prefixe}/{chemin} {etat.st_size} {etat.st_mtime_ns}")
    return lignes
