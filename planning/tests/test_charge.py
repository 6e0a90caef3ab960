"""Load of the week: what is reserved and worked, of the working time; who reads whose."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client as Navigateur
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interventions.tests.factories import InterventionFactory, SegmentFactory
from planning.charge import Charge, charger, ensemble
from planning.tests.factories import AbsenceFactory, CreneauFactory
from planning.views import charge as vue
from techniciens.tests.factories import TechnicienFactory
from tests.api import Porte, champs_refuses, lire, refus, requetes
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db
Portes = dict[str, Porte]
Navigateurs = dict[str, Navigateur]

LUNDI = date(2027, 5, 31)
DIMANCHE = LUNDI + timedelta(days=6)
HEURE = timedelta(hours=1)
SEMAINE = "2027-W22"


def _utc(jour: int, heure: float) -> datetime:
    """Of June 2027: an hour less than Casablanca's."""
    return datetime(2027, 6, jour, tzinfo=UTC) + heure * HEURE


def _creneau(monde: Monde, debut: datetime, heures: float) -> Any:
    work = InterventionFactory(
        equipement=monde.machine_a,
        technicien=monde.technicien_a,
        par=monde.responsable,
        etat="affectee",
    )
    return CreneauFactory(
        intervention=work,
        debut=debut,
        heures=heures,
        par=monde.responsable,
        motif_derogation="Astreinte",
    )


def _heures(charge: Charge) -> list[tuple[float, float]]:
    return [(day.reserve / HEURE, day.net / HEURE) for day in charge.jours]


def _une(monde: Monde, du: date = LUNDI, au: date = DIMANCHE) -> Charge:
    [found] = charger([monde.technicien_a.pk], du, au)
    return found


def test_reserve_sur_net_par_jour_et_en_tout(monde: Monde) -> None:
    """The legal week: 8 h from Monday to Friday, 4 h on Saturday."""
    _creneau(monde, _utc(2, 8), 2)
    _creneau(monde, _utc(2, 10), 1.5)
    AbsenceFactory(technicien=monde.technicien_a, debut=_utc(3, 0), heures=12)
    found = _une(monde)
    # The absence takes the four hours of the morning and nothing of the afternoon.
    assert _heures(found) == [(0, 8), (0, 8), (3.5, 8), (0, 4), (0, 8), (0, 4), (0, 0)]
    assert (found.reserve, found.net) == (3.5 * HEURE, 40 * HEURE)
    assert found.taux == pytest.approx(3.5 / 40)
    assert [day.taux is None for day in found.jours] == [False] * 6 + [True]


def test_une_nuit_ne_compte_que_ses_heures_de_travail(monde: Monde) -> None:
    """Within a day it counts as it is, outside hours too; over nights during hours alone."""
    _creneau(monde, _utc(1, 18), 3)  # 19:00 to 22:00
    _creneau(monde, _utc(2, 15), 24)  # Wednesday 16:00 to Thursday 16:00
    found = _une(monde)
    assert _heures(found)[1:4] == [(3, 8), (2, 8), (6, 8)]


def test_ce_qui_depasse_les_jours_est_coupe(monde: Monde) -> None:
    """From the day before, and to the day after: only the hours of the days asked for."""
    _creneau(monde, _utc(1, 15), 24)
    _creneau(monde, _utc(2, 16), 24)
    [day] = _une(monde, date(2027, 6, 2), date(2027, 6, 2)).jours
    assert day.reserve == 6 * HEURE + HEURE


def test_sans_heures_null_n_est_pas_zero(monde: Monde) -> None:
    found = _une(monde, DIMANCHE, DIMANCHE)
    assert (found.taux, found.utilisation) == (None, None)
    found = _une(monde)
    assert (found.taux, found.utilisation) == (0, 0)


def test_un_ferie_n_a_pas_d_heures(monde: Monde) -> None:
    [day] = _une(monde, date(2027, 7, 30), date(2027, 7, 30)).jours
    assert day.net == timedelta()
    assert "Trône" in day.ferie


@time_machine.travel("2027-06-03T12:00:00Z", tick=False)
def test_le_travail_fait_est_reuni_et_coupe(monde: Monde) -> None:
    """Two jobs at once are one hour; what goes on counts until now, breaks and others do not."""
    spans: list[tuple[datetime, datetime | None, str]] = [
        (_utc(2, 8), _utc(2, 10), "travail"),
        (_utc(2, 9), _utc(2, 11), "travail"),
        (_utc(2, 11), _utc(2, 12), "deplacement"),
        (_utc(2, 12), _utc(2, 16), "pause"),
        (datetime(2027, 5, 30, 21, tzinfo=UTC), datetime(2027, 5, 31, 0, tzinfo=UTC), "travail"),
        (_utc(3, 11), None, "travail"),
        (datetime(2027, 4, 1, tzinfo=UTC), None, "travail"),  # a clock that was forgotten
    ]
    for start, end, kind in spans:
        SegmentFactory(
            intervention=monde.intervention_a if end else InterventionFactory(),
            technicien=monde.technicien_a,
            debut=start,
            fin=end,
            nature=kind,
        )
    SegmentFactory(
        intervention=monde.intervention_b,
        technicien=monde.technicien_b,
        debut=_utc(2, 8),
        fin=_utc(2, 9),
    )
    found = _une(monde)
    # 3 h of work, 1 h of travel, 1 h since midnight of Monday (23:00 UTC), 1 h that goes on.
    assert found.realise == 6 * HEURE
    assert found.utilisation == pytest.approx(6 / 44)
    assert _une(monde, LUNDI + timedelta(days=7), DIMANCHE + timedelta(days=7)).realise == 0 * HEURE


def test_l_ensemble_est_fait_des_sommes(monde: Monde) -> None:
    _creneau(monde, _utc(2, 8), 4)
    AbsenceFactory(technicien=monde.technicien_b, debut=_utc(1, 0), heures=24 * 4)
    both = charger([monde.technicien_a.pk, monde.technicien_b.pk], LUNDI, DIMANCHE)
    team = ensemble(both)
    assert team.net == both[0].net + both[1].net
    assert team.taux == pytest.approx(4 / (44 + both[1].net / HEURE))
    assert team.technicien_id is None
    assert ensemble([]).taux is None


@time_machine.travel("2027-06-03T12:00:00Z", tick=False)
def test_le_nombre_de_requetes_ne_suit_pas_l_equipe(monde: Monde) -> None:
    counts = []
    for _n in range(2):
        ids = [monde.technicien_a.pk, *(TechnicienFactory().pk for _ in range(3))]
        with CaptureQueriesContext(connection) as seen:
            charger(ids, LUNDI, DIMANCHE)
        counts.append(len(seen))
    assert counts == [5, 5]


def test_l_api_dit_la_semaine(api: Portes, monde: Monde) -> None:
    _creneau(monde, _utc(2, 8), 2)
    body = lire(api["responsable"].get(f"planning/charge?semaine={SEMAINE}"))
    assert (body["debut"], body["fin"]) == ("2027-05-31", "2027-06-06")
    mine = next(row for row in body["techniciens"] if row["technicien_id"] == monde.technicien_a.pk)
    assert mine["technicien_nom"] == str(monde.technicien_a)
    assert (mine["heures_reservees"], mine["heures_nettes"]) == (2, 44)
    assert mine["taux"] == round(2 / 44, 4)
    assert mine["jours"][2] == {
        "jour": "2027-06-02",
        "ferie": "",
        "heures_reservees": 2,
        "heures_nettes": 8,
        "taux": 0.25,
    }
    assert mine["jours"][6]["taux"] is None
    assert body["total"]["heures_reservees"] == 2
    days = lire(api["responsable"].get("planning/charge?debut=2027-06-02&fin=2027-06-02"))
    assert days["total"]["jours"][0]["heures_reservees"] == 2
    filtered = lire(api["admin"].get(f"planning/charge?semaine={SEMAINE}&equipe=inconnue"))
    assert filtered["techniciens"] == []


def test_l_api_se_lit_par_pages(api: Portes, monde: Monde) -> None:
    """A page of technicians, as lists have it; the total is of them all."""
    _creneau(monde, _utc(2, 8), 2)
    door, path = api["responsable"], f"planning/charge?semaine={SEMAINE}"
    whole = lire(door.get(path))
    known = len(whole["techniciens"])
    pages = [door.get(f"{path}&limit=1&offset={n}") for n in range(known + 1)]
    found = [row for page in pages for row in lire(page)["techniciens"]]
    assert found == whole["techniciens"]
    assert {page.headers["X-Total-Count"] for page in pages} == {str(known)}
    assert 'rel="next"' in pages[0].headers["Link"]
    assert all(lire(page)["total"] == whole["total"] for page in pages)
    assert champs_refuses(door.get(f"{path}&limit=-1")) == {"limit"}
    cost = requetes(door, f"{path}&limit=1")
    for _n in range(3):
        TechnicienFactory()
    assert requetes(door, f"{path}&limit=1") == cost
    assert lire(door.get(f"{path}&limit=0"))["techniciens"] == []


def test_chacun_ne_lit_que_la_sienne(api: Portes, monde: Monde, navigateur: Navigateurs) -> None:
    body = lire(api["technicien"].get("planning/charge"))
    assert [r["technicien_id"] for r in body["techniciens"]] == [monde.technicien_a.pk]
    refus(api["client"].get("planning/charge"), 403)
    page = navigateur["technicien"].get(reverse("planning:charge"))
    assert str(monde.technicien_a) in page.content.decode()
    assert str(monde.technicien_b) not in page.content.decode()
    assert navigateur["client"].get(reverse("planning:charge")).status_code == 403


def test_les_jours_demandes(api: Portes, monde: Monde) -> None:
    wrong = {
        "semaine=2026-W60": "semaine",
        "semaine=2026-48": "semaine",
        "semaine=0000-W01": "semaine",
        "semaine=2026-W48&debut=2026-01-01": "semaine",
        "debut=2026-01-01": "fin",
        "fin=2026-01-01": "debut",
        "debut=2026-01-02&fin=2026-01-01": "fin",
        "debut=2026-01-01&fin=2026-03-04": "fin",
        "debut=hier&fin=2026-03-04": "debut",
        "competence_id=x": "competence_id",
    }
    found = {
        query: champs_refuses(api["responsable"].get(f"planning/charge?{query}")) for query in wrong
    }
    assert found == {query: {name} for query, name in wrong.items()}
    refus(api["responsable"].get("planning/charge?semaine=2026-W01&semaine=2026-W02"), 400)


def test_la_page(monde: Monde, navigateur: Navigateurs) -> None:
    _creneau(monde, _utc(2, 8), 10)
    path = reverse("planning:charge")
    page = navigateur["responsable"].get(path, {"semaine": SEMAINE}).content.decode()
    assert 'value="1.000"' in page  # ten hours of eight: a full bar, and the figures
    assert "125\u00a0%" in page or "125 %" in page
    assert "2027-W21" in page
    # Reserved on a day without hours: no bar, but the figures.
    _creneau(monde, _utc(6, 8), 2)
    page = navigateur["responsable"].get(path, {"semaine": SEMAINE}).content.decode()
    assert "2\u00a0h / 0\u00a0h" in page
    assert "2027-W23" in page
    none = navigateur["responsable"].get(path, {"equipe": "Personne"}).content.decode()
    assert "<table" not in none
    assert navigateur["responsable"].get(path, {"semaine": "demain"}).status_code == 422


def test_la_page_montre_une_partie_de_l_equipe(
    monde: Monde, navigateur: Navigateurs, monkeypatch: pytest.MonkeyPatch
) -> None:
    _creneau(monde, _utc(2, 8), 2)
    monkeypatch.setattr(vue, "PAR_PAGE", 1)
    path, asked = reverse("planning:charge"), {"semaine": SEMAINE}
    shown = [navigateur["responsable"].get(path, asked | {"page": n}) for n in (1, 2)]
    texts = [answer.content.decode() for answer in shown]
    assert ["Ensemble" in text for text in texts] == [True, True]
    names = [str(monde.technicien_a), str(monde.technicien_b)]
    assert sorted(name in text for text in texts for name in names) == [False, False, True, True]
    assert navigateur["responsable"].get(path, {"page": 10}).status_code == 404


def test_la_page_en_peu_de_requetes(monde: Monde, navigateur: Navigateurs) -> None:
    path = reverse("planning:charge")
    navigateur["responsable"].get(path)
    with CaptureQueriesContext(connection) as before:
        navigateur["responsable"].get(path)
    for _n in range(4):
        TechnicienFactory()
    with CaptureQueriesContext(connection) as after:
        navigateur["responsable"].get(path)
    assert len(after) == len(before)
