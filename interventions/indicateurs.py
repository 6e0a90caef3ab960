"""Figures of the machines, each with its formula and the size of what it is drawn from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from equipements.models import Equipement
from interventions.models import Indisponibilite, Intervention
from interventions.workflow import OUVERTES

PERIODE = timedelta(days=365)

_COLONNES = {"id": "equipement_id", "site_id": "equipement__site_id", "client_id": "client_id"}


def travail_ouvert(user: Any, colonne: str, ids: Iterable[int]) -> Mapping[int, int]:
    """Open work that the person sees, by machine, site or client (`equipements.selectors`)."""
    column = _COLONNES[colonne]
    rows = Intervention.objects.visible_to(user).filter(statut__in=OUVERTES)
    of_these = rows.filter(**{f"{column}__in": list(ids)}).order_by()
    return dict(of_these.values_list(column).annotate(n=Count("pk")))


@dataclass(frozen=True)
class Disponibilite:
    """(period − downtime) / period, over `periode` up to now; `arrets` are the downtimes counted.

    Before the machine was there it was neither up nor down: the period begins with it.
    """

    periode: timedelta
    arret: timedelta
    arrets: int

    @property
    def taux(self) -> float | None:
        """Percent; None when there is no period yet."""
        if self.periode <= timedelta(0):
            return None
        return 100 * (self.periode - self.arret) / self.periode

    @property
    def jours(self) -> int:
        return self.periode.days

    @property
    def heures_arret(self) -> float:
        return self.arret / timedelta(hours=1)


def _debut(equipement: Equipement, maintenant: datetime) -> datetime:
    zone = timezone.get_current_timezone()
    day = equipement.date_installation
    known = datetime(day.year, day.month, day.day, tzinfo=zone) if day else equipement.created_at
    return min(max(known, maintenant - PERIODE), maintenant)


def _reunir(bornes: Iterable[tuple[datetime, datetime]]) -> timedelta:
    """The length of the union: what overlaps counts once."""
    total, until = timedelta(0), None
    for start, end in sorted(bornes):
        begin = start if until is None else max(start, until)
        total += max(end - begin, timedelta(0))
        until = end if until is None else max(until, end)
    return total


def disponibilite(equipement: Equipement, arrets: Iterable[Indisponibilite]) -> Disponibilite:
    """The availability of a machine from its downtimes (all those that touch the period)."""
    now = timezone.now()
    begin = _debut(equipement, now)
    cut = [
        (max(row.debut, begin), min(row.fin or now, now))
        for row in arrets
        if (row.fin or now) > begin and row.debut < now
    ]
    return Disponibilite(now - begin, _reunir(cut), len(cut))


def arrets_de(equipement: Equipement, user: Any) -> list[Indisponibilite]:
    """The downtimes of the last twelve months that the person sees, latest first."""
    since = timezone.now() - PERIODE
    rows = Indisponibilite.objects.visible_to(user).filter(equipement=equipement)
    recent = rows.filter(Q(fin__isnull=True) | Q(fin__gt=since))
    return list(recent.select_related("intervention").order_by("-debut", "-id"))
