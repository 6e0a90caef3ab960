"""Loads the demo at scale: one transaction, the same rows for the same seed and day."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import cast

from django.db import connection, transaction
from django.utils.translation import override

from equipements.choices import StatutEquipement
from pilotage.demo.chargement import BaseOccupee, Bilan, batir
from pilotage.demo.ecriture import (
    avancer_sequences,
    ecrire_monde,
    ecrire_series,
    premiere_table_occupee,
)
from pilotage.demo.horloge import Horloge
from pilotage.demo.masse.avancement import Avancement
from pilotage.demo.masse.clientele import Clientele
from pilotage.demo.masse.greffe import Greffe, Lot
from pilotage.demo.masse.instants import JOURS_AVANT, Instants
from pilotage.demo.masse.peuple import Peuple, depuis
from pilotage.demo.masse.plan import Planificateur
from pilotage.demo.masse.postgresql import Copie, nettoyer
from pilotage.demo.masse.recits import Recits
from pilotage.demo.masse.recrutement import Recrutement
from pilotage.demo.masse.sqlite import Insertion
from pilotage.demo.masse.tables import COLONNES, HISTORIQUE, MONDE
from pilotage.demo.masse.textes import Recueil
from pilotage.demo.masse.trame import JAMAIS
from pilotage.demo.monde import Monde

MINIMUM = 200  # under this the states are not all there
LOT = 1_000  # interventions written at once: some 5 MB of text
ANCIENNETE = timedelta(days=JOURS_AVANT + 30)  # the firm's records are older than its work
_STATUT, _ENTRETIEN = (
    MONDE["equipements"].index(nom) for nom in ("statut", "derniere_maintenance")
)
PAR_CLIENT, PAR_MACHINE, PAR_TECHNICIEN, PAR_RESPONSABLE = 300, 12, 900, 25_000


@dataclass
class Masse:
    """A firm in memory, and the interventions that it can tell."""

    monde: Monde
    instants: Instants
    peuple: Peuple
    nombre: int

    def __post_init__(self) -> None:
        self.greffe = Greffe(self.peuple, self.instants, self.monde.ids.alea)

    def lots(self, avancement: Avancement) -> Iterator[Lot]:
        """The rows of all interventions in order of opening, some thousand at a time."""
        avancement.etape("Plan des interventions")
        alea = self.monde.ids.alea
        planner = Planificateur(self.nombre, self.peuple.effectif, self.instants, alea)
        plan = planner.planifier()
        stories = Recits(self.greffe, Recueil())
        avancement.etape("Trois années d’interventions")
        for done, n in enumerate(plan.ordre(), 1):
            stories.raconter(plan, n)
            if done % LOT == 0 or done == self.nombre:
                yield self.greffe.vider()
                avancement.avancer(done)
        self._etablir()

    def _etablir(self) -> None:
        """Say of each machine what the work has made of it."""
        peuple, small = self.peuple, list(self.monde.machines())
        for row in small:
            row.statut = self.monde.etats.get(row.pk, row.statut)
            if peuple.arrets[row.pk] == JAMAIS:
                row.statut = StatutEquipement.PANNE
            served = peuple.entretiens[row.pk]
            row.derniere_maintenance = datetime.fromtimestamp(served, tz=UTC) if served else None
            if row.date_installation is not None:
                # Its work is three times as long as the small demo's.
                row.date_installation -= ANCIENNETE
        for rank, ligne in enumerate(peuple.lignes["equipements"], len(small) + 1):
            machine = cast("list[str]", ligne)
            if peuple.arrets[rank] == JAMAIS:
                machine[_STATUT] = StatutEquipement.PANNE.value
            if peuple.entretiens[rank]:
                machine[_ENTRETIEN] = self.instants.texte(peuple.entretiens[rank])


def preparer(*, graine: int, jour: date, interventions: int) -> Masse:
    """The small demo's firm, grown to what so many interventions need."""
    alea = Random(graine)  # noqa: S311  a story that can be told again, not a secret
    monde = batir(alea, Horloge(jour, alea))
    instants, peuple = Instants(monde.horloge), depuis(monde)
    known_since = instants.texte(int((monde.horloge.minuit - ANCIENNETE).timestamp()))
    recrutement = Recrutement(monde, peuple, alea, known_since)
    recrutement.responsables(interventions // PAR_RESPONSABLE - len(peuple.responsables))
    recrutement.techniciens(interventions // PAR_TECHNICIEN - len(peuple.equipiers))
    Clientele(recrutement).grandir(interventions // PAR_CLIENT, interventions // PAR_MACHINE)
    peuple.repartir()
    return Masse(monde, instants, peuple, interventions)


def charger_masse(*, graine: int, jour: date, interventions: int, avancement: Avancement) -> Bilan:
    """Fill an empty database with three years of work that end at the midnight beginning `jour`.

    What hangs on interventions is written while it is told; firms, people and machines after it,
    when it is known how each machine stands.
    """
    with override("fr"), transaction.atomic():
        occupied = premiere_table_occupee()
        if occupied is not None:
            raise BaseOccupee(occupied)
        with _cible() as cible:
            avancement.etape("Entreprise, équipe, clients et machines")
            masse = preparer(graine=graine, jour=jour, interventions=interventions)
            for lot in masse.lots(avancement):
                cible.ecrire(lot)
            cible.attendre()
            avancement.etape("Clients, machines et comptes")
            ecrire_monde(masse.monde, masse.monde.horloge.minuit, anciennete=ANCIENNETE)
            ecrire_series(masse.greffe.series)
            cible.ecrire(masse.peuple.lignes)
            cible.attendre()
            avancement.etape("Index, contraintes et statistiques")
            cible.terminer()
        avancer_sequences()
    return Bilan(
        clients=len(masse.peuple.firmes),
        machines=len(masse.peuple.noms) - 1,
        techniciens=len(masse.peuple.equipiers),
        interventions=interventions,
        historique=masse.greffe.ids[HISTORIQUE],
    )


def ranger(annoncer: Callable[[str], object]) -> None:
    """After the commit, so that the first readers need not: mark what all may see."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        annoncer("Rangement")
        nettoyer(COLONNES)


def _cible() -> Copie | Insertion:
    """How this database takes many rows."""
    if connection.vendor == "postgresql":
        return Copie(COLONNES)
    return Insertion(COLONNES)
