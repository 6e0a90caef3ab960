"""Builds the demo firm and writes it: one transaction, the same rows for the same seed and day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from django.db import transaction
from django.utils.translation import override

from core.models import Organisation
from pilotage.demo.actes import Dossier
from pilotage.demo.donnees.organisation import ORGANISATION
from pilotage.demo.donnees.situations import SITUATIONS
from pilotage.demo.ecriture import (
    avancer_sequences,
    ecrire_journal,
    ecrire_monde,
    premiere_table_occupee,
)
from pilotage.demo.equipe import embaucher
from pilotage.demo.horloge import Horloge
from pilotage.demo.journal import Journal
from pilotage.demo.monde import Compteurs, Monde
from pilotage.demo.parc import equiper
from pilotage.demo.passe import Passe
from pilotage.demo.present import NB_SIGNALEMENTS, NB_SUITES, signalements, suites, sujets_du_jour
from pilotage.demo.recit import Conteur

NB_INTERVENTIONS = 240


class BaseOccupee(Exception):
    """The database holds something already; the message names the table."""


@dataclass(frozen=True)
class Bilan:
    """How much was written."""

    clients: int
    machines: int
    techniciens: int
    interventions: int
    historique: int


def charger(*, graine: int, jour: date, annoncer: Callable[[str], object]) -> Bilan:
    """Fill an empty database; `annoncer` is told each step.

    Everything that has happened lies before the local midnight that begins `jour`; only
    rendezvous, deadlines and certificates lie after it.
    """
    with override("fr"), transaction.atomic():
        occupied = premiere_table_occupee()
        if occupied is not None:
            raise BaseOccupee(occupied)
        alea = Random(graine)  # noqa: S311  a story that can be told again, not a secret
        annoncer("Entreprise, équipe, clients et machines")
        monde = batir(alea, Horloge(jour, alea))
        annoncer("Une année d’interventions")
        journal = Journal(alea)
        journal.jouer(raconter(monde, alea), monde.horloge.minuit)
        annoncer("Écriture")
        for machine in monde.machines():
            machine.statut = monde.etats.get(machine.pk, machine.statut)
        ecrire_monde(monde, monde.horloge.minuit)
        ecrire_journal(journal)
        avancer_sequences()
    return Bilan(
        clients=len(monde.firmes),
        machines=sum(len(f.machines) for f in monde.firmes),
        techniciens=len(monde.intervenants),
        interventions=len(journal.interventions),
        historique=journal.lignes,
    )


def batir(alea: Random, horloge: Horloge) -> Monde:
    """The firm, its people, its clients and their machines."""
    monde = Monde(Organisation(pk=1, **ORGANISATION), horloge, Compteurs(alea))
    embaucher(monde)
    equiper(monde)
    return monde


def raconter(monde: Monde, alea: Random) -> list[Dossier]:
    """Tell the year and the day: dossiers with their acts, not played yet."""
    conteur = Conteur(monde, alea)
    today = sujets_du_jour(monde, alea)
    past = Passe(monde, alea).sujets(
        NB_INTERVENTIONS - len(SITUATIONS) - NB_SUITES - NB_SIGNALEMENTS
    )
    # Work that must be under way at midnight takes its place in the diaries first.
    fixed = [s for s in today if s.debut is not None]
    told = [*fixed, *past, *(s for s in today if s.debut is None)]
    for sujet in told:
        conteur.raconter(sujet)
    more = [*suites(monde, alea, past), *signalements(monde, alea, past)]
    for sujet in more:
        conteur.raconter(sujet)
    return [s.dossier for s in (*told, *more)]
