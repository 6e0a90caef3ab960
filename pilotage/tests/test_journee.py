"""« Ma journée »: the technician's work in order, and the acts of one tap."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client as Navigateur
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comptes.tests.factories import UtilisateurFactory
from interventions import services
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from interventions.tests.pages import html
from tests.fixtures import Monde

JOURNEE = "/gestion/ma-journee/"


def _travail(monde: Monde, etat: str = "affectee", **champs: object) -> Intervention:
    row: Intervention = InterventionFactory(
        equipement=monde.machine_a, technicien=monde.technicien_a, etat=etat, **champs
    )
    return row


@pytest.fixture
def seul(monde: Monde) -> Monde:
    """Technician A without the work that the world begins with."""
    services.desaffecter(
        intervention_id=monde.intervention_a.pk, par=monde.responsable, motif="Essai"
    )
    return monde


def _ordre(page: object) -> list[str]:
    day = page.context["journee"]  # type: ignore[attr-defined]
    first = [day.premier] if day.premier else []
    jobs = [*first, *day.suite, *day.plus_tard, *day.attente]
    return [job.intervention.titre for job in jobs]


def test_the_day_is_in_order(navigateur: dict[str, Navigateur], seul: Monde) -> None:
    tomorrow, later = (timezone.now() + timedelta(days=n) for n in (1, 2))
    _travail(seul, titre="attente", etat="en_attente", urgence=True)
    _travail(seul, titre="sans date")
    _travail(seul, titre="sans date, haute", priorite="haute")
    _travail(seul, titre="sans date, urgente", urgence=True)
    _travail(seul, titre="après-demain", date_planifiee=later)
    _travail(seul, titre="demain", date_planifiee=tomorrow)
    _travail(seul, titre="en cours", etat="en_cours")
    _travail(seul, titre="finie", etat="cloturee")
    page = navigateur["technicien"].get(JOURNEE)
    assert _ordre(page) == [
        "en cours",
        "sans date, urgente",
        "sans date, haute",
        "sans date",
        "demain",
        "après-demain",
        "attente",
    ]
    day = page.context["journee"]
    assert [job.intervention.titre for job in day.plus_tard] == ["demain", "après-demain"]
    assert [row.titre for row in day.terminees] == ["finie"]


def test_others_work_is_not_in_it(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    assert _ordre(navigateur["technicien"].get(JOURNEE)) == [monde.intervention_a.titre]
    assert _ordre(navigateur["autre_technicien"].get(JOURNEE)) == [monde.intervention_b.titre]


@pytest.mark.parametrize(
    ("etat", "actes"),
    [
        ("affectee", ["demarrer", "suspendre"]),
        ("en_cours", ["cloturer", "suspendre"]),
        ("en_attente", ["reprendre"]),
    ],
)
def test_each_state_has_its_acts(
    *, navigateur: dict[str, Navigateur], seul: Monde, etat: str, actes: list[str]
) -> None:
    _travail(seul, etat=etat)
    day = navigateur["technicien"].get(JOURNEE).context["journee"]
    job = day.premier or day.attente[0]
    assert [b.nom for b in job.boutons] == actes


def test_one_tap_starts_and_comes_back(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    row = monde.intervention_a
    text = html(navigateur["technicien"].get(JOURNEE))
    assert f'name="suite" value="{JOURNEE}"' in text
    answer = navigateur["technicien"].post(
        f"/gestion/interventions/{row.pk}/actions/demarrer/",
        {"version": row.version, "suite": JOURNEE},
    )
    assert answer["Location"] == JOURNEE
    text = html(navigateur["technicien"].get(JOURNEE))
    assert "commencé à" in text
    assert f"?action=cloturer&amp;suite={JOURNEE}#acte" in text


def test_a_job_says_where_whom_to_call_and_why_it_waits(
    navigateur: dict[str, Navigateur], seul: Monde
) -> None:
    site = seul.machine_a.site
    site.adresse, site.ville, site.acces = "12, rue du Port", "Agadir", "Badge à l’accueil"
    site.save()
    _travail(seul, etat="en_attente", contact_nom="Hajar", contact_telephone="06 00 11 22 33")
    text = html(navigateur["technicien"].get(JOURNEE))
    assert "12, rue du Port, Agadir" in text
    assert "geo:0,0?q=12%2C+rue+du+Port%2C+Agadir" in text
    assert "Badge à l’accueil" in text
    assert 'href="tel:0600112233"' in text
    assert "Pièces manquantes : Joint à commander" in text


def test_a_day_without_work_says_so(navigateur: dict[str, Navigateur], seul: Monde) -> None:
    assert "Rien à faire pour l’instant" in html(navigateur["technicien"].get(JOURNEE))


def test_an_account_without_profile_is_told_whom_to_ask(db: None) -> None:
    browser = Navigateur()
    browser.force_login(UtilisateurFactory(technicien=True))
    for page in (JOURNEE, SEMAINE):
        assert "demandez à un responsable" in html(browser.get(page))
    assert "Rien n’est planifié" not in html(browser.get(SEMAINE))


@pytest.mark.parametrize("role", ["admin", "responsable", "client"])
def test_it_is_the_technicians_alone(navigateur: dict[str, Navigateur], role: str) -> None:
    assert navigateur[role].get(JOURNEE).status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_work(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    counts = []
    for more in (1, 15):
        for _ in range(more):
            _travail(monde, etat="en_attente")
        with CaptureQueriesContext(connection) as queries:
            assert navigateur["technicien"].get(JOURNEE).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


# --- The week ------------------------------------------------------------------------------------

SEMAINE = "/gestion/ma-journee/semaine/"


def test_the_week_holds_what_is_planned_in_it(
    navigateur: dict[str, Navigateur], seul: Monde
) -> None:
    for name, day in (("avant", 9), ("lundi", 10), ("dimanche", 16), ("après", 17)):
        _travail(seul, titre=name, date_planifiee=datetime(2027, 5, day, 8, tzinfo=UTC))
    page = navigateur["technicien"].get(SEMAINE, {"du": "2027-05-12"})
    week = page.context["semaine"]
    assert [[row.titre for row in day.interventions] for day in week.jours] == [
        ["lundi"],
        [],
        [],
        [],
        [],
        [],
        ["dimanche"],
    ]
    assert (week.precedente, week.suivante) == ("2027-05-03", "2027-05-17")


def test_midnight_is_the_firms_own(navigateur: dict[str, Navigateur], seul: Monde) -> None:
    # 23:30 in UTC is half past midnight of the next day in Casablanca.
    _travail(seul, titre="nuit", date_planifiee=datetime(2027, 5, 16, 23, 30, tzinfo=UTC))
    week = navigateur["technicien"].get(SEMAINE, {"du": "2027-05-17"}).context["semaine"]
    assert [row.titre for row in week.jours[0].interventions] == ["nuit"]


def test_an_empty_week_says_so_and_a_day_that_is_none_is_404(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    browser = navigateur["technicien"]
    assert "Rien n’est planifié cette semaine" in html(browser.get(SEMAINE))
    assert browser.get(SEMAINE, {"du": "2027-02-30"}).status_code == 404
    assert browser.get(SEMAINE, {"du": "demain"}).status_code == 404


def test_late_work_is_counted_and_later_days_come_after(
    navigateur: dict[str, Navigateur], seul: Monde
) -> None:
    now = timezone.now()
    _travail(seul, titre="en retard", date_limite=now - timedelta(hours=2))
    _travail(seul, titre="plus tard", date_planifiee=now + timedelta(days=3))
    page = navigateur["technicien"].get(JOURNEE)
    day = page.context["journee"]
    assert (day.premier.intervention.titre, day.aujourd_hui, day.en_retard) == ("en retard", 1, 1)
    assert "1 en retard" in html(page)
    assert "Les jours suivants" in html(page)


def test_when_all_is_for_later_the_day_says_so(
    navigateur: dict[str, Navigateur], seul: Monde
) -> None:
    _travail(seul, date_planifiee=timezone.now() + timedelta(days=3))
    assert "Rien d’autre à faire aujourd’hui." in html(navigateur["technicien"].get(JOURNEE))
