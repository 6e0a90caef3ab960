"""The list of certificates to renew: which, in what order, for whom."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client as Navigateur
from django.utils import timezone

from techniciens.models import CompetenceTechnicien, Technicien
from techniciens.presentation import PREAVIS
from techniciens.tests.factories import CompetenceTechnicienFactory, TechnicienFactory
from tests.fixtures import Monde
from tests.saisie import texte

pytestmark = pytest.mark.django_db

PAGE = "/gestion/techniciens/certifications/"


def _tenue(technicien: Technicien, ecart: int | None) -> CompetenceTechnicien:
    ends = None if ecart is None else timezone.localdate() + timedelta(days=ecart)
    held: CompetenceTechnicien = CompetenceTechnicienFactory(
        technicien=technicien, certification_expire_le=ends
    )
    return held


def _dates(browser: Navigateur, question: str = "") -> list[date]:
    answer = browser.get(f"{PAGE}{question}")
    assert answer.status_code == 200
    return [ligne.niveau.certification_expire_le for ligne in answer.context["lignes"]]


def test_expired_and_soon_the_nearest_first(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    days = (PREAVIS.days, -3, 0, PREAVIS.days + 1, None)
    for gap in days:
        _tenue(monde.technicien_a, gap)
    today = timezone.localdate()
    soon = [today + timedelta(days=n) for n in (-3, 0, PREAVIS.days)]
    assert _dates(navigateur["responsable"]) == soon
    whole = _dates(navigateur["responsable"], "?montrer=toutes")
    assert whole == [*soon, today + timedelta(days=PREAVIS.days + 1)]
    page = texte(navigateur["responsable"].get(f"{PAGE}?montrer=toutes"))
    assert page.count("Expirée") == 1
    for words in ("Aujourd’hui", "Dans 60 jours", "Valable", "1 expirée"):
        assert words in page


def test_who_no_longer_works_here_is_left_out(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    gone = TechnicienFactory(archive_le=timezone.now())
    shut = TechnicienFactory(user__is_active=False)
    for row in (gone, shut):
        _tenue(row, -1)
    page = navigateur["responsable"].get(PAGE)
    assert not page.context["lignes"]
    assert "Rien à renouveler" in texte(page)


def test_a_technician_reads_its_own_and_a_client_none(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    _tenue(monde.technicien_a, -1)
    _tenue(monde.technicien_b, -2)
    assert len(_dates(navigateur["responsable"])) == 2
    assert _dates(navigateur["technicien"]) == [timezone.localdate() - timedelta(days=1)]
    assert navigateur["client"].get(PAGE).status_code == 403


def test_the_list_costs_the_same_for_few_and_many(
    navigateur: dict[str, Navigateur], monde: Monde, django_assert_num_queries: Any
) -> None:
    for many in (2, 12):
        for _n in range(many):
            _tenue(TechnicienFactory(), 3)
        with django_assert_num_queries(4):
            navigateur["responsable"].get(PAGE)
