"""Around the intervention: clocks in words, the machine's other work, the list, the paper."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client as Navigateur

from interventions import services
from interventions.models import Intervention
from interventions.presentation.delais import delais
from interventions.tests.factories import InterventionFactory
from interventions.tests.pages import html, url, url_acte
from tests.fixtures import Monde
from tests.lecture_formulaire import lire

MIDI = datetime(2027, 5, 3, 11, 0, tzinfo=UTC)  # noon in Casablanca


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({"date_planifiee": timedelta(hours=3)}, [("prévue aujourd’hui à 15:00", "")]),
        ({"date_planifiee": timedelta(days=1)}, [("prévue demain à 12:00", "")]),
        ({"date_planifiee": timedelta(days=3)}, [("prévue le 06/05/2027 à 12:00", "")]),
        (
            {"date_planifiee": timedelta(hours=-2)},
            [("devait commencer il y a 2\u00a0h", "bientot")],
        ),
        ({"date_limite": timedelta(days=2)}, [("échéance dans 2\u00a0jours", "")]),
        ({"date_limite": timedelta(hours=3)}, [("échéance dans 3\u00a0h", "bientot")]),
        ({"date_limite": timedelta(minutes=-90)}, [("en retard de 1\u00a0h", "retard")]),
    ],
)
def test_clocks_are_said_in_words(
    monde: Monde, champs: dict[str, timedelta], attendu: list[tuple[str, str]]
) -> None:
    row = monde.intervention_a
    for name, gap in champs.items():
        setattr(row, name, MIDI + gap)
    with time_machine.travel(MIDI, tick=False):
        assert [(d.texte, d.ton) for d in delais(row, monde.responsable)] == attendu


def test_the_firms_own_lateness_is_not_shown_to_its_client(monde: Monde) -> None:
    row = monde.intervention_a
    row.date_limite = MIDI - timedelta(hours=1)
    with time_machine.travel(MIDI, tick=False):
        assert delais(row, monde.user_a) == []


@pytest.mark.parametrize(
    ("heures", "mots"), [(5, "finie 5\u00a0h avant"), (-5, "finie 5\u00a0h après")]
)
def test_once_closed_the_deadline_was_kept_or_not(monde: Monde, heures: int, mots: str) -> None:
    row = InterventionFactory(equipement=monde.machine_a, etat="cloturee")
    row.date_limite = row.date_fin + timedelta(hours=heures)
    [clock] = delais(row, monde.responsable)
    assert clock.texte.startswith(mots)
    assert delais(row, monde.user_a) == []


def test_the_machines_other_work_is_beside_it(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    still = InterventionFactory(equipement=monde.machine_a, titre="ENCORE")
    done = [
        InterventionFactory(equipement=monde.machine_a, etat="cloturee", titre=f"PANNE {n}")
        for n in range(4)
    ]
    InterventionFactory(equipement=monde.machine_b, etat="cloturee", titre="AILLEURS")
    page = navigateur["responsable"].get(url(monde.intervention_a))
    around = page.context["autour"]
    assert [v.pk for v in around.ouvertes] == [still.pk]
    assert [v.pk for v in around.pannes] == [row.pk for row in done[:0:-1]]
    assert url(done[3]) in html(page)
    assert "AILLEURS" not in html(page)


def test_of_others_work_a_technician_reads_the_technical_past_alone(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    done = InterventionFactory(equipement=monde.machine_a, etat="cloturee", titre="SECRET")
    page = navigateur["technicien"].get(url(monde.intervention_a))
    assert done.numero in html(page)
    assert "Joint remplacé" in html(page)
    assert "SECRET" not in html(page)
    assert url(done) not in html(page)


def test_acts_come_back_into_the_list(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    row, browser = monde.intervention_a, navigateur["responsable"]
    inside = url(row, "?liste=statut%3Daffectee")
    text = html(browser.get(inside))
    assert "?liste=statut%3Daffectee&amp;page" not in text
    assert "&amp;liste=statut%3Daffectee" in text
    sent = lire(browser.get(f"{inside}&action=suspendre"), "formulaire-suspendre")
    assert sent["suite"] == inside
    done = browser.post(url_acte(row, "suspendre"), {**sent, "cause": "acces", "texte": "Fermé"})
    assert done["Location"] == inside


def test_the_way_through_the_list(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    rows = [InterventionFactory(equipement=monde.machine_a) for _ in range(3)]
    page = navigateur["responsable"].get(url(rows[1], "?liste=statut%3Douverte"))
    around = page.context["voisins"]
    assert (around.precedent, around.suivant) == (rows[2].pk, rows[0].pk)
    assert 'rel="next"' in html(page)
    alone = navigateur["responsable"].get(url(rows[1]))
    assert alone.context["voisins"] is None


@pytest.mark.parametrize("role", ["admin", "responsable", "technicien", "client"])
@pytest.mark.parametrize("etat", ["affectee", "cloturee"])
def test_the_sheet_of_paper(
    *, navigateur: dict[str, Navigateur], monde: Monde, role: str, etat: str
) -> None:
    row: Intervention = InterventionFactory(
        equipement=monde.machine_a,
        technicien=monde.technicien_a,
        etat=etat,
        description="Elle fuit",
    )
    text = html(navigateur[role].get(f"{url(row)}bon/"))
    assert "Elle fuit" in text
    assert ("bon-lignes-4" in text) == (etat == "affectee")
    assert ("Joint remplacé" in text) == (etat == "cloturee")
    assert "signature du client" in text


def test_the_sheet_hides_what_the_page_hides(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row = monde.intervention_a
    services.modifier(
        intervention_id=row.pk,
        par=monde.responsable,
        champs={"duree_estimee": "73.25", "notes_techniques": "ENTRE NOUS"},
    )
    client, staff = (
        html(navigateur[who].get(f"{url(row)}bon/")) for who in ("client", "responsable")
    )
    assert "73,25" in staff
    assert "73,25" not in client
    assert "ENTRE NOUS" not in client


def test_what_cannot_be_taken_back_is_asked_first(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row = InterventionFactory(equipement=monde.machine_a, etat="cloturee")
    page = navigateur["responsable"].get(url(row))
    assert f'action="{url_acte(row, "archiver")}"' not in html(page)
    asked = navigateur["responsable"].get(url(row, "?action=archiver"))
    assert "Une intervention archivée ne change plus" in html(asked)
    sent = lire(asked, "formulaire-archiver")
    assert navigateur["responsable"].post(url_acte(row, "archiver"), sent).status_code == 302
    assert Intervention.objects.get(pk=row.pk).statut == "archivee"
