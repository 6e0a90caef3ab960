"""The days of a plan: properties that hold for every rule, and the known traps of calendars."""

from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise, takewhile
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.calendrier import Calendrier
from planning.choices import JourNonOuvre, Unite
from planning.models import Plan
from planning.recurrences import RegleInvalide, dates, environ, lire_rrule
from planning.regles import Serie
from planning.services.echeances import viser
from planning.services.places import JoursOuvres, au_moment
from planning.services.visites import Due, dues

UN_JOUR = timedelta(days=1)
PLUS_LONG = {"jour": 1, "semaine": 7, "mois": 31, "annee": 366}
jours = st.dates(date(2024, 1, 1), date(2034, 12, 31))
intervalles = st.tuples(st.integers(1, 60), st.sampled_from(Unite.values))
rapide = settings(max_examples=40, deadline=None, derandomize=True)


@rapide
@given(jours, intervalles)
def test_une_serie_ne_derive_pas(ancre: date, intervalle: tuple[int, str]) -> None:
    """Day k is k intervals after the anchor: the same whichever day one begins to look from."""
    n, unite = intervalle
    serie = Serie(n, unite)
    days = list(islice(serie.depuis(ancre, ancre), 12))
    assert days[0] == ancre
    assert days == sorted(set(days))
    for before, after in pairwise(days):
        assert serie.suivante(ancre, before) == after
        assert serie.suivante(ancre, after - UN_JOUR) == after
        assert (after - before).days <= n * PLUS_LONG[unite]
        if unite in ("mois", "annee"):
            # The anchor's day of the month, or the last day of a month that has no such day.
            assert after.day == ancre.day or (after + UN_JOUR).day == 1


def test_le_31_revient_au_31() -> None:
    monthly, yearly = Serie(1, "mois"), Serie(1, "annee")
    days = list(islice(monthly.depuis(date(2027, 1, 31), date(2027, 1, 31)), 5))
    assert [(d.month, d.day) for d in days] == [(1, 31), (2, 28), (3, 31), (4, 30), (5, 31)]
    leap = list(islice(yearly.depuis(date(2028, 2, 29), date(2028, 2, 29)), 5))
    assert [(d.year, d.day) for d in leap] == [
        (2028, 29),
        (2029, 28),
        (2030, 28),
        (2031, 28),
        (2032, 29),
    ]


@rapide
@given(jours, intervalles, st.integers(1, 12), st.integers(1, 12))
def test_une_saison(ancre: date, intervalle: tuple[int, str], du: int, au: int) -> None:  # noqa: PLR0917
    serie = Serie(*intervalle, saison=(du, au))
    season = {(du - 1 + k) % 12 + 1 for k in range((au - du) % 12 + 1)}
    assert all(d.month in season for d in islice(serie.depuis(ancre, ancre), 5))
    after = serie.apres_visite(ancre)
    if after is not None:  # beyond 2200
        assert after > ancre
        assert after.month in season


def test_une_fin() -> None:
    serie = Serie(1, "mois", fin=date(2027, 3, 1))
    assert list(serie.depuis(date(2027, 1, 1), date(2027, 1, 1))) == [
        date(2027, 1, 1),
        date(2027, 2, 1),
        date(2027, 3, 1),
    ]
    assert serie.suivante(date(2027, 1, 1), date(2027, 3, 1)) is None
    assert serie.apres_visite(date(2027, 2, 2)) is None
    assert Serie(1000, "annee").suivante(date(2027, 1, 1), date(2027, 1, 1)) is None


def test_les_regles_de_calendrier() -> None:
    start = date(2027, 1, 10)
    cases = {
        "FREQ=MONTHLY;BYDAY=1MO": ["2027-02-01", "2027-03-01", "2027-04-05"],
        "rrule:freq=monthly;byday=-1fr": ["2027-01-29", "2027-02-26", "2027-03-26"],
        "FREQ=MONTHLY;BYMONTHDAY=-1": ["2027-01-31", "2027-02-28", "2027-03-31"],
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1": ["2027-01-29", "2027-02-26", "2027-03-31"],
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29": ["2028-02-29", "2032-02-29", "2036-02-29"],
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH": ["2027-01-18", "2027-01-21", "2027-02-01"],
        "FREQ=DAILY;INTERVAL=10": ["2027-01-10", "2027-01-20", "2027-01-30"],
        "FREQ=YEARLY;BYMONTH=3,9;BYDAY=2WE": ["2027-03-10", "2027-09-08", "2028-03-08"],
    }
    for text, wanted in cases.items():
        rule = lire_rrule(text)
        assert lire_rrule(rule) == rule
        assert [d.isoformat() for d in islice(dates(rule, start, start), 3)] == wanted, text
    assert environ(lire_rrule("FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO")) == (2, "mois")


_OUI_NON = st.booleans()
_ordinaux = st.lists(st.integers(-5, 5).filter(bool), min_size=1, max_size=3, unique=True)


@st.composite
def regles(draw: st.DrawFn) -> str:
    """Rules of every shape that we take; some never fall due."""
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    words = [f"FREQ={freq}", f"INTERVAL={draw(st.integers(1, 8))}"]
    monthly = freq in ("MONTHLY", "YEARLY")
    if freq == "YEARLY" or draw(_OUI_NON):
        words.append(f"BYMONTH={_liste(draw(st.sets(st.integers(1, 12), min_size=1)))}")
    quantieme = freq != "WEEKLY" and draw(_OUI_NON)
    if quantieme:
        numbers = st.integers(-31, 31).filter(bool)
        words.append(f"BYMONTHDAY={_liste(draw(st.sets(numbers, min_size=1, max_size=9)))}")
    days = draw(st.sets(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])))
    if monthly and not quantieme:
        days |= {"MO"}
    if days:
        rank = draw(st.sampled_from(["", "", "1", "2", "-1", "5"])) if monthly else ""
        words.append(f"BYDAY={_liste(rank + day for day in days)}")
    if (days or quantieme) and draw(_OUI_NON):
        words.append(f"BYSETPOS={_liste(draw(_ordinaux))}")
    return ";".join(words)


def _liste(valeurs: Any) -> str:
    return ",".join(str(v) for v in sorted(valeurs))


@settings(rapide, max_examples=80)
@given(regles(), jours, st.integers(0, 400))
def test_les_memes_jours_que_dateutil(texte: str, ancre: date, plus: int) -> None:
    try:
        rule = lire_rrule(texte)
    except RegleInvalide:
        return  # dateutil would look for it through eight thousand years
    start, end = (ancre + timedelta(days=n) for n in (plus, plus + 800))
    ours = list(takewhile(lambda d: d <= end, dates(rule, ancre, start)))
    midnight = datetime.combine(ancre, time())
    theirs = rrulestr(f"{rule};UNTIL={end:%Y%m%d}", dtstart=midnight)
    if ours or next(dates(rule, ancre, start), None) is not None:
        found = takewhile(lambda m: m.date() <= end, theirs)
        assert ours == [m.date() for m in found if m.date() >= start]


def test_les_regles_impossibles() -> None:
    impossible = (
        *("", ";", "FREQ", "FREQ=", "FREQ=HOURLY", "INTERVAL=2;BYDAY=MO", "FREQ=MONTHLY"),
        *("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31"),
        *("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "FREQ=YEARLY;BYMONTHDAY=1"),
        *("FREQ=MONTHLY;BYDAY=6MO", "FREQ=MONTHLY;BYDAY=0MO", "FREQ=MONTHLY;BYDAY=XX"),
        *("FREQ=WEEKLY;BYDAY=1MO", "FREQ=WEEKLY;BYMONTHDAY=3", "FREQ=MONTHLY;BYSETPOS=1"),
        *("FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;INTERVAL=1001"),
        *("FREQ=DAILY;COUNT=3", "FREQ=DAILY;UNTIL=20270101", "FREQ=DAILY;FREQ=WEEKLY"),
        *("FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=YEARLY;BYMONTH=13"),
        *("FREQ=DAILY;INTERVAL=٣", "FREQ=MONTHLY;BYDAY=,", "DTSTART=20270101;FREQ=DAILY"),
        "FREQ=MONTHLY;BYMONTHDAY=" + ",".join(["1"] * 500),
    )
    taken = []
    for text in impossible:
        with suppress(RegleInvalide):
            taken.append((text, lire_rrule(text)))
    assert taken == []


# --- What is due ----------------------------------------------------------------------------------

_FERIES = {date(2027, 5, 1) + timedelta(days=17 * k): "Fête" for k in range(40)}


def ouvres_le(jour: date) -> JoursOuvres:
    """A firm of Monday to Saturday with more holidays than any, on that day at noon."""
    noon = datetime.combine(jour, time(12), UTC)
    return JoursOuvres(noon, Calendrier(jour, jour + timedelta(days=400), _FERIES, {}, {}))


def du_jour(plan: Plan, jour: date, deja: Collection[date] = ()) -> list[Due]:
    return dues(plan, deja=deja, jusquau=jour, ouvres=ouvres_le(jour))


plans = st.builds(
    Plan,
    intervalle_n=st.integers(1, 20),
    intervalle_unite=st.sampled_from(Unite.values),
    rrule=st.sampled_from(
        ["", "", "FREQ=MONTHLY;INTERVAL=1;BYDAY=1MO", "FREQ=WEEKLY;INTERVAL=1;BYDAY=SA,SU"]
    ),
    avance=st.integers(0, 60),
    jours_non_ouvres=st.sampled_from(JourNonOuvre.values),
    flottant=st.just(False),
)


@rapide
@given(plans, st.dates(date(2027, 3, 1), date(2027, 12, 31)), st.lists(st.integers(0, 90)))
def test_chaque_echeance_une_fois(plan: Plan, debut: date, pas: list[int]) -> None:
    """Whenever the job runs, twice a day or after months: each due day is decided once, none left
    out, and each visit is within a few days of it."""
    days = plan.serie.depuis(debut, debut)
    first = next(days)
    plan.ancre = debut
    viser(plan, first)
    today, decided = debut, {}
    for step in (0, *pas[:6], 0):
        today += timedelta(days=step)
        for due in du_jour(plan, today):
            assert due.echeance is not None
            assert due.echeance not in decided
            decided[due.echeance] = due
        assert du_jour(plan, today) == []
    owed = [first]
    while owed[-1] <= today + timedelta(days=plan.avance):
        owed.append(next(days))
    assert sorted(decided) == owed[:-1]
    for day, due in decided.items():
        shift = due.jour - day
        assert abs(shift.days) <= 7
        if plan.jours_non_ouvres == JourNonOuvre.AVANT:
            assert shift.days <= 0
        elif plan.jours_non_ouvres == JourNonOuvre.APRES:
            assert shift.days >= 0
        else:
            assert shift.days == 0
    visits = [due.jour for due in decided.values() if due.visite]
    if plan.jours_non_ouvres != JourNonOuvre.GARDER:
        assert len(visits) == len(set(visits))  # what would fall together is grouped


@rapide
@given(plans, st.integers(1, 40))
def test_un_retard_fait_une_visite(plan: Plan, retard: int) -> None:
    """However many were missed: the latest is made, the older ones are grouped with it."""
    start = date(2027, 6, 3)
    plan.ancre = start
    viser(plan, next(plan.serie.depuis(start, start)))
    today = start + timedelta(days=30 * retard)
    found = du_jour(plan, today)
    late = [due for due in found if due.jour < today and due.visite]
    assert len(late) <= 1
    assert all(due.motif for due in found if not due.visite)


def test_les_deux_changements_dheure() -> None:
    """Ramadan 2027: Casablanca goes back at 3:00 on 7 February and forward at 2:00 on 14 March."""
    cases = {
        (date(2027, 2, 6), time(9)): (2027, 2, 6, 8),
        (date(2027, 2, 8), time(9)): (2027, 2, 8, 9),
        (date(2027, 3, 15), time(9)): (2027, 3, 15, 8),
        (date(2027, 2, 7), time(2, 30)): (2027, 2, 7, 1),  # shown twice: the first
        (date(2027, 3, 14), time(2, 30)): (2027, 3, 14, 2),  # skipped: as long after midnight
    }
    for (day, hour), (*ymd, utc) in cases.items():
        found = au_moment(day, hour)
        assert (found.year, found.month, found.day, found.hour) == (*ymd, utc), (day, hour)


def test_un_plan_flottant_ne_doit_quune_visite() -> None:
    plan = Plan(intervalle_n=1, intervalle_unite="jour", flottant=True, avance=30)
    plan.ancre = date(2027, 6, 3)
    viser(plan, plan.ancre)
    assert len(du_jour(plan, date(2027, 6, 30))) == 1
    assert plan.generer_le is None


@pytest.mark.parametrize("deja", [True, False])
def test_ce_qui_est_deja_decide_ne_revient_pas(*, deja: bool) -> None:
    plan = Plan(intervalle_n=1, intervalle_unite="semaine", avance=0)
    plan.ancre = date(2027, 6, 3)
    viser(plan, plan.ancre)
    known = {plan.ancre} if deja else set()
    found = du_jour(plan, date(2027, 6, 3), known)
    assert len(found) == (0 if deja else 1)
    assert plan.echeance == date(2027, 6, 10)
