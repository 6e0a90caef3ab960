"""Who held each intervention, time spent on it, and downtime of its machine, in memory."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from equipements.choices import StatutEquipement
from equipements.models import Equipement
from interventions.choices import CauseIndisponibilite, NatureSegment
from interventions.models import Affectation, Indisponibilite, Intervention, Segment
from interventions.workflow import OUVERTES


@dataclass
class Temps:
    """As `interventions.services.temps`: at most one affectation and one segment are open."""

    affectations: list[Affectation] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    _affectation: dict[int, Affectation] = field(default_factory=dict)
    _segment: dict[int, Segment] = field(default_factory=dict)

    def affecter(self, row: Intervention, moment: datetime) -> None:
        """End the stretch and the affectation under way, begin that of the technician now named."""
        self.lacher(row, moment)
        opened = Affectation(
            pk=len(self.affectations) + 1,
            intervention=row,
            technicien=row.technicien,
            debut=moment,
        )
        self.affectations.append(opened)
        self._affectation[row.pk] = opened

    def lacher(self, row: Intervention, moment: datetime) -> None:
        """Nobody holds it or works on it any more."""
        self._fermer(row, moment)
        held = self._affectation.pop(row.pk, None)
        if held is not None:
            held.fin = moment

    def travailler(self, row: Intervention, moment: datetime) -> None:
        self._ouvrir(row, moment, Segment(nature=NatureSegment.TRAVAIL))

    def attendre(self, row: Intervention, moment: datetime, *, cause: str, texte: str) -> None:
        self._ouvrir(row, moment, Segment(nature=NatureSegment.PAUSE, cause=cause, texte=texte))

    def _fermer(self, row: Intervention, moment: datetime) -> None:
        segment = self._segment.pop(row.pk, None)
        if segment is not None:
            segment.fin = moment

    def _ouvrir(self, row: Intervention, moment: datetime, segment: Segment) -> None:
        self._fermer(row, moment)
        segment.pk = len(self.segments) + 1
        segment.intervention = row
        segment.technicien_id = row.technicien_id or 0
        segment.debut = moment
        self.segments.append(segment)
        self._segment[row.pk] = segment

    def heures(self, row: Intervention) -> Decimal:
        """Sum of the ended work, in hours to the hundredth."""
        spans = [
            s.fin - s.debut
            for s in self.segments
            if s.intervention_id == row.pk and s.nature == NatureSegment.TRAVAIL and s.fin
        ]
        return Decimal(sum(spans, timedelta()) / timedelta(hours=1)).quantize(Decimal("0.01"))


@dataclass
class Arrets:
    """As `interventions.machine`: open work with `arret_machine` stops the machine."""

    indisponibilites: list[Indisponibilite] = field(default_factory=list)
    _arrets: dict[int, list[Intervention]] = field(default_factory=lambda: defaultdict(list))
    _ouverte: dict[int, Indisponibilite] = field(default_factory=dict)

    def suivre(self, row: Intervention, moment: datetime) -> None:
        """Bring the machine's status and downtime in line after an act on `row`."""
        machine, stops = row.equipement, self._arrets[row.equipement_id]
        if row in stops:
            stops.remove(row)
        if row.arret_machine and row.statut in OUVERTES:
            stops.append(row)
        down = self._ouverte.get(machine.pk)
        if stops and down is None:
            self._arreter(machine, row, moment)
        if not stops and down is not None:
            self._ouverte.pop(machine.pk).fin = moment
            machine.statut = StatutEquipement.OPERATIONNEL

    def _arreter(self, machine: Equipement, row: Intervention, moment: datetime) -> None:
        down = Indisponibilite(
            pk=len(self.indisponibilites) + 1,
            equipement=machine,
            debut=moment,
            cause=CauseIndisponibilite.PANNE,
            intervention=row,
        )
        self.indisponibilites.append(down)
        self._ouverte[machine.pk] = down
        machine.statut = StatutEquipement.PANNE
