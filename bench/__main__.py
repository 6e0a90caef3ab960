"""`make bench`: the production entry point measured on PostgreSQL, at several sizes of data.

TAILLES=10000,100000,1000000 says which sizes (the first two by default). The tables go to the
terminal and to `docs/performance.md`.
"""

import os

import django

from bench import rapport, sujets
from bench.client import Demande
from bench.mesure import PAGE, Sujet, ensemble, mesurer, pire
from bench.serveur import PAGES, RACINE, application
from scripts import postgres

TAILLES = "10000,100000"
FOIS_CROISEMENT = 3


def mesurer_taille(url: str, interventions: int) -> rapport.Taille:
    """All measures on one base."""
    found = rapport.Taille(interventions)
    print(f"{interventions} interventions", flush=True)
    with application(url, interventions) as server:
        ground = sujets.Terrain(server)
        found.lignes += [mesurer(s, server.ouvrir) for s in sujets.lectures(ground)]
        plain = Sujet("ModelSerializer", sujets.CHEF, PAGE, Demande(sujets.SIMPLE))
        found.simple = mesurer(plain, server.ouvrir).p50
        page = Sujet("16", f"{PAGES}{sujets.CHEF}", PAGE, page_liste(), fois=800)
        _times, found.debit_16 = ensemble(page, server.ouvrir, 16)
        crossed = list(sujets.croisements(ground))
        found.croisements = len(crossed)
        found.pire = pire(crossed, ground.client, FOIS_CROISEMENT)
        found.lignes += [mesurer(s, server.ouvrir) for s in sujets.ecritures(ground)]
        found.memoire = server.memoire()
    return found


def page_liste() -> Demande:
    """The list page as it is measured alone."""
    return Demande(f"{sujets.PAGE_LISTE}?toutes=1")


def main() -> None:
    """Measure, print, write the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mif_erp.settings")
    django.setup()
    asked = os.environ.get("TAILLES") or TAILLES
    sizes = sorted(int(size) for size in asked.split(","))
    measured: list[rapport.Taille] = []
    with postgres.serveur() as server:
        for size in sizes:
            measured.append(mesurer_taille(server.url, size))
            # Written after each size: the largest takes long, and may be interrupted.
            text = rapport.page(measured, server.nom, f"TAILLES={asked} make bench")
            (RACINE / "docs" / "performance.md").write_text(text, encoding="utf-8")
            print(f"\n{text}", flush=True)


if __name__ == "__main__":
    main()
