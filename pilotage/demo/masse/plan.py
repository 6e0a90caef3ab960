"""When who works on what sort of job: every diary filled without overlap, then put in order.

Kept in flat arrays, because a million objects would not fit the memory that the load may take.
"""

from array import array
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import accumulate, islice
from random import Random

from interventions.choices import Priorite
from pilotage.demo.masse.instants import ANNEES, HEURE, JOUR, JOURS_AVANT, MARGE, Instants


class Sorte(IntEnum):
    """How far a job has come, and the one whose history is long."""

    FINIE = 0
    LONGUE = 1
    ATTENTE = 2
    EN_COURS = 3
    AFFECTEE = 4
    OUVERTE = 5
    ANNULEE = 6


PRIORITES: tuple[Priorite, ...] = (
    Priorite.URGENTE,
    Priorite.HAUTE,
    Priorite.NORMALE,
    Priorite.BASSE,
    Priorite.PROGRAMMEE,
)
_PARTS = list(accumulate((0.05, 0.22, 0.46, 0.07, 0.20)))
# Hours from the request to the work.
_DELAIS = ((0.7, 3.0), (2.0, 24.0), (8.0, 90.0), (30.0, 210.0), (140.0, 290.0))
URGENTE = 0

PART_OUVERTE, PART_ANNULEE = 0.007, 0.045
OUVERTES_MIN = 24
# Of the open ones.
PART_SIGNALEE, PART_ATTENTE, PART_EN_COURS = 0.22, 0.23, 0.6
ARRIERE = 25  # days: nothing has waited for longer
DEMO_AFFECTEES, DEMO_ATTENTES, CLIENT_OUVERTES = 5, 2, 3
JOURNEE_MIN = 5 * HEURE  # a Saturday is shorter


@dataclass
class Plan:
    """One entry per intervention, in no order; `ordre` gives their ranks by request."""

    naissances: "array[int]" = field(default_factory=lambda: array("q"))
    debuts: "array[int]" = field(default_factory=lambda: array("q"))
    durees: "array[int]" = field(default_factory=lambda: array("l"))  # at most, in seconds
    techniciens: "array[int]" = field(default_factory=lambda: array("i"))
    priorites: "array[int]" = field(default_factory=lambda: array("b"))
    sortes: "array[int]" = field(default_factory=lambda: array("b"))
    reserves: set[int] = field(default_factory=set)  # on machines of the demo client

    def __len__(self) -> int:
        return len(self.naissances)

    def ordre(self) -> list[int]:
        return sorted(range(len(self)), key=self.naissances.__getitem__)


@dataclass(frozen=True)
class Effectif:
    """Who can be given work: everybody in the past, `presents` today; 1 is the demo account."""

    departs: tuple[int | None, ...]  # moment of leaving, by rank of technician

    @property
    def presents(self) -> list[int]:
        return [n for n, gone in enumerate(self.departs, 1) if gone is None]


@dataclass
class Planificateur:
    """Fills a plan of `nombre` interventions."""

    nombre: int
    effectif: Effectif
    instants: Instants
    alea: Random
    plan: Plan = field(default_factory=Plan)

    def planifier(self) -> Plan:
        opened = min(self.nombre // 4, max(OUVERTES_MIN, int(self.nombre * PART_OUVERTE)))
        cancelled = int(self.nombre * PART_ANNULEE)
        busy = self._en_cours(opened)
        for _ in range(int(opened * PART_SIGNALEE)):
            self._sans_creneau(Sorte.OUVERTE)
        for _ in range(cancelled):
            self._sans_creneau(Sorte.ANNULEE)
        waiting = int(opened * PART_ATTENTE)
        for rank in range(opened - len(self.plan) + cancelled - waiting):
            self._affectee(rank)
        self._passe(self.nombre - len(self.plan), waiting, busy)
        self._reserver()
        return self.plan

    def _ajouter(
        self, sorte: Sorte, technicien: int, debut: int, *, duree: int = 0, priorite: int = -1
    ) -> None:
        random, plan = self.alea.random, self.plan
        urgency = priorite if priorite >= 0 else bisect(_PARTS, random())
        least, most = _DELAIS[urgency]
        born = debut - int((least + (most - least) * random() ** 2) * HEURE)
        if urgency != URGENTE:
            born = self.instants.avant(born, random())
        plan.naissances.append(max(born, self.instants.debut + int(random() * HEURE)))
        plan.debuts.append(debut)
        plan.durees.append(duree)
        plan.techniciens.append(technicien)
        plan.priorites.append(urgency)
        plan.sortes.append(sorte)

    # --- What is open today ---------------------------------------------------------------------
    def _en_cours(self, ouvertes: int) -> frozenset[int]:
        """Begun on the last working day and not ended; gives who is on it."""
        present = self.effectif.presents
        number = min(int(len(present) * PART_EN_COURS), ouvertes // 5)
        busy = {1, *self.alea.sample(present, max(number, 1))}
        end = self._dernier_jour[1]
        for technicien in sorted(busy):
            start = end - int(self.alea.uniform(0.5, 2.5) * HEURE)
            self._ajouter(Sorte.EN_COURS, technicien, start)
        return frozenset(busy)

    @property
    def _dernier_jour(self) -> tuple[int, int]:
        """Working hours of the last day before today."""
        past = self.instants.heures[: self.instants.aujourdhui]
        return next(hours for hours in reversed(past) if hours is not None)

    def _sans_creneau(self, sorte: Sorte) -> None:
        """Asked for, and nobody's yet or any more."""
        t, random = self.instants, self.alea.random
        if sorte == Sorte.OUVERTE:
            born = t.minuit - int(random() ** 2 * 9 * JOUR)
        else:
            born = t.minuit - int((ARRIERE + random() * (JOURS_AVANT - ARRIERE - 1)) * JOUR)
        self._ajouter(sorte, 0, born)
        self.plan.naissances[-1] = t.avant(born - 2 * HEURE, random())

    def _affectee(self, rang: int) -> None:
        """Given to somebody for one of the next days."""
        t = self.instants
        present = self.effectif.presents
        technicien = 1 if rang < DEMO_AFFECTEES else self.alea.choice(present)
        # The demo account has its first jobs today, open or not.
        ahead = 0 if rang < DEMO_AFFECTEES - 1 else int(self.alea.random() ** 2 * 12)
        start = t.minuits[t.aujourdhui + ahead] + self.alea.randrange(17, 34) * HEURE // 2
        if ahead:
            start = t.apres(start, 0) // HEURE * HEURE
        self._ajouter(Sorte.AFFECTEE, technicien, start, priorite=self.alea.choice((1, 2, 2, 4)))
        last = t.minuit - int((0.2 + self.alea.random() * 6) * JOUR)
        self.plan.naissances[-1] = min(self.plan.naissances[-1], t.avant(last, self.alea.random()))

    # --- What is done ---------------------------------------------------------------------------
    def _passe(self, nombre: int, attentes: int, pris: frozenset[int]) -> None:
        """`nombre` stretches of work drawn from all diaries; of the latest, some wait."""
        first = len(self.plan)
        rate = nombre / (len(self.effectif.departs) * JOURS_AVANT * 0.78)
        while len(self.plan) - first < nombre:
            rate *= 1.08
            self._vider(first)
            self._creneaux(rate, pris)
        self._alleger(first, nombre)
        self._attentes(first, attentes)
        self._longue(first)

    def _vider(self, premier: int) -> None:
        for column in self._colonnes():
            del column[premier:]

    def _colonnes(self) -> Iterator["array[int]"]:
        plan = self.plan
        yield from (plan.naissances, plan.debuts, plan.durees)
        yield from (plan.techniciens, plan.priorites, plan.sortes)

    def _creneaux(self, rythme: float, pris: frozenset[int]) -> None:
        t, random = self.instants, self.alea.random
        last = self._dernier_jour
        # Two weeks at the start in which work is asked for before any is done.
        for rank in range(MARGE + 1, t.aujourdhui):
            hours = t.heures[rank]
            if hours is None:
                continue
            # A firm grows, and Saturday is half a day.
            growth = 0.8 + 0.4 * (rank - MARGE) / (365 * ANNEES)
            wanted = rythme * growth * (1 if hours[1] - hours[0] > JOURNEE_MIN else 0.45)
            for technicien, gone in enumerate(self.effectif.departs, 1):
                number = int(wanted * (0.5 + random()) + random())
                absent = gone is not None and hours[1] > gone
                if number and not absent and not (hours == last and technicien in pris):
                    self._journee(technicien, hours, number)

    def _journee(self, technicien: int, heures: tuple[int, int], nombre: int) -> None:
        """`nombre` jobs one after the other in one day."""
        random = self.alea.random
        share = (heures[1] - heures[0]) // nombre
        for rank in range(nombre):
            start = heures[0] + rank * share + int(random() * share * 0.25)
            self._ajouter(Sorte.FINIE, technicien, start, duree=int(share * 0.7))

    def _alleger(self, premier: int, nombre: int) -> None:
        """Drop some at random, so that exactly `nombre` stay."""
        total = len(self.plan) - premier
        drop = set(self.alea.sample(range(premier, premier + total), total - nombre))
        for column in self._colonnes():
            kept = [x for n, x in enumerate(column) if n not in drop]
            del column[:]
            column.extend(kept)

    def _attentes(self, premier: int, nombre: int) -> None:
        """The latest work of some has stopped half-way, first of all the demo account's."""
        plan, limit = self.plan, self.instants.minuit - ARRIERE * JOUR
        late = [n for n in range(premier, len(plan)) if plan.debuts[n] > limit]
        self.alea.shuffle(late)
        late.sort(key=lambda n: plan.techniciens[n] != 1)
        mine = [n for n in late if plan.techniciens[n] == 1][:DEMO_ATTENTES]
        others = [n for n in late if plan.techniciens[n] != 1]
        for n in [*mine, *others][:nombre]:
            plan.sortes[n] = Sorte.ATTENTE

    def _longue(self, premier: int) -> None:
        """The one with the long history: work of the demo account that ended not long ago."""
        plan, minuit = self.plan, self.instants.minuit

        def rang(n: int) -> tuple[bool, bool, int]:
            age = (minuit - plan.debuts[n]) // JOUR
            return plan.techniciens[n] != 1, not ARRIERE < age < 3 * ARRIERE, -plan.durees[n]

        done = [n for n in range(premier, len(plan)) if plan.sortes[n] == Sorte.FINIE]
        chosen = min(done, key=rang)
        plan.sortes[chosen] = Sorte.LONGUE
        plan.reserves.add(chosen)

    def _reserver(self) -> None:
        """The demo client has something open whatever the draw."""
        plan = self.plan
        for wanted in (Sorte.OUVERTE, Sorte.AFFECTEE):
            found = (n for n, sorte in enumerate(plan.sortes) if sorte == wanted)
            plan.reserves.update(islice(found, CLIENT_OUVERTES))
