"""Second half of `make run`, under the project's own Python: database, demo, static files, server.

One process for these steps, because starting Django once instead of four times is what keeps a
second start under ten seconds.
"""

import os
import sys

import django
from django.conf import settings

from scripts import statiques
from scripts.lancer import HOTE, NB_ETAPES_DJANGO
from scripts.processus import RACINE, VAR, Echec, Etapes


def main() -> None:
    mode, faites = sys.argv[1], int(sys.argv[2])
    _adresse_du_site()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mif_erp.settings")
    try:
        django.setup()
        etapes = Etapes(faites + NB_ETAPES_DJANGO, depart=faites)
        _preparer_donnees(etapes)
        with etapes.etape("Fichiers statiques"):
            statiques.rassembler(inutile=settings.DEBUG)
        accueil = _accueil()
    except Echec as echec:
        sys.exit(f"\n{echec}")
    except KeyboardInterrupt:
        sys.exit("\nInterrompu.")
    _devenir_serveur(mode, accueil)


def _adresse_du_site() -> None:
    """Links in mails follow PORT, unless this installation was given an address."""
    declare = "SITE_URL" in os.environ or any(
        ligne.startswith("SITE_URL=") for ligne in (RACINE / ".env").read_text().splitlines()
    )
    if not declare:
        os.environ["SITE_URL"] = f"http://{HOTE}:{os.environ['PORT']}"


def _preparer_donnees(etapes: Etapes) -> None:
    from django.core.management import call_command
    from django.db import OperationalError

    VAR.mkdir(exist_ok=True)
    with etapes.etape("Base de données (migrations)"):
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except OperationalError as erreur:
            raise Echec(f"La base de données ne répond pas : {erreur}") from erreur
    with etapes.etape("Données de démonstration"):
        if os.environ.get("DEMO") != "0" and not settings.PRODUCTION:
            call_command("demo", si_vide=True, verbosity=0)


def _accueil() -> str:
    """What is shown once the server answers."""
    from comptes.demo import COMPTES_DEMO, comptes_ouverts
    from comptes.models import Utilisateur

    lignes = [f"\n  MIF Maroc : http://{HOTE}:{os.environ['PORT']}"]
    if comptes := sorted(comptes_ouverts(), key=COMPTES_DEMO.index):
        lignes.append("  Comptes de démonstration (identifiant, courriel, mot de passe) :")
        lignes += [f"    {c.username:<12} {c.email:<20} {c.password}" for c in comptes]
    elif not Utilisateur.objects.exists():
        lignes.append("  Aucun compte : .venv/bin/python manage.py createsuperuser")
    return "\n".join([*lignes, "  Ctrl-C pour arrêter.\n"])


def _devenir_serveur(mode: str, accueil: str) -> None:
    from django.db import connections

    connections.close_all()
    # This one process delivers events and keeps the clock, with Redis or without.
    os.environ.setdefault("RELAIS", "1")
    sys.stdout.flush()
    if mode == "dev":
        sys.stdout.write(accueil + "\n")
        sys.stdout.flush()
        commande = ["manage.py", "runserver", f"{HOTE}:{os.environ['PORT']}"]
    else:
        # The greeting is printed by the worker once it serves (mif_erp/gunicorn.py).
        os.environ["MIF_ACCUEIL"] = accueil
        os.environ.setdefault("TEMPS_REEL", "1")
        commande = ["-m", "gunicorn", "-c", "python:mif_erp.gunicorn"]
        commande += ["-k", "asgi", "--threads", "1", "mif_erp.asgi:application"]
    os.execv(sys.executable, [sys.executable, *commande])


if __name__ == "__main__":
    main()
