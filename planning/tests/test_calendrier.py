"""Hours, holidays and absences put together: when somebody works, to the instant."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from holidays.countries.morocco import Morocco

from core.errors import Interdit, Introuvable, Invalide
from core.models import Evenement
from planning import services
from planning.calendrier import Calendrier, Plage, feries_entre, periode_de
from planning.choices import Ajustement, Periode
from planning.feries import officiels
from planning.models import HoraireTravail, JourFerie
from planning.tests.factories import DEBUT, HEURE, OUVRES, AbsenceFactory, CreneauFactory
from tests.fixtures import Monde
from tests.photo import relever

pytestmark = pytest.mark.django_db

JOUR = date(2027, 6, 2)  # a Wednesday outside Ramadan
CONTINUE = [(time(9), time(15))]


def _utc(jour: int, heure: int, minute: int = 0) -> datetime:
    return datetime(2027, 6, jour, heure, minute, tzinfo=UTC)


def _de(technicien: Any, jour: date) -> list[tuple[str, str]]:
    """The day's hours in UTC, as text."""
    spans = Calendrier.charger([technicien.pk], jour, jour).travail(technicien.pk, jour)
    assert all(isinstance(s, Plage) for s in spans)
    return [(f"{s.debut:%d %H:%M}", f"{s.fin:%d %H:%M}") for s in spans]


def test_la_semaine_legale_fait_44_heures(monde: Monde) -> None:
    a = monde.technicien_a
    monday = date(2027, 5, 31)
    calendar = Calendrier.charger([a.pk], monday, monday + timedelta(days=6))
    assert calendar.nettes(a.pk, monday, monday + timedelta(days=6)) == timedelta(hours=44)
    assert calendar.travail(a.pk, JOUR) == [
        Plage(_utc(2, 7, 30), _utc(2, 11, 30)),
        Plage(_utc(2, 13), _utc(2, 17)),
    ]
    assert calendar.travail(a.pk, date(2027, 6, 6)) == []


def test_ses_heures_avant_celles_de_lentreprise(monde: Monde) -> None:
    a, b, par = monde.technicien_a, monde.technicien_b, monde.responsable
    services.definir_horaires(par=par, jours={2: [(time(7), time(11))]})
    services.definir_horaires(par=par, technicien_id=a.pk, jours={2: [(time(22), time())]})
    assert _de(a, JOUR) == [("02 21:00", "02 23:00")]
    assert _de(b, JOUR) == [("02 06:00", "02 10:00")]
    # A day that the week does not name is a day of rest.
    assert _de(b, date(2027, 6, 3)) == []
    services.definir_horaires(par=par, technicien_id=a.pk, jours={})
    assert _de(a, JOUR) == _de(b, JOUR)
    assert Evenement.objects.filter(type="horaires.definis").count() == 3


def test_une_plage_de_plus_une_de_moins(monde: Monde) -> None:
    a, par = monde.technicien_a, monde.responsable
    row = services.ajouter_horaire(par=par, technicien_id=a.pk, jour=2, debut=time(8), fin=time(12))
    services.ajouter_horaire(par=par, technicien_id=a.pk, jour=2, debut=time(12), fin=time(13))
    assert _de(a, JOUR) == [("02 07:00", "02 11:00"), ("02 11:00", "02 12:00")]
    for start, end in ((11, 14), (8, 12), (9, 9)):
        with pytest.raises(Invalide):
            services.ajouter_horaire(
                par=par, technicien_id=a.pk, jour=2, debut=time(start), fin=time(end)
            )
    for who, error in ((monde.technicien_b.user, Introuvable), (a.user, Interdit)):
        with pytest.raises(error):
            services.retirer_horaire(par=who, horaire_id=row.pk)
    services.retirer_horaire(par=par, horaire_id=row.pk)
    with pytest.raises(Introuvable):
        services.retirer_horaire(par=par, horaire_id=row.pk)
    assert _de(a, JOUR) == [("02 11:00", "02 12:00")]


def test_les_heures_de_ramadan(monde: Monde) -> None:
    a, b, par = monde.technicien_a, monde.technicien_b, monde.responsable
    ramadan = date(2027, 2, 17)  # a Wednesday
    assert (periode_de(ramadan), periode_de(JOUR)) == (Periode.RAMADAN, Periode.NORMALE)
    # The same hours on the clock, an hour later in UTC.
    assert _de(a, ramadan) == [("17 08:30", "17 12:30"), ("17 14:00", "17 18:00")]
    services.definir_horaires(par=par, jours={2: CONTINUE}, periode=Periode.RAMADAN)
    assert _de(a, ramadan) == [("17 09:00", "17 15:00")]
    assert len(_de(a, JOUR)) == 2
    # Hours of one's own are one's own in Ramadan too.
    services.definir_horaires(par=par, technicien_id=b.pk, jours={2: [(time(10), time(12))]})
    assert _de(b, ramadan) == [("17 10:00", "17 12:00")]


def test_les_deux_changements_dheure(monde: Monde) -> None:
    """2026: the clock goes back on 15 February at 3:00, forward on 22 March at 2:00."""
    a = monde.technicien_a
    cases = {
        # (day, span): 2:00 to 3:00 is shown twice in February, not at all in March.
        (date(2026, 2, 15), 1, 4): (("15 00:00", "15 04:00"), 4),
        (date(2026, 2, 15), 2, 3): (("15 01:00", "15 03:00"), 2),
        (date(2026, 3, 22), 1, 4): (("22 01:00", "22 03:00"), 2),
        (date(2026, 3, 22), 2.5, 4): (("22 02:00", "22 03:00"), 1),
        (date(2026, 3, 22), 1, 2.5): (("22 01:00", "22 02:00"), 1),
        (date(2026, 3, 22), 2.25, 2.5): (None, 0),
    }
    for (day, start, end), (wanted, hours) in cases.items():
        spans = [tuple(time(int(h), int(h % 1 * 60)) for h in (start, end))]
        services.definir_horaires(
            par=monde.responsable,
            technicien_id=a.pk,
            jours={6: spans},  # type: ignore[dict-item]
        )
        assert _de(a, day) == ([wanted] if wanted else []), (day, start)
        net = Calendrier.charger([a.pk], day, day).nettes(a.pk, day, day)
        assert net == timedelta(hours=hours), (day, start)


def test_nettes_sans_compter_deux_fois(monde: Monde) -> None:
    a = monde.technicien_a
    # 9:00 to 11:00 and 10:00 to 13:00, that day and for an hour of the next.
    for start, hours in ((DEBUT, 2), (DEBUT + HEURE, 3), (DEBUT + 23 * HEURE, 2)):
        AbsenceFactory(technicien=a, debut=start, heures=hours)
    calendar = Calendrier.charger([a.pk, monde.technicien_b.pk], JOUR, JOUR + timedelta(days=1))
    assert calendar.nettes(a.pk, JOUR, JOUR) == timedelta(hours=4.5)
    assert calendar.nettes(a.pk, JOUR, JOUR + timedelta(days=1)) == timedelta(hours=11)
    assert calendar.nettes(monde.technicien_b.pk, JOUR, JOUR) == timedelta(hours=8)
    assert [x.debut for x in calendar.absences(a.pk)] == sorted(
        x.debut for x in calendar.absences(a.pk)
    )
    assert len(calendar.absences(a.pk)) == 3
    assert calendar.absences(monde.technicien_b.pk) == []


def test_un_nombre_constant_de_requetes(monde: Monde) -> None:
    ids = [monde.technicien_a.pk, monde.technicien_b.pk]
    for few, days in ((ids[:1], 1), (ids, 400)):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            calendar = Calendrier.charger(few, JOUR, JOUR + timedelta(days=days))
            for pk in few:
                calendar.nettes(pk, JOUR, JOUR + timedelta(days=days))
                calendar.avertissements(pk, DEBUT, DEBUT + HEURE)
        assert len(seen) == 3


def test_les_jours_de_la_fabrique_sont_ouvres(db: None) -> None:
    calendar = Calendrier.charger([], OUVRES[0].date(), OUVRES[-1].date())
    told = {day: calendar.avertissements(None, day, day + 2 * HEURE) for day in OUVRES}
    assert not {day: said for day, said in told.items() if said}


def test_avertissements(monde: Monde) -> None:
    a = monde.technicien_a
    calendar = Calendrier.charger([a.pk], date(2027, 7, 26), date(2027, 8, 2))
    outside, trone = "hors des horaires de travail", "jour férié (Fête du Trône)"
    cases = {
        ("2027-07-29T08:30", "2027-07-29T12:30"): [],
        # Lunch in the middle is nobody's business.
        ("2027-07-29T09:00", "2027-07-29T16:00"): [],
        ("2027-07-29T08:00", "2027-07-29T10:00"): [outside],
        ("2027-07-29T17:00", "2027-07-29T18:30"): [outside],
        ("2027-07-29T12:30", "2027-07-29T13:30"): [outside],
        ("2027-07-30T09:00", "2027-07-30T10:00"): [trone],
        ("2027-07-30T20:00", "2027-07-30T21:00"): [trone],
        ("2027-07-29T09:00", "2027-07-31T10:00"): [trone],
        ("2027-07-29T09:00", "2027-07-31T17:00"): [trone, outside],
        ("2027-08-01T09:00", "2027-08-01T10:00"): [outside],
        # Midnight belongs to the next day.
        ("2027-07-29T17:00", "2027-07-30T00:00"): [outside],
    }
    for (start, end), wanted in cases.items():
        moments = [datetime.fromisoformat(f"{text}+01:00") for text in (start, end)]
        assert calendar.avertissements(a.pk, moments[0], moments[1]) == wanted, (start, end)


def test_le_maroc_lu_seul_est_celui_de_la_bibliotheque() -> None:
    """Read by its own file, without the other countries, it says the same in French."""
    for year in (2026, 2027):
        package = Morocco(years=year, language="fr", islamic_show_estimated=False)
        assert {f.jour for f in officiels(year)} == set(package)
        assert {f.nom for f in officiels(year)} == {
            name for day in package for name in package.get_list(day)
        }


def test_les_feries_et_ce_quun_administrateur_en_dit(monde: Monde) -> None:
    par, eid = monde.admin, "Fête de la rupture du jeûne"
    start, end = date(2027, 3, 1), date(2027, 3, 31)
    assert feries_entre(start, end) == {date(2027, 3, 9): eid, date(2027, 3, 10): eid}
    # The moon is seen a day later: both days move, one by one, the second one twice.
    services.ajuster_ferie(
        par=par,
        ajustement=Ajustement.DEPLACE,
        date=date(2027, 3, 10),
        deplace_de=date(2027, 3, 9),
    )
    for day in (12, 11):
        services.ajuster_ferie(
            par=par,
            ajustement=Ajustement.DEPLACE,
            date=date(2027, 3, day),
            deplace_de=date(2027, 3, 10),
        )
    assert feries_entre(start, end) == {date(2027, 3, 10): eid, date(2027, 3, 11): eid}
    assert JourFerie.objects.count() == 2
    services.ajuster_ferie(par=par, ajustement=Ajustement.TRAVAILLE, date=date(2027, 3, 11))
    added = services.ajuster_ferie(
        par=par, ajustement=Ajustement.AJOUTE, date=date(2027, 3, 20), nom="Deuil national"
    )
    assert feries_entre(start, end) == {
        date(2027, 3, 10): eid,
        date(2027, 3, 20): "Deuil national",
    }
    services.retablir_ferie(par=par, ferie_id=added.pk)
    with pytest.raises(Introuvable):
        services.retablir_ferie(par=par, ferie_id=added.pk)
    # Of two holidays on one day, one moves; from outside the days asked for, and into them.
    services.ajuster_ferie(
        par=par,
        ajustement=Ajustement.DEPLACE,
        date=date(2028, 1, 3),
        nom="Anniversaire du prophète",
        deplace_de=date(2027, 8, 14),
    )
    assert feries_entre(date(2027, 8, 14), date(2027, 8, 14)) == {
        date(2027, 8, 14): "Allégeance Oued Eddahab"
    }
    assert feries_entre(date(2028, 1, 2), date(2028, 1, 5)) == {
        date(2028, 1, 3): "Anniversaire du prophète"
    }


def test_un_ferie_de_plus_dit_ce_qui_y_est_planifie(monde: Monde) -> None:
    CreneauFactory(intervention=monde.intervention_a, debut=DEBUT)
    row = services.ajuster_ferie(
        par=monde.admin, ajustement=Ajustement.AJOUTE, date=JOUR, nom="Deuil national"
    )
    assert row.avertissements == [
        f"{monde.intervention_a.numero} est planifiée le 02/06/2027 09:00-11:00."
    ]


def test_ce_qui_est_refuse(monde: Monde) -> None:
    par, a = monde.responsable, monde.technicien_a
    services.definir_horaires(par=par, technicien_id=a.pk, jours={0: CONTINUE})
    services.ajuster_ferie(par=par, ajustement=Ajustement.AJOUTE, date=JOUR, nom="Deuil national")
    before = relever()
    weeks: dict[str, dict[int, Any]] = {
        "backwards": {0: [(time(12), time(8))]},
        "empty": {0: [(time(8), time(8))]},
        "overlap": {0: [(time(8), time(12)), (time(11), time(14))]},
        "twice": {0: [(time(8), time(12)), (time(8), time(12))]},
        "into midnight": {0: [(time(20), time()), (time(22), time(23))]},
        "no day": {7: CONTINUE},
    }
    for name, week in weeks.items():
        for pk in (a.pk, None):
            with pytest.raises(Invalide):
                services.definir_horaires(par=par, technicien_id=pk, jours=week)
            assert relever() == before, name
    with pytest.raises(Invalide):
        services.definir_horaires(par=par, technicien_id=0, jours={})
    with pytest.raises(Invalide):
        services.definir_horaires(par=par, jours={0: CONTINUE}, periode="ete")
    days: dict[str, dict[str, Any]] = {
        "nameless": {"ajustement": Ajustement.AJOUTE, "date": JOUR},
        "again": {"ajustement": Ajustement.AJOUTE, "date": JOUR, "nom": "Deuil national"},
        "no holiday": {"ajustement": Ajustement.TRAVAILLE, "date": JOUR + timedelta(days=1)},
        "from nowhere": {"ajustement": Ajustement.DEPLACE, "date": JOUR},
        "from no holiday": {
            "ajustement": Ajustement.DEPLACE,
            "date": JOUR,
            "deplace_de": JOUR + timedelta(days=2),
        },
        "not this one": {
            "ajustement": Ajustement.DEPLACE,
            "date": JOUR,
            "deplace_de": date(2027, 7, 30),
            "nom": "Noël",
        },
        "from, though added": {
            "ajustement": Ajustement.AJOUTE,
            "date": JOUR,
            "nom": "Fête",
            "deplace_de": date(2027, 7, 30),
        },
        "unknown": {"ajustement": "supprime", "date": date(2027, 7, 30)},
    }
    for name, values in days.items():
        with pytest.raises(Invalide):
            services.ajuster_ferie(par=par, **values)
        assert relever() == before, name
    for who in ("technicien", "client"):
        other = monde.compte(who)
        with pytest.raises(Interdit):
            services.definir_horaires(par=other, jours={})
        with pytest.raises(Interdit):
            services.ajuster_ferie(
                par=other, ajustement=Ajustement.TRAVAILLE, date=date(2027, 7, 30)
            )
        with pytest.raises(Interdit):
            services.retablir_ferie(par=other, ferie_id=JourFerie.objects.get().pk)
    assert relever() == before


def test_qui_voit_quoi(monde: Monde) -> None:
    par = monde.responsable
    for pk in (None, monde.technicien_a.pk, monde.technicien_b.pk):
        services.definir_horaires(par=par, technicien_id=pk, jours={0: CONTINUE})
    services.ajuster_ferie(par=par, ajustement=Ajustement.AJOUTE, date=JOUR, nom="Deuil")
    seen = {
        who: (
            HoraireTravail.objects.visible_to(monde.compte(who)).count(),
            JourFerie.objects.visible_to(monde.compte(who)).count(),
        )
        for who in ("admin", "responsable", "technicien", "client")
    }
    assert seen == {
        "admin": (3, 1),
        "responsable": (3, 1),
        "technicien": (2, 1),
        "client": (0, 1),
    }
