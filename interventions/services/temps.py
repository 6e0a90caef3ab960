"""Time spent: the open affectation and the open segment of an intervention."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import cast

from interventions.choices import NatureSegment, Statut
from interventions.models import Affectation, Intervention, Segment
from techniciens.models import Technicien

_HEURE = timedelta(hours=1)


def _tenant(row: Intervention) -> Technicien:
    """The technician who holds the work: the table's CHECK demands one in these states."""
    return cast("Technicien", row.technicien)


def fermer_segment(row: Intervention, moment: datetime) -> None:
    """End the stretch under way, if any: there is none before work begins."""
    if row.statut in (Statut.OUVERTE, Statut.AFFECTEE):
        return
    Segment.objects.filter(intervention=row, fin__isnull=True).update(fin=moment)


def ouvrir_segment(
    row: Intervention, nature: NatureSegment, moment: datetime, *, cause: str = "", texte: str = ""
) -> None:
    """End the stretch under way and begin another, of the technician who holds the work."""
    fermer_segment(row, moment)
    Segment.objects.create(
        intervention=row,
        technicien=_tenant(row),
        debut=moment,
        nature=nature,
        cause=cause,
        texte=texte,
    )


def fermer_affectation(row: Intervention, moment: datetime) -> None:
    """End the affectation under way, if any: what nobody was given has none."""
    if row.statut == Statut.OUVERTE:
        return
    Affectation.objects.filter(intervention=row, fin__isnull=True).update(fin=moment)


def ouvrir_affectation(row: Intervention, moment: datetime) -> None:
    """End the affectation under way and begin that of the technician now named."""
    fermer_affectation(row, moment)
    Affectation.objects.create(intervention=row, technicien=_tenant(row), debut=moment)


def heures_travaillees(row: Intervention) -> Decimal:
    """Sum of the ended work segments, in hours to the hundredth."""
    spans = Segment.objects.filter(
        intervention=row, nature=NatureSegment.TRAVAIL, fin__isnull=False
    ).values_list("debut", "fin")
    total = sum((fin - debut for debut, fin in spans if fin is not None), timedelta())
    return (Decimal(total / _HEURE)).quantize(Decimal("0.01"))
