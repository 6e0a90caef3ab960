"""Deadlines and certificates: once at each stage, again for another date, whoever runs."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from core.models import Evenement
from core.tests.travaux import executer_travail
from interventions import services
from interventions.models import Intervention
from notifications.echeances import annoncer
from notifications.models import Annonce, Notification
from notifications.services import GARDE, purger
from notifications.tests.factories import AnnonceFactory, NotificationFactory
from techniciens.models import CompetenceTechnicien
from techniciens.tests.factories import CompetenceTechnicienFactory
from tests.fixtures import Monde
from tests.test_courses import courir

LIMITE = datetime(2027, 6, 2, 12, tzinfo=UTC)


def _publies() -> list[tuple[str, int | None]]:
    rows = Evenement.objects.filter(type__contains="echeance") | Evenement.objects.filter(
        type="technicien.certification"
    )
    return [
        (row.type.partition(".")[2], row.donnees.get("heures", row.donnees.get("jours")))
        for row in rows.order_by("pk")
    ]


@pytest.mark.django_db
def test_une_fois_par_etape_et_par_date(monde: Monde) -> None:
    pk = monde.intervention_a.pk
    Intervention.objects.filter(pk=pk).update(date_limite=LIMITE)
    told: list[tuple[str, int | None]] = []
    for before, more in (
        (timedelta(hours=24, seconds=1), []),
        (timedelta(hours=24), [("echeance_proche", 24)]),
        (timedelta(hours=5), []),
        (timedelta(hours=4), [("echeance_proche", 4)]),
        (timedelta(seconds=1), []),
        (timedelta(), [("echeance_depassee", None)]),
        (timedelta(days=-3), []),
    ):
        with time_machine.travel(LIMITE - before, tick=False):
            assert (annoncer(), annoncer()) == (len(more), 0), before
        told += more
        assert _publies() == told
    # Put off, it is near again; what no job saw in time is said at its last stage only.
    Intervention.objects.filter(pk=pk).update(date_limite=LIMITE + timedelta(days=9))
    with time_machine.travel(LIMITE + timedelta(days=9, hours=-2), tick=False):
        assert annoncer() == 1
    assert _publies()[-1] == ("echeance_proche", 4)


@pytest.mark.django_db
def test_ce_qui_est_fini_ou_trop_vieux_se_tait(monde: Monde) -> None:
    row = monde.intervention_a
    Intervention.objects.filter(pk=row.pk).update(date_limite=LIMITE)
    with time_machine.travel(LIMITE + timedelta(days=40), tick=False):
        assert annoncer() == 0
    services.annuler(intervention_id=row.pk, par=monde.responsable, motif="Non")
    with time_machine.travel(LIMITE, tick=False):
        assert annoncer() == 0


@pytest.mark.django_db
def test_les_certificats(monde: Monde) -> None:
    held = CompetenceTechnicienFactory(technicien=monde.technicien_a)
    end = date(2027, 6, 30)
    CompetenceTechnicien.objects.filter(pk=held.pk).update(certification_expire_le=end)
    found = []
    for days in (61, 60, 59, 31, 30, 8, 7, 1, 0, -1):
        moment = datetime(2027, 6, 30, 12, tzinfo=UTC) - timedelta(days=days)
        with time_machine.travel(moment, tick=False):
            if annoncer():
                found.append(days)
            assert annoncer() == 0
    assert found == [60, 30, 7]
    assert _publies() == [("certification", n) for n in (60, 30, 7)]


@pytest.mark.usefixtures("base_reelle")
def test_plusieurs_a_la_fois_l_annoncent_une_fois(monde: Monde) -> None:
    soon = timezone.now() + timedelta(hours=3)
    Intervention.objects.update(date_limite=soon)
    done = courir(*[annoncer] * 4)
    assert not [one for one in done if isinstance(one, Exception)]
    assert sum(done) == len(_publies()) == Annonce.objects.count() == 2


@pytest.mark.django_db
def test_la_purge(monde: Monde) -> None:
    now = timezone.now()
    old, recent = now - GARDE - timedelta(days=1), now - GARDE + timedelta(days=1)
    NotificationFactory.create_batch(2, lu=True, date_lu=old)
    kept = [
        NotificationFactory(lu=True, date_lu=recent).pk,
        NotificationFactory(date_envoi=old).pk,  # unread
        NotificationFactory(lu=True, date_lu=old, canal="email", courriel_des=now).pk,
    ]
    AnnonceFactory(cree_le=now - timedelta(days=731))
    AnnonceFactory(cree_le=now - timedelta(days=729))
    assert executer_travail("notifications.purger") == "3"
    assert sorted(Notification.objects.values_list("pk", flat=True)) == sorted(kept)
    assert Annonce.objects.count() == 1
    assert purger() == 0
