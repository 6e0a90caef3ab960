"""Reminders: the day before, to those concerned, once; whatever runs twice, at once or dies."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection, connections, transaction
from django.test import override_settings

from clients.models import Contact
from comptes.tests.factories import UtilisateurFactory
from core.outbox import publier
from core.tests.travaux import executer_travail
from interventions import services as interventions
from interventions.models import Intervention
from notifications import rappels
from notifications.models import Notification
from notifications.rappels import rappeler
from planning import services
from planning.models import Creneau, Reservation
from planning.tests.factories import DEBUT, HEURE, CreneauFactory
from tests.fixtures import Monde
from tests.relais import relayer
from tests.test_courses import courir

# DEBUT is Wednesday 2 June 2027, 9:00 in Casablanca; the hour of reminders is 17:00, 16:00 UTC.
VEILLE = datetime(2027, 6, 1, 16, tzinfo=UTC)


@contextmanager
def a_l_heure(moment: datetime) -> Iterator[None]:
    with time_machine.travel(moment, tick=False):
        yield


@pytest.fixture
def creneau(monde: Monde) -> Creneau:
    """Of technician A at client A's."""
    found: Creneau = CreneauFactory(intervention=monde.intervention_a, debut=DEBUT)
    relayer()
    mail.outbox.clear()
    Notification.objects.all().delete()
    return found


def _dits(canal: str = "in-app") -> list[str]:
    """Who was told of a slot, by that way."""
    relayer()
    rows = Notification.objects.filter(sujet="rappel", canal=canal)
    return sorted(rows.values_list("user__username", flat=True))


def _eux(monde: Monde) -> list[str]:
    return sorted([monde.technicien_a.user.username, monde.user_a.username])


@pytest.mark.django_db
def test_la_veille_a_lheure_et_une_fois(monde: Monde, creneau: Creneau) -> None:
    with a_l_heure(VEILLE - timedelta(seconds=1)):
        assert rappeler() == 0
    with a_l_heure(VEILLE):
        assert rappeler() == 1
        assert rappeler() == 0
    with a_l_heure(VEILLE + 10 * HEURE):
        assert rappeler() == 0
    assert _dits() == _dits("email") == _eux(monde)
    creneau.refresh_from_db()
    assert creneau.rappel_envoye
    assert creneau.version == 1  # nobody changed the slot
    told = Notification.objects.filter(canal="in-app").first()
    assert told is not None
    assert told.type_notification == "planning"
    assert told.titre == f"Rappel : {creneau.intervention.numero} le 02/06/2027 09:00-11:00"
    assert told.intervention_id == creneau.intervention_id
    assert not told.lu
    assert monde.machine_a.nom in told.message


@pytest.mark.django_db
def test_ce_qui_est_planifie_tard_est_rappele_aussitot(monde: Monde, creneau: Creneau) -> None:
    """After the hour, or on the day itself; what has begun is not recalled any more."""
    for moment, due in (
        (VEILLE + 5 * HEURE, 1),
        (DEBUT - timedelta(minutes=1), 1),
        (DEBUT, 0),
        (DEBUT + HEURE, 0),
        (VEILLE - timedelta(days=1), 0),
    ):
        Creneau.objects.update(rappel_envoye=False)
        Notification.objects.all().delete()
        with a_l_heure(moment):
            assert rappeler() == due, moment


@pytest.mark.django_db
def test_deplace_il_est_rappele_de_nouveau(monde: Monde, creneau: Creneau) -> None:
    """Also back to the very time that was told before."""
    with a_l_heure(VEILLE):
        rappeler()
    for n, moved in enumerate((DEBUT + 3 * HEURE, DEBUT), 2):
        services.deplacer(par=monde.responsable, creneau_id=creneau.pk, nouvelle_date=moved)
        with a_l_heure(VEILLE + HEURE):
            assert rappeler() == 1
        assert len(_dits()) == 2 * n
    services.modifier(
        par=monde.responsable, creneau_id=creneau.pk, champs={"notes_planning": "Badge"}
    )
    with a_l_heure(VEILLE + HEURE):
        assert rappeler() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("acte", ["annuler", "demarrer", "deplanifier"])
def test_ce_qui_n_attend_plus_n_est_pas_rappele(monde: Monde, creneau: Creneau, acte: str) -> None:
    pk, par = creneau.intervention_id, monde.responsable
    if acte == "deplanifier":
        services.deplanifier(par=par, creneau_id=creneau.pk)
    elif acte == "annuler":
        interventions.annuler(intervention_id=pk, par=par, motif="Doublon")
    else:
        interventions.demarrer(intervention_id=pk, par=par)
    with a_l_heure(VEILLE):
        assert rappeler() == 0
    assert _dits() == []


@pytest.mark.django_db
def test_qui_ne_doit_rien_savoir_ne_recoit_rien(monde: Monde, creneau: Creneau) -> None:
    """Closed accounts, profiles put away, other firms; a contact's login is told like the main."""
    login = UtilisateurFactory(role="client")
    Contact.objects.create(client=monde.client_a, user=login, nom="Achats")
    monde.user_a.is_active = False
    monde.user_a.save()
    beside = monde.technicien_b
    Reservation.objects.create(planning=creneau, technicien=beside, debut=DEBUT, fin=DEBUT + HEURE)
    monde.technicien_a.user.is_active = False
    monde.technicien_a.user.save()
    with a_l_heure(VEILLE):
        assert rappeler() == 1
    assert _dits() == sorted([login.username, beside.user.username])


@pytest.mark.django_db
def test_sans_personne_a_prevenir_rien_n_est_dit(monde: Monde, creneau: Creneau) -> None:
    """It stays due, for whoever is sent there in the evening."""
    for user in (monde.user_a, monde.technicien_a.user):
        user.is_active = False
        user.save()
    with a_l_heure(VEILLE):
        assert rappeler() == 0
        creneau.refresh_from_db()
        assert not creneau.rappel_envoye
        monde.user_a.is_active = True
        monde.user_a.save()
        assert rappeler() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("heure", "debut", "moments"),
    [
        # Ramadan 2027 in Casablanca: the clock goes back on Sunday 7 February at 3:00, and on
        # again on Sunday 14 March at 2:00.
        (time(17), "2027-02-07T09:00:00+00:00", ("2027-02-06T15:59:59Z", "2027-02-06T16:00:00Z")),
        (time(17), "2027-02-08T09:00:00+00:00", ("2027-02-07T16:59:59Z", "2027-02-07T17:00:00Z")),
        (time(17), "2027-03-14T09:00:00+01:00", ("2027-03-13T16:59:59Z", "2027-03-13T17:00:00Z")),
        (time(17), "2027-03-15T09:00:00+01:00", ("2027-03-14T15:59:59Z", "2027-03-14T16:00:00Z")),
        # An hour that the clock shows twice is the first one, one that it skips is the next.
        (
            time(2, 30),
            "2027-02-08T09:00:00+00:00",
            ("2027-02-07T01:29:59Z", "2027-02-07T01:30:00Z"),
        ),
        (
            time(2, 30),
            "2027-03-15T09:00:00+01:00",
            ("2027-03-14T01:59:59Z", "2027-03-14T02:00:00Z"),
        ),
        # A slot just after midnight is of its own day, in local time.
        (time(17), "2027-06-02T00:30:00+01:00", ("2027-06-01T15:59:59Z", "2027-06-01T16:00:00Z")),
    ],
)
def test_les_changements_d_horloge(heure: time, debut: str, moments: tuple[str, str]) -> None:
    """The last moment at which it is not due yet, and the first at which it is."""
    CreneauFactory(debut=datetime.fromisoformat(debut), motif_derogation="Astreinte")
    found = []
    for moment in moments:
        with override_settings(RAPPEL_HEURE=heure), a_l_heure(datetime.fromisoformat(moment)):
            found.append(rappeler())
    assert found == [0, 1]


@pytest.mark.django_db
def test_ce_qui_meurt_avant_la_fin_n_a_rien_ecrit(
    monde: Monde, creneau: Creneau, caplog: pytest.LogCaptureFixture
) -> None:
    """Killed between the mark and the messages, and after both: nothing of it stays."""
    other = CreneauFactory(intervention=monde.intervention_b, debut=DEBUT + 3 * HEURE)
    original = publier

    def mourir(event: Any) -> None:
        original(event)
        if event.creneau_id == creneau.pk:
            raise KeyboardInterrupt if brutal else RuntimeError

    with a_l_heure(VEILLE), pytest.MonkeyPatch.context() as patch:
        patch.setattr(rappels, "publier", mourir)
        brutal = True
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            rappeler()
        assert _dits() == []
        assert not Creneau.objects.filter(rappel_envoye=True).exists()
        brutal = False
        assert rappeler() == 1  # the other one is told all the same
    assert list(Creneau.objects.filter(rappel_envoye=True)) == [other]
    assert f"slot {creneau.pk}" in caplog.text
    with a_l_heure(VEILLE):
        assert (rappeler(), rappeler()) == (1, 0)
    assert len(_dits()) == 4


@pytest.mark.usefixtures("base_reelle")
def test_plusieurs_a_la_fois_le_disent_une_fois() -> None:
    """Eight jobs at one moment, ten slots: each is told once to each, and none is left."""
    slots = [CreneauFactory(debut=DEBUT + n * timedelta(minutes=1)) for n in range(10)]
    with a_l_heure(VEILLE):
        done = courir(*[rappeler] * 8)
        assert not [one for one in done if isinstance(one, Exception)]
        done.append(rappeler())  # what a job skipped because another held it
    assert sum(done) == len(slots)
    assert Creneau.objects.filter(rappel_envoye=True).count() == len(slots)
    relayer()
    told = Notification.objects.filter(sujet="rappel", canal="in-app")
    keys = list(told.values_list("cle", flat=True))
    assert len(keys) == len(set(keys)) == len(slots)  # its technician: these firms have no login


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
@pytest.mark.usefixtures("base_reelle")
def test_ce_que_quelqu_un_tient_attend_la_fois_suivante() -> None:
    """While somebody works on the intervention the job does not wait for it."""
    slot, held, done = CreneauFactory(debut=DEBUT), threading.Event(), threading.Event()

    def tenir() -> None:
        with transaction.atomic():
            Intervention.objects.select_for_update().get(pk=slot.intervention_id)
            held.set()
            done.wait(10)
        connections.close_all()

    thread = threading.Thread(target=tenir)
    thread.start()
    held.wait(10)
    with a_l_heure(VEILLE):
        assert rappeler() == 0
        done.set()
        thread.join()
        assert rappeler() == 1


@pytest.mark.django_db
def test_les_courriels_partent_une_fois(monde: Monde, creneau: Creneau) -> None:
    with a_l_heure(VEILLE):
        assert executer_travail("notifications.rappeler") == "1"
        relayer()
        relayer()
    people = [monde.technicien_a.user.email, monde.user_a.email]
    assert sorted(message.to for message in mail.outbox) == sorted([one] for one in people)
    first = mail.outbox[0]
    assert first.subject.startswith("Rappel : ")
    # Read elsewhere: only the other one counts as not read.
    assert not Notification.objects.filter(canal="email", lu=False).exists()
