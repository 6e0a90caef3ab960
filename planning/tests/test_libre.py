"""The finder of free time against one that tries every quarter of an hour."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from planning.calendrier import Calendrier, Plage, reunies
from planning.libre import apres, debut_libre, premier_libre

rapide = settings(max_examples=60, deadline=None, derandomize=True)
QUART = timedelta(minutes=15)
LUNDI = date(2027, 5, 31)
# Thursday is a holiday. Six weeks are loaded, so that the edge of what is known is far.
FETE = LUNDI + timedelta(days=3)
MINUIT = datetime(2027, 5, 30, 23, tzinfo=UTC)


def _calendrier() -> Calendrier:
    """The Labour code's week, of nobody in particular: 44 hours."""
    last = LUNDI + timedelta(weeks=6)
    return Calendrier(LUNDI, last, {FETE: "Fête"}, _semaines={}, _absences={})


def _temps(rangs: Iterable[tuple[int, int]]) -> list[Plage]:
    """Stretches of so many quarters from such a quarter of Monday on, merged."""
    return reunies(Plage(MINUIT + n * QUART, MINUIT + (n + long) * QUART) for n, long in rangs)


def _essayer(
    debut: datetime, fin: datetime, convient: Callable[[datetime], bool]
) -> datetime | None:
    while debut < fin:
        if convient(debut):
            return debut
        debut += QUART
    return None


def _libre(pris: list[Plage], debut: datetime, fin: datetime) -> bool:
    return all(span.fin <= debut or span.debut >= fin for span in pris)


# A week has 672 quarters; some of what is taken lasts a night and more.
pris = st.lists(st.tuples(st.integers(0, 600), st.integers(1, 90)), max_size=12).map(_temps)
moments = st.integers(0, 500).map(lambda n: MINUIT + n * QUART)
durees = st.integers(1, 48).map(lambda n: n * QUART)


@rapide
@given(pris, moments, durees)
def test_un_debut_libre(pris: list[Plage], debut: datetime, duree: timedelta) -> None:
    """Where the hours say nothing against it, beginning within them, and nothing is in the way."""
    calendar, within = _calendrier(), Plage(debut, debut + timedelta(days=14))

    def convient(start: datetime) -> bool:
        day = (start + timedelta(hours=1)).date()
        opens = any(span.debut <= start < span.fin for span in calendar.travail(None, day))
        objections = calendar.avertissements(None, start, start + duree)
        return opens and not objections and _libre(pris, start, start + duree)

    found = debut_libre(calendar, None, quand=within, duree=duree, pris=pris)
    assert found == _essayer(within.debut, within.fin, convient)


@rapide
@given(pris, moments, durees)
def test_quelles_que_soient_les_heures(
    pris: list[Plage], debut: datetime, duree: timedelta
) -> None:
    found = apres(pris, debut, duree)
    end = debut + timedelta(days=30)
    assert found == _essayer(debut, end, lambda start: _libre(pris, start, start + duree))


@rapide
@given(pris, pris, durees)
def test_le_premier_temps_dans_une_plage(
    travail: list[Plage], pris: list[Plage], duree: timedelta
) -> None:
    """Of work that fits into one stretch of the hours."""

    def convient(start: datetime) -> bool:
        end = start + duree
        inside = any(span.debut <= start and end <= span.fin for span in travail)
        return inside and _libre(pris, start, end)

    if not any(span.duree >= duree for span in travail):
        return
    found = premier_libre(travail, pris, duree)
    wanted = _essayer(travail[0].debut, travail[-1].fin, convient)
    assert (found and found.debut) == wanted
    assert found is None or found.duree == duree
