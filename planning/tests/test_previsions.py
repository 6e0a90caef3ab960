"""The forecast of visits, and the month whose visits it leads to."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client as Navigateur
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from planning import services
from planning.models import Plan
from planning.preventif.previsions import ajouter_capacite, prevoir, prochaines
from planning.selectors import techniciens_en_activite
from planning.tests.factories import PlanFactory
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db
Navigateurs = dict[str, Navigateur]
MARDI = datetime(2027, 6, 1, 6, tzinfo=UTC)
JEUDI = date(2027, 6, 3)


@time_machine.travel(MARDI, tick=False)
def test_la_prevision(monde: Monde) -> None:
    par = monde.responsable
    fixed = PlanFactory(
        equipement=monde.machine_a, par=par, prochaine_date=JEUDI, duree_estimee="1.5"
    )
    PlanFactory(equipement=monde.machine_a, par=par, prochaine_date=JEUDI, flottant=True)
    services.generer_preventif()
    services.sauter(par=par, plan_id=fixed.pk, echeance=date(2027, 8, 3), motif="Fermé")
    months = prevoir(Plan.objects.all())
    assert len(months) == 12
    assert [m.visites for m in months[:4]] == [2, 2, 1, 2]
    assert months[0].heures == Decimal("3.5")
    assert months[2].heures == Decimal(2)
    ajouter_capacite(months, techniciens_en_activite(par))
    assert all(m.capacite > 100 for m in months)
    assert months[0].part is not None
    fixed.refresh_from_db()
    assert prochaines(fixed, 2) == [date(2027, 7, 3), date(2027, 9, 3)]
    # What is late is this month's.
    with time_machine.travel(datetime(2027, 7, 6, 6, tzinfo=UTC), tick=False):
        late = prevoir(Plan.objects.all())
    assert sum(m.visites for m in late) == sum(m.visites for m in months) + 2
    assert JEUDI in {day for day, _plan in late[0].prevues}


def test_la_prevision_mene_aux_visites_du_mois(monde: Monde, navigateur: Navigateurs) -> None:
    par, staff, path = monde.responsable, navigateur["responsable"], reverse("planning:previsions")
    months = prevoir(Plan.objects.all())
    soon, third = timezone.localdate(), months[2]
    yearly = {"frequence": "annuel", "par": par}
    plan = PlanFactory(equipement=monde.machine_a, prochaine_date=soon, **yearly)
    for day in (third.fin, third.debut):
        PlanFactory(equipement=monde.machine_b, prochaine_date=day, **yearly)
    [visit] = services.generer_plan(par=par, plan_id=plan.pk)
    page = staff.get(path).content.decode()
    assert [page.count(f'href="?mois={m.code}#visites"') for m in months] == [2] * 12
    fiche = reverse("interventions:fiche", args=[visit.pk])
    assert (fiche in page, str(monde.machine_b) in page) == (True, False)
    asked = {"mois": third.code}
    shown = staff.get(path, asked)
    assert (shown.context["page"].total, fiche in shown.content.decode()) == (2, False)
    assert [v.jour for v in shown.context["visites"]] == [third.debut, third.fin]
    for wrong in ({"mois": "2020-05"}, {"mois": "mai"}, {"page": "2"}):
        assert staff.get(path, wrong).status_code == 404
    with CaptureQueriesContext(connection) as before:
        staff.get(path, asked)
    for _n in range(3):
        PlanFactory(equipement=monde.machine_a, prochaine_date=third.fin, **yearly)
    with CaptureQueriesContext(connection) as after:
        staff.get(path, asked)
    assert len(after) == len(before)
