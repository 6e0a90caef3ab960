"""« Ma journée » and the week: each job with what a technician needs to go there and do it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.http import urlencode

from interventions.choices import Statut
from interventions.models import Intervention, Segment
from interventions.presentation import actes, fiche
from interventions.presentation.actes import Bouton
from interventions.presentation.delais import Delai, delais, depuis
from interventions.presentation.fiche import Appel
from pilotage.selectors import planifie_entre, segments_ouverts, termine_depuis, travail_de

# The acts of the day; the others are on the intervention's page.
_ACTES = ("demarrer", "reprendre", "cloturer", "suspendre")
JOURS = 7


@dataclass(frozen=True)
class Travail:
    """A job of the day."""

    intervention: Intervention
    boutons: list[Bouton]
    appels: list[Appel]
    adresse: str
    segment: Segment | None
    delais: list[Delai] = field(default_factory=list)

    @property
    def carte(self) -> str:
        """A link that the phone's own map application opens."""
        return f"geo:0,0?{urlencode({'q': self.adresse})}" if self.adresse else ""

    @property
    def attente(self) -> str:
        """Why it waits, in words."""
        if self.segment is None or not self.segment.cause:
            return ""
        parts = (str(self.segment.get_cause_display()), self.segment.texte)
        return " : ".join(part for part in parts if part)

    @property
    def depuis(self) -> str:
        return depuis(self.intervention.date_statut, timezone.now())

    @property
    def en_retard(self) -> bool:
        return any(delai.ton == "retard" for delai in self.delais)


@dataclass(frozen=True)
class Journee:
    """The next job, those of today that follow, those of later days, those that wait."""

    premier: Travail | None
    suite: list[Travail]
    plus_tard: list[Travail]
    attente: list[Travail]
    terminees: list[Intervention]

    @property
    def vide(self) -> bool:
        return not (self.premier or self.plus_tard or self.attente)

    @property
    def aujourd_hui(self) -> int:
        return len(self.suite) + (self.premier is not None)

    @property
    def en_retard(self) -> int:
        jobs = [*self.suite, *self.plus_tard, *self.attente]
        return sum(job.en_retard for job in [*jobs, *([self.premier] if self.premier else [])])


def debut_du_jour(jour: date) -> datetime:
    """Midnight on the firm's clock."""
    return timezone.make_aware(datetime.combine(jour, time.min))


def _travail(row: Intervention, user: Any, segment: Segment | None) -> Travail:
    names = [n for n in actes.possibles(row, user) if n in _ACTES]
    return Travail(
        row,
        actes.boutons(row.statut, names),
        fiche.appels(row, row.equipement, user),
        fiche.adresse(row.equipement.site),
        segment,
        delais(row, user),
    )


def _court(travail: Travail) -> Travail:
    """A job that is not the next one: its first act and its first number; the page has the rest."""
    return replace(travail, boutons=travail.boutons[:1], appels=travail.appels[:1])


def _a_venir(row: Intervention, demain: datetime) -> bool:
    """Planned for another day, and not begun."""
    planned = row.date_planifiee
    return row.statut == Statut.AFFECTEE and planned is not None and planned >= demain


def journee(user: Any) -> Journee:
    """The technician's day as it stands now."""
    rows = list(travail_de(user))
    spans = segments_ouverts(rows, user)
    jobs = [_travail(row, user, spans.get(row.pk)) for row in rows]
    today = timezone.localdate()
    tomorrow = debut_du_jour(today + timedelta(days=1))
    waiting = [job for job in jobs if job.intervention.statut == Statut.EN_ATTENTE]
    later = [job for job in jobs if _a_venir(job.intervention, tomorrow)]
    ready = [job for job in jobs if job not in waiting and job not in later]
    return Journee(
        ready[0] if ready else None,
        [_court(job) for job in ready[1:]],
        [_court(job) for job in later],
        [_court(job) for job in waiting],
        list(termine_depuis(user, debut_du_jour(today))),
    )


@dataclass(frozen=True)
class Jour:
    """A day of the week and what is planned on it."""

    date: date
    interventions: list[Intervention]
    aujourd_hui: bool


@dataclass(frozen=True)
class Semaine:
    """Seven days from a Monday."""

    jours: list[Jour]
    debut: date

    @property
    def precedente(self) -> str:
        return (self.debut - timedelta(days=JOURS)).isoformat()

    @property
    def suivante(self) -> str:
        return (self.debut + timedelta(days=JOURS)).isoformat()

    @property
    def fin(self) -> date:
        return self.debut + timedelta(days=JOURS - 1)

    @property
    def total(self) -> int:
        return sum(len(jour.interventions) for jour in self.jours)


def _jours(lundi: date, rows: list[Intervention]) -> Iterator[Jour]:
    today = timezone.localdate()
    for day in (lundi + timedelta(days=n) for n in range(JOURS)):
        of_day = [
            row
            for row in rows
            if row.date_planifiee and timezone.localdate(row.date_planifiee) == day
        ]
        yield Jour(day, of_day, day == today)


def semaine(user: Any, jour: date) -> Semaine:
    """The week of `jour`, by the planned dates."""
    monday = jour - timedelta(days=jour.weekday())
    begin, end = debut_du_jour(monday), debut_du_jour(monday + timedelta(days=JOURS))
    return Semaine(list(_jours(monday, list(planifie_entre(user, begin, end)))), monday)
