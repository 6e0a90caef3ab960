"""The year before: which machine failed when, spread as a firm's year is."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from comptes.models import Utilisateur
from equipements.choices import Criticite, StatutEquipement
from equipements.models import Equipement
from interventions.choices import Priorite, Statut, TypeIntervention
from pilotage.demo.actes import Dossier
from pilotage.demo.donnees.catalogue import PANNES
from pilotage.demo.donnees.travaux import AMELIORATIONS, DIAGNOSTICS, ENTRETIENS
from pilotage.demo.formes import Panne
from pilotage.demo.monde import Firme, Monde
from pilotage.demo.sujet import Sujet, chance

PREMIER_JOUR, DERNIER_JOUR = 358, 24  # days before the demo's day
RETRAIT = 150  # a retired machine had no work since
POIDS = {Criticite.CRITIQUE: 2.0, Criticite.HAUTE: 1.5}
MAUVAISES = 5  # machines that fail again and again
SAMEDI = 5

C, P = TypeIntervention.CORRECTIVE, TypeIntervention.PREVENTIVE
A, D = TypeIntervention.AMELIORATIVE, TypeIntervention.DIAGNOSTIC
# Types with one text per sort of machine; failures have several.
UNIQUES = {P: ENTRETIENS, A: AMELIORATIONS, D: DIAGNOSTICS}
# Share of each type, in twentieths.
PARTS = (C,) * 14 + (P,) * 4 + (A, D)


@dataclass
class Passe:
    """Draws subjects; each story of a list comes up before any comes up again."""

    monde: Monde
    alea: Random
    _paquets: dict[str, list[Panne]] = field(default_factory=lambda: defaultdict(list))
    _mauvaises: set[int] = field(default_factory=set)

    def sujets(self, nombre: int) -> list[Sujet]:
        """`nombre` subjects, all ended, in order of opening."""
        machines = [m for m in self.monde.machines() if m.pk in self.monde.genres]
        self._mauvaises = {m.pk for m in self.alea.sample(machines, MAUVAISES)}
        types = [PARTS[rang % len(PARTS)] for rang in range(nombre)]
        drawn = [self._sujet(machines, t) for t in types]
        return sorted(drawn, key=lambda s: s.ouverture)

    def _sujet(self, machines: list[Equipement], sorte: TypeIntervention) -> Sujet:
        genres = self.monde.genres
        lists = UNIQUES.get(sorte)
        fit = [m for m in machines if genres[m.pk] in (PANNES if lists is None else lists)]
        machine = self.alea.choices(fit, [self._poids(m) for m in fit])[0]
        firme = self.monde.firme_de(machine)
        panne = self._panne(genres[machine.pk], sorte)
        asked_by = self._demandeur(firme, sorte)
        opened = self._ouverture(machine, firme, sorte)
        cancelled = sorte == C and chance(self.alea, 0.09)
        return Sujet(
            dossier=Dossier(machine),
            firme=firme,
            panne=panne,
            type_intervention=sorte,
            ouverture=opened,
            demandeur=asked_by,
            priorite=Priorite.PROGRAMMEE if sorte == P else Priorite(panne.priorite),
            but=Statut.ANNULEE if cancelled else Statut.CLOTUREE,
            planifiee=self._visite(opened) if sorte == P else None,
        )

    def _poids(self, machine: Equipement) -> float:
        weight = POIDS.get(Criticite(machine.criticite), 1.0)
        return weight * 4 if machine.pk in self._mauvaises else weight

    def _panne(self, genre: str, sorte: TypeIntervention) -> Panne:
        single = UNIQUES.get(sorte)
        if single is not None:
            return single[genre]
        deck = self._paquets[genre]
        if not deck:
            deck.extend(PANNES[genre])
            self.alea.shuffle(deck)
        return deck.pop()

    def _demandeur(self, firme: Firme, sorte: TypeIntervention) -> Utilisateur:
        """Upkeep is planned by the house; most failures are reported by the client itself."""
        if sorte != P and firme.comptes and chance(self.alea, 0.68):
            return self.alea.choice(firme.comptes)
        return self.alea.choice(self.monde.responsables)

    def _ouverture(self, machine: Equipement, firme: Firme, sorte: TypeIntervention) -> datetime:
        horloge = self.monde.horloge
        retired = self.monde.etats.get(machine.pk) == StatutEquipement.RETIRE
        last = RETRAIT if retired else DERNIER_JOUR + (10 if sorte == P else 0)
        days = self.alea.randint(last, PREMIER_JOUR)
        hour = self.alea.triangular(6.5, 21.0, 10.0)
        moment = horloge.a(days, hour) + timedelta(seconds=self.alea.randrange(60))
        night = "3 × 8" in firme.fiche.sites[0].horaires or "24 h" in firme.fiche.sites[0].horaires
        return moment if night and sorte == C else horloge.au_bureau(moment)

    def _visite(self, opened: datetime) -> datetime:
        """A visit is announced some ten days ahead, for nine o'clock."""
        horloge = self.monde.horloge
        day = (opened + timedelta(days=self.alea.randint(6, 12))).astimezone(horloge.zone).date()
        while horloge.ouverture_de(day) is None or day.weekday() == SAMEDI:
            day += timedelta(days=1)
        return horloge.a((horloge.jour - day).days, 9)
