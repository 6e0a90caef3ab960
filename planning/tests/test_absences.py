"""Absences from the technician's page, and the free time that is left beside them."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client as Navigateur
from django.urls import reverse

from planning.disponibles import temps_libre
from planning.models import Absence
from planning.tests.factories import AbsenceFactory, CreneauFactory
from tests.api import Porte, champs_refuses, lire, refus, requetes
from tests.fixtures import Monde
from tests.photo import relever
from tests.saisie import envoyer, texte

pytestmark = pytest.mark.django_db
Navigateurs = dict[str, Navigateur]
Portes = dict[str, Porte]
# Wednesday 2 June 2027, 9:00 in Casablanca; hours are 8:30 to 12:30 and 14:00 to 18:00.
MERCREDI = datetime(2027, 6, 2, 8, tzinfo=UTC)


def test_de_la_saisie_au_retrait(monde: Monde, navigateur: Navigateurs) -> None:
    boss, person = navigateur["responsable"], monde.technicien_a
    slot = CreneauFactory(intervention=monde.intervention_a, debut=MERCREDI, heures=2)
    page = reverse("techniciens:fiche", args=[person.pk])
    assert "Aucune absence à venir" in texte(boss.get(page))
    new = reverse("planning:creer_absence", args=[person.pk])
    sent = {"debut": "2027-06-02T08:00", "fin": "2027-06-03T18:00", "motif": "Mariage"}
    made = boss.post(new, {**sent, "nature": "conge"}, follow=True)
    row = Absence.objects.get()
    assert (row.technicien, row.cree_par) == (person, monde.responsable)
    # What is planned for that time stays, and is told.
    assert f"{slot.intervention.numero} est planifiée" in texte(made)
    assert "Congé du 02/06/2027 08:00 au 03/06/2027 18:00" in texte(made)

    before = relever()
    for wrong, blamed in (
        ({"fin": "2027-06-02T08:00"}, "La fin vient après le début."),
        ({"fin": "2028-08-02T08:00"}, "Une absence dure 366 jours au plus."),
        ({"nature": "voyage"}, "voyage"),
        ({"debut": ""}, "obligatoire"),
    ):
        answer = boss.post(new, {**sent, "nature": "conge", **wrong})
        assert (answer.status_code, blamed in texte(answer)) == (422, True), (
            wrong,
            answer.context["form"].errors,
        )
    assert relever() == before

    hours = texte(boss.get(reverse("planning:horaires")))
    assert (page in hours, "Congé du 02/06/2027" in hours) == (True, True)
    path = reverse("planning:modifier_absence", args=[row.pk])
    assert envoyer(boss, path, nature="formation", motif="").status_code == 302
    mine = texte(navigateur["technicien"].get(page))
    assert ("Formation du 02/06/2027" in mine, path in mine) == (True, False)
    assert "Formation" not in texte(navigateur["autre_technicien"].get(page))
    assert envoyer(boss, reverse("planning:retirer_absence", args=[row.pk])).status_code == 302
    assert not Absence.objects.exists()


def test_le_temps_libre(api: Portes, monde: Monde) -> None:
    person = monde.technicien_a
    CreneauFactory(intervention=monde.intervention_a, debut=MERCREDI, heures=2)
    AbsenceFactory(technicien=person, debut=MERCREDI + timedelta(days=1), heures=48)
    path = f"techniciens/{person.pk}/disponibilites"
    whole = lire(api["responsable"].get(f"{path}?semaine=2027-W22"))
    found = [(span["debut"][5:16], span["fin"][11:16]) for span in whole["libre"]]
    assert found[:4] == [
        ("05-31T08:30", "12:30"),
        ("05-31T14:00", "18:00"),
        ("06-01T08:30", "12:30"),
        ("06-01T14:00", "18:00"),
    ]
    assert found[4:] == [
        ("06-02T08:30", "09:00"),
        ("06-02T11:00", "12:30"),
        ("06-02T14:00", "18:00"),
        ("06-03T08:30", "09:00"),
        ("06-05T09:00", "12:30"),
    ]
    assert whole["heures_libres"] == 26
    long = lire(api["technicien"].get(f"{path}?debut=2027-06-02&fin=2027-06-03&duree=3"))
    assert [span["debut"][5:16] for span in long["libre"]] == ["06-02T14:00"]
    # What is over is free no more.
    with time_machine.travel("2027-06-05T10:00:00Z", tick=False):
        left = temps_libre(person.pk, date(2027, 5, 31), date(2027, 6, 5))
        assert [f"{span.debut:%H:%M}" for span in left] == ["10:00"]
        assert temps_libre(person.pk, date(2027, 5, 31), date(2027, 6, 4)) == []
    for query, blamed in (
        ("duree=0", "duree"),
        ("debut=2027-06-01", "fin"),
        ("semaine=x", "semaine"),
    ):
        assert champs_refuses(api["admin"].get(f"{path}?{query}")) == {blamed}, query
    refus(api["autre_technicien"].get(path), 403)
    refus(api["client"].get(path), 404)
    cost = requetes(api["admin"], path)
    AbsenceFactory(technicien=person, debut=MERCREDI)
    assert requetes(api["admin"], path) == cost
