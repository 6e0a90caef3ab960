"""`make bench`: the production entry point measured on PostgreSQL, at several sizes of data.

TAILLES=10000,100000,1000000 says which sizes (the first two by default). The tables go to the
terminal and to `docs/performance.md`.
"""

import json
import os
from collections.abc import Callable
from functools import partial

import bcrypt
import django
from django.conf import settings

from bench import direct, rapport, sujets
from bench.client import Client, Demande
from bench.frais import Frais
from bench.mesure import (
    LISTE,
    NOMBREUX,
    PAGE,
    Sujet,
    connexion,
    ensemble,
    jumeaux,
    mesurer,
    pire,
)
from bench.serveur import PAGES, RACINE, Serveur, application, base_neuve
from scripts import postgres

TAILLES = "10000,100000"
FOIS_SUSPECT = 5


def mesurer_taille(url: str, interventions: int) -> rapport.Taille:
    """All measures on one base."""
    found = rapport.Taille(interventions)
    print(f"{interventions} interventions", flush=True)
    with application(url, interventions) as server:
        ground = sujets.Terrain(server)
        found.techniciens = int(server.valeur(sujets.AU_TRAVAIL))
        found.lignes += [mesurer(s, server.ouvrir) for s in sujets.lectures(ground)]
        ours = Sujet("liste", sujets.CHEF, LISTE, Demande(sujets.LISTE_50))
        plain = Sujet("ModelSerializer", sujets.CHEF, LISTE, Demande(sujets.SIMPLE))
        found.liste, found.simple = jumeaux(ours, plain, server.ouvrir)
        page = Sujet("16", f"{PAGES}{sujets.CHEF}", PAGE, sujets.page_liste(), fois=800)
        _times, found.debit_16 = ensemble(page, server.ouvrir, 16)
        crossed = list(sujets.croisements(ground))
        found.croisements = len(crossed)
        found.pire = pire(crossed, ground.client, FOIS_SUSPECT)
        found.lignes += [mesurer(s, server.ouvrir) for s in sujets.ecritures(ground)]
        found.lignes.append(mesurer(sujets.renouvellement(server), server.ouvrir))
        found.connexion, found.empreinte = connexion(
            sujets.connexion(), _verification(), lambda: Client(server.port)
        )
        found.memoire_du_socle = server.memoire()
        found.frais = Frais(**json.loads(server.module("bench.frais")))
        made = json.loads(server.module("bench.semaine"))
        found.generation, found.visites = made["secondes"], made["visites"]
        found.memoire = _memoire(server)
    return found


def _memoire(server: Serveur) -> float:
    """MiB of a worker that answers everything, several clients at a time, and never the floor."""
    server.relancer()
    ground = sujets.Terrain(server)
    for asked in sujets.lectures(ground):
        ensemble(asked, server.ouvrir, NOMBREUX)
    pire(sujets.croisements(ground), ground.client, 1)
    for asked in sujets.ecritures(ground):
        client = server.ouvrir(asked.qui)
        for _ in range(asked.fois):
            asked.poser(client)
    return server.memoire()


def _verification() -> Callable[[], object]:
    """The hash of a password at the cost that is configured, and nothing else."""
    password = b"responsable123"
    stored = bcrypt.hashpw(password, bcrypt.gensalt(settings.BCRYPT_COUT))
    return partial(bcrypt.checkpw, password, stored)


def main() -> None:
    """Measure, print, write the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mif_erp.settings")
    django.setup()
    asked = os.environ.get("TAILLES") or TAILLES
    sizes = sorted(int(size) for size in asked.split(","))
    measured: list[rapport.Taille] = []
    with postgres.serveur() as server:
        with base_neuve(server.url, "bench_direct") as own:
            live = direct.mesurer(own)
        print(live, flush=True)
        for size in sizes:
            measured.append(mesurer_taille(server.url, size))
            # Written after each size: the largest takes long, and may be interrupted.
            command = f"TAILLES={asked} make bench"
            text = rapport.page(measured, live, serveur=server.nom, commande=command)
            (RACINE / "docs" / "performance.md").write_text(text, encoding="utf-8")
            print(f"\n{text}", flush=True)


if __name__ == "__main__":
    main()
