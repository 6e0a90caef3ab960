"""The weeks before the demo's day as they were planned: the slots of work that has ended since.

The services plan nothing that is over. These are the rows that they had left: a slot that was
agreed on, and of the technician's time what was taken until the work was closed.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from interventions.choices import Statut, TypeIntervention
from interventions.models import Intervention
from planning.choices import EtatOccurrence, Genre
from planning.dates import plage
from planning.models import Creneau, EntreePlanning, Occurrence, Plan, Reservation

SEMAINES = timedelta(weeks=5)
_HEURE = timedelta(hours=1)


def duree_prevue(row: Intervention) -> timedelta:
    """How long a slot is made for that work."""
    return min(max(_HEURE * float(row.duree_estimee or 2), _HEURE), 4 * _HEURE)


def _faites() -> QuerySet[Intervention, Any]:
    rows = Intervention.objects.filter(statut=Statut.CLOTUREE, date_planifiee__isnull=False)
    return rows.order_by("date_planifiee", "pk")


def _entretiens() -> QuerySet[Intervention, Any]:
    return _faites().filter(type_intervention=TypeIntervention.PREVENTIVE)


def entretiens_recents(minuit: datetime) -> QuerySet[Intervention, Any]:
    """Upkeep that was done in the weeks that are retraced."""
    return _entretiens().filter(date_planifiee__gte=minuit - SEMAINES)


def retracer(minuit: datetime) -> None:
    """The visits that plans had, and the slots of five weeks before `minuit`."""
    own = Plan.objects.filter(modele=None).select_related("entree")
    plans = {p.entree.equipement_id: p for p in own}
    made = _visites(_entretiens().filter(equipement__in=plans), plans)
    free: dict[int, datetime] = {}
    for row in _faites().filter(date_planifiee__gte=minuit - SEMAINES):
        start, end, who = row.date_planifiee, row.date_fin, row.technicien_id
        if start is None or end is None or who is None or end - start < _HEURE / 2:
            continue
        if start >= free.get(who, start):
            free[who] = end = min(end, start + duree_prevue(row))
            slot = _creneau(row, start, made.get(row.pk))
            Reservation.objects.create(
                planning=slot, technicien_id=who, debut=start, fin=end, close=True
            )


def _visites(rows: Iterable[Intervention], plans: dict[int, Plan]) -> dict[int, Plan]:
    """Each as a due date of its machine's plan; the plan of each."""
    found: dict[tuple[int, Any], Intervention] = {}
    for row in rows:
        assert row.date_planifiee is not None  # noqa: S101  asked for by who calls
        found[row.equipement_id, timezone.localdate(row.date_planifiee)] = row
    Occurrence.objects.bulk_create(
        Occurrence(
            plan=plans[machine],
            echeance=day,
            jour=day,
            etat=EtatOccurrence.GENEREE,
            intervention=row,
            date_creation=row.date_creation,
        )
        for (machine, day), row in found.items()
    )
    return {row.pk: plans[machine] for (machine, _day), row in found.items()}


def _creneau(row: Intervention, debut: datetime, plan: Plan | None) -> Creneau:
    """Agreed on when the work was asked for."""
    end = debut + duree_prevue(row)
    entry = EntreePlanning.objects.create(
        genre=Genre.CRENEAU,
        equipement_id=row.equipement_id,
        listee=plan is None,
        date_creation=row.date_creation,
    )
    slot: Creneau = Creneau.objects.create(
        entree=entry,
        intervention=row,
        plan=plan,
        date_debut=debut,
        date_fin=end,
        creneau=plage(debut, end),
        confirme=True,
        rappel_envoye=True,
        date_creation=row.date_creation,
    )
    return slot
