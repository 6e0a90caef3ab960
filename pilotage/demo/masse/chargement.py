"""Loads the demo at scale: one transaction, the same rows for the same seed and day."""

from datetime import UTC, date, datetime, timedelta
from random import Random

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
from pilotage.demo.masse.greffe import Greffe
from pilotage.demo.masse.instants import JOURS_AVANT, Instants
from pilotage.demo.masse.peuple import Peuple, depuis
from pilotage.demo.masse.plan import Planificateur
from pilotage.demo.masse.postgresql import Copie, nettoyer
from pilotage.demo.masse.recits import JAMAIS, Recits
from pilotage.demo.masse.recrutement import Recrutement
from pilotage.demo.masse.sqlite import Insertion
from pilotage.demo.masse.tables import COLONNES, HISTORIQUE, MONDE
from pilotage.demo.masse.textes import Recueil
from pilotage.demo.monde import Monde

MINIMUM = 200  # under this the states are not all there
LOT = 2_000  # interventions written at once: some 15 MB of text
ANCIENNETE = timedelta(days=JOURS_AVANT + 30)  # the firm's records are older than its work
_STATUT, _ENTRETIEN = (
    MONDE["equipements"].index(nom) for nom in ("statut", "derniere_maintenance")
)
PAR_CLIENT, PAR_MACHINE, PAR_TECHNICIEN, PAR_RESPONSABLE = 300, 12, 900, 25_000


def charger_masse(*, graine: int, jour: date, interventions: int, avancement: Avancement) -> Bilan:
    """Fill an empty database with three years of work that end at the midnight beginning `jour`.

    The five tables of work are written while they are told; firms, people and machines after
    them, when it is known how each machine stands.
    """
    with override("fr"), transaction.atomic():
        occupied = premiere_table_occupee()
        if occupied is not None:
            raise BaseOccupee(occupied)
        avancement.etape("Entreprise, équipe, clients et machines")
        alea = Random(graine)  # noqa: S311  a story that can be told again, not a secret
        monde = batir(alea, Horloge(jour, alea))
        instants = Instants(monde.horloge)
        peuple = _peupler(monde, instants, interventions)
        # Before the plan: it takes seconds in which the server would wait.
        with _cible() as cible:
            avancement.etape("Plan des interventions")
            planner = Planificateur(interventions, peuple.effectif, instants, alea)
            plan = planner.planifier()
            recits = Recits(Greffe(peuple, instants, alea), Recueil())
            avancement.etape("Trois années d’interventions")
            for done, n in enumerate(plan.ordre(), 1):
                recits.raconter(plan, n)
                if done % LOT == 0 or done == interventions:
                    cible.ecrire(recits.greffe.vider())
                    avancement.avancer(done)
            avancement.etape("Clients, machines et comptes")
            _etablir(monde, peuple, instants)
            ecrire_monde(monde, monde.horloge.minuit, anciennete=ANCIENNETE)
            ecrire_series(recits.greffe.series)
            cible.ecrire(peuple.lignes)
            avancement.etape("Index, contraintes et statistiques")
            cible.terminer()
        avancer_sequences()
    return Bilan(
        clients=len(peuple.firmes),
        machines=len(peuple.noms) - 1,
        techniciens=len(peuple.equipiers),
        interventions=interventions,
        historique=recits.greffe.ids[HISTORIQUE],
    )


def ranger(avancement: Avancement) -> None:
    """After the commit, so that the first readers need not: mark what all may see."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        avancement.etape("Rangement")
        nettoyer(COLONNES)


def _cible() -> Copie | Insertion:
    """How this database takes many rows."""
    if connection.vendor == "postgresql":
        return Copie(COLONNES)
    return Insertion(COLONNES)


def _peupler(monde: Monde, instants: Instants, interventions: int) -> Peuple:
    """The firm as large as its work."""
    peuple = depuis(monde)
    known_since = instants.texte(int((monde.horloge.minuit - ANCIENNETE).timestamp()))
    recrutement = Recrutement(monde, peuple, monde.ids.alea, known_since)
    recrutement.responsables(interventions // PAR_RESPONSABLE - len(peuple.responsables))
    recrutement.techniciens(interventions // PAR_TECHNICIEN - len(peuple.equipiers))
    Clientele(recrutement).grandir(interventions // PAR_CLIENT, interventions // PAR_MACHINE)
    peuple.repartir()
    return peuple


def _etablir(monde: Monde, peuple: Peuple, instants: Instants) -> None:
    """Say of each machine what the work has made of it."""
    small = list(monde.machines())
    for row in small:
        row.statut = monde.etats.get(row.pk, row.statut)
        if peuple.arrets[row.pk] == JAMAIS:
            row.statut = StatutEquipement.PANNE
        served = peuple.entretiens[row.pk]
        row.derniere_maintenance = datetime.fromtimestamp(served, tz=UTC) if served else None
        if row.date_installation is not None:
            # Its work is three times as long as the small demo's.
            row.date_installation -= ANCIENNETE
    for rank, ligne in enumerate(peuple.lignes["equipements"], len(small) + 1):
        if peuple.arrets[rank] == JAMAIS:
            ligne[_STATUT] = StatutEquipement.PANNE.value
        if peuple.entretiens[rank]:
            ligne[_ENTRETIEN] = instants.texte(peuple.entretiens[rank])
