"""When somebody is free: the one place that looks for time, within hours and beside what is taken.

Works on what has been read already (`Calendrier`, reservations, absences): no query of its own.
`pris` is always merged and in order (`calendrier.reunies`).
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from planning.calendrier import Calendrier, Plage, jours_de

_JOUR = timedelta(days=1)
_FIN_DES_TEMPS = datetime.max.replace(tzinfo=UTC)


def heures(calendrier: Calendrier, technicien_id: int, quand: Plage) -> Iterator[Plage]:
    """The working hours between two instants, in order, cut at both."""
    day, last = jours_de(quand.debut, quand.fin)
    while day <= last:
        for span in calendrier.travail(technicien_id, day):
            start, end = max(span.debut, quand.debut), min(span.fin, quand.fin)
            if start < end:
                yield Plage(start, end)
        day += _JOUR


def restes(travail: Plage, pris: Sequence[Plage]) -> Iterator[Plage]:
    """What `pris` leaves of a stretch of time."""
    start = travail.debut
    for span in pris:
        if span.fin <= start:
            continue
        if span.debut >= travail.fin:
            break
        if span.debut > start:
            yield Plage(start, span.debut)
        start = span.fin
    if start < travail.fin:
        yield Plage(start, travail.fin)


def apres(pris: Sequence[Plage], moment: datetime, duree: timedelta) -> datetime:
    """The earliest time from `moment` on with nothing in it for so long, whatever the hours."""
    free = restes(Plage(moment, _FIN_DES_TEMPS), pris)
    return next(rest.debut for rest in free if rest.duree >= duree)


def debut_libre(
    calendrier: Calendrier,
    technicien_id: int | None,
    *,
    quand: Plage,
    duree: timedelta,
    pris: Sequence[Plage],
) -> datetime | None:
    """The earliest beginning within `quand` of a slot so long: nothing takes or objects to it.

    A day's hours go from its first to its last (`Calendrier.avertissements`): it may span lunch.
    """
    free = apres(pris, quand.debut, duree)
    while True:
        opening = calendrier.ouverture(technicien_id, free, duree)
        if opening is None or opening >= quand.fin:
            return None
        free = apres(pris, opening, duree)
        if free == opening:
            return free


def premier_libre(
    travail: Sequence[Plage], pris: Sequence[Plage], duree: timedelta
) -> Plage | None:
    """The first time of that length which nothing takes; None if there is none.

    It lies in one stretch of working hours. Work that is longer than any of them goes on after
    breaks and nights, as long as nothing else comes between.
    """
    for span in travail:
        for rest in restes(span, pris):
            if rest.duree >= duree:
                return Plage(rest.debut, rest.debut + duree)
    if any(span.duree >= duree for span in travail):
        return None
    return _en_plusieurs_fois(travail, pris, duree)


def _en_plusieurs_fois(
    travail: Sequence[Plage], pris: Sequence[Plage], duree: timedelta
) -> Plage | None:
    start: datetime | None = None
    done, end = timedelta(), None
    for span in travail:
        for rest in restes(span, pris):
            if (
                start is None
                or end is None
                or any(p.debut < rest.debut and p.fin > end for p in pris)
            ):
                start, done = rest.debut, timedelta()
            if done + rest.duree >= duree:
                return Plage(start, rest.debut + (duree - done))
            done, end = done + rest.duree, rest.fin
    return None
