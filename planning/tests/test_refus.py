"""What a dispatcher may get wrong: said in a sentence, by whichever door, and nothing saved."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Navigateur
from django.urls import reverse
from django.utils import timezone

from interventions.tests.factories import InterventionFactory
from planning.tests.factories import DEBUT, HEURE, AbsenceFactory, CreneauFactory
from tests.api import Porte, lire
from tests.fixtures import Monde
from tests.lecture_formulaire import lire as lire_formulaire
from tests.photo import relever

pytestmark = pytest.mark.django_db
Portes = dict[str, Porte]
JOUR = timedelta(days=1)
FERIE = datetime.fromisoformat("2027-07-30T08:00:00+00:00")
# What is wrong with the hours: from, to, what is said, and whether a reason would do.
TEMPS: tuple[tuple[datetime, datetime, str, bool], ...] = (
    (DEBUT, DEBUT, "La fin vient après le début.", False),
    (DEBUT, DEBUT - HEURE, "La fin vient après le début.", False),
    (DEBUT, DEBUT + 32 * JOUR, "Un créneau dure 31 jours au plus.", False),
    (DEBUT, DEBUT + HEURE, "n’est pas libre : pris par", False),
    (DEBUT + JOUR, DEBUT + JOUR + HEURE, "est absent", True),
    (DEBUT + 13 * HEURE, DEBUT + 14 * HEURE, "hors des horaires de travail", True),
    (DEBUT + 11 * JOUR, DEBUT + 11 * JOUR + HEURE, "hors des horaires de travail", True),
    (FERIE, FERIE + HEURE, "jour férié (Fête du Trône)", True),
    (DEBUT - 8 * 366 * JOUR, DEBUT - 8 * 366 * JOUR + HEURE, "Cette date est passée", True),
)


@pytest.fixture
def pris(monde: Monde) -> Monde:
    """Technicien A has a slot, and is away the next day."""
    CreneauFactory(intervention=monde.intervention_a, debut=DEBUT, heures=2)
    AbsenceFactory(technicien=monde.technicien_a, debut=DEBUT + JOUR, heures=4)
    return monde


def _local(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def _dits(corps: dict[str, Any]) -> str:
    texts = [text for found in corps.get("errors", {}).values() for text in found]
    return " ".join([corps["detail"], *texts])


def test_par_lapi_la_page_et_le_tableau(
    pris: Monde, api: Portes, navigateur: dict[str, Navigateur]
) -> None:
    staff, who = navigateur["responsable"], pris.technicien_a.pk
    row = InterventionFactory(
        equipement=pris.machine_a, technicien=pris.technicien_a, etat="affectee"
    )
    slot = CreneauFactory(intervention=row, debut=DEBUT + 6 * HEURE, heures=1)
    open_work = InterventionFactory(equipement=pris.machine_a)
    form = reverse("planning:modifier", args=[slot.pk])
    shown, before = lire_formulaire(staff.get(form)), relever()
    wrong: list[Any] = []
    for start, end, said, reason in TEMPS:
        sent = {"date_debut": start.isoformat(), "date_fin": end.isoformat()}
        local = {"debut": _local(start), "fin": _local(end), "technicien": who}
        new = {"intervention_id": open_work.pk, "technicien_id": who}
        typed = {"date_debut": local["debut"], "date_fin": local["fin"]}
        drop = local | {"tenu": who, "version": slot.version}
        answers = {
            "create": api["responsable"].post("creneaux/", sent | new),
            "patch": api["responsable"].patch(f"creneaux/{slot.pk}", sent),
            "drop": staff.post(reverse("planning:poser", args=[open_work.pk]), local),
            "drag": staff.post(reverse("planning:deplacer", args=[slot.pk]), drop),
        }
        for door, answer in answers.items():
            body = answer.json()
            told = bool(body.get("derogation_possible") or body.get("motif"))
            if answer.status_code not in (409, 422) or said not in _dits(body) or told != reason:
                wrong.append((door, said, answer.status_code, body))
        page = staff.post(form, shown | typed)
        if page.status_code not in (409, 422) or said not in page.content.decode():
            wrong.append(("form", said, page.status_code, page.context["form"].errors))
        if relever() != before:
            wrong.append((said, "something was saved"))
    assert not wrong, "\n".join(str(w)[:400] for w in wrong)


def test_ce_qui_nest_plus_a_planifier(pris: Monde, api: Portes) -> None:
    closed = InterventionFactory(equipement=pris.machine_a, etat="cloturee")
    times = {
        "date_debut": (DEBUT + 5 * HEURE).isoformat(),
        "date_fin": (DEBUT + 6 * HEURE).isoformat(),
    }
    before = relever()
    for pk, said in (
        (closed.pk, "« Clôturée »"),
        (pris.intervention_a.pk, "est déjà planifiée le"),
    ):
        answer = api["responsable"].post("creneaux/", times | {"intervention_id": pk})
        assert said in lire(answer, 409)["detail"]
    refused = api["technicien"].post("creneaux/", times | {"intervention_id": closed.pk})
    assert refused.status_code in (403, 404)
    assert relever() == before


def test_chaque_question_dit_de_quoi_il_s_agit(
    pris: Monde, navigateur: dict[str, Navigateur]
) -> None:
    """A button that takes something away stands under what it takes: when, and whose."""
    staff, who = navigateur["responsable"], str(pris.technicien_a)
    slot = pris.intervention_a.creneau
    away = pris.technicien_a.absences.get()
    sitting = slot.reservations.get()
    day, next_day = (f"{timezone.localtime(m):%d/%m/%Y}" for m in (DEBUT, DEBUT + JOUR))
    for name, args, said in (
        ("confirmer", [slot.pk], (day, who)),
        ("deplanifier", [slot.pk], (day, who, "Le créneau disparaît")),
        ("retirer_absence", [away.pk], (next_day, away.get_nature_display())),
        ("retirer_seance", [slot.pk, sitting.pk], (day, who)),
    ):
        page = staff.get(reverse(f"planning:{name}", args=args)).content.decode()
        for words in said:
            assert words in page, (name, words)
