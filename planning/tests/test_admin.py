"""Plans in the admin: a meter makes them due there as on their page."""

import pytest
from django.test import Client as Navigateur
from django.urls import reverse

from equipements.tests.factories import CompteurFactory
from planning.models import Plan
from tests.fixtures import Monde
from tests.lecture_formulaire import lire

pytestmark = pytest.mark.django_db


def test_un_plan_au_compteur(monde: Monde, navigateur: dict[str, Navigateur]) -> None:
    boss, machine = navigateur["admin"], monde.machine_a
    meter = CompteurFactory(equipement=machine, par=monde.responsable)
    foreign = CompteurFactory(equipement=monde.machine_b)
    path = reverse("admin:planning_plan_add")
    sent = {"equipement": str(machine.pk), "compteur": str(meter.pk), "pas_compteur": "250"}
    made = boss.post(path, lire(boss.get(path), "plan_form") | sent)
    assert made.status_code == 302
    row = Plan.objects.get()
    assert (row.declencheur, row.compteur_id) == ("compteur", meter.pk)
    assert row.prochain_seuil == 250
    path = reverse("admin:planning_plan_change", args=[row.pk])
    form = lire(boss.get(path), "plan_form")
    refused = boss.post(path, form | {"compteur": str(foreign.pk)})
    assert refused.status_code == 422
    assert "compteur" in refused.context["adminform"].form.errors
    assert boss.post(path, form | {"pas_compteur": "500"}).status_code == 302
    row.refresh_from_db()
    assert row.compteur_id == meter.pk
    assert row.prochain_seuil == 500
