"""Mails leave once, later than never, and not to whom they no longer concern."""

from email.message import Message
from smtplib import SMTPException
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from notifications import remise
from notifications.models import Notification
from notifications.rappels import rappeler
from notifications.remise import PERIME, REPRISE, remettre
from notifications.tasks import envoyer_rappels
from notifications.tests.factories import NotificationFactory
from notifications.tests.test_rappels import VEILLE, a_l_heure
from planning.models import Creneau
from planning.tests.factories import DEBUT, HEURE, CreneauFactory
from tests.fixtures import Monde


@pytest.fixture
def creneau(monde: Monde) -> Creneau:
    """Of technician A at client A's."""
    found: Creneau = CreneauFactory(intervention=monde.intervention_a, debut=DEBUT)
    return found


def _recus() -> list[list[str]]:
    return sorted(message.to for message in mail.outbox)


@pytest.mark.django_db
def test_les_courriels_partent_une_fois(monde: Monde, creneau: Creneau) -> None:
    with a_l_heure(VEILLE):
        assert envoyer_rappels() == 1
        assert remettre() == 0
    assert _recus() == sorted([[monde.technicien_a.user.email], [monde.user_a.email]])
    assert not Notification.objects.filter(courriel_des__isnull=False).exists()
    first = mail.outbox[0]
    assert first.subject.startswith("Rappel : ")
    assert f"/interventions/{creneau.intervention_id}/" in first.body
    row = Notification.objects.get(canal="email", user__email=first.to[0])
    sent: Message = first.message()
    assert sent["Message-ID"] == f"<notification-{row.pk}@localhost>"
    # Read elsewhere: only the other one counts as not read.
    assert not Notification.objects.filter(canal="email", lu=False).exists()


@pytest.mark.django_db
def test_un_courriel_qui_ne_part_pas_est_essaye_de_nouveau(
    monde: Monde, creneau: Creneau, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused or killed, it stays claimed for a while, then leaves under the same name."""

    def refuser(_self: Any, **_options: Any) -> int:
        raise error

    with a_l_heure(VEILLE):
        rappeler()
        with monkeypatch.context() as patch:
            patch.setattr("django.core.mail.EmailMessage.send", refuser)
            error: BaseException = SMTPException("no such box")
            assert remettre() == 0
            assert remettre() == 0  # claimed
        assert (remettre(), mail.outbox) == (0, [])
    with a_l_heure(VEILLE + REPRISE), monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", refuser)
        error = OSError("no server")
        assert remettre() == 0
    with a_l_heure(VEILLE + 2 * REPRISE):
        assert remettre() == 2
    assert len(_recus()) == 2


@pytest.mark.django_db
def test_ce_qui_n_a_plus_de_sens_ne_part_pas(monde: Monde, creneau: Creneau) -> None:
    """After a day, or to an account that was closed meanwhile."""
    with a_l_heure(VEILLE):
        rappeler()
        monde.user_a.is_active = False
        monde.user_a.save()
        assert remettre() == 1
    assert _recus() == [[monde.technicien_a.user.email]]
    Notification.objects.filter(canal="email").update(courriel_des=VEILLE)
    with a_l_heure(VEILLE + PERIME + HEURE):
        assert remettre() == 0
    assert not Notification.objects.filter(courriel_des__isnull=False).exists()


@pytest.mark.django_db
def test_un_courriel_qui_n_est_de_rien_n_a_pas_de_lien(monde: Monde) -> None:
    now = timezone.now()
    NotificationFactory(user=monde.user_a, canal="email", courriel_des=now)
    assert remettre() == 1
    assert "http" not in mail.outbox[0].body
    assert mail.outbox[0].body.startswith("Bonjour\n\n")


@pytest.mark.django_db
def test_deux_remises_a_la_fois_ne_l_envoient_pas_deux_fois(
    monde: Monde, creneau: Creneau, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second reads the same rows before the first has sent: its claim finds them taken."""
    with a_l_heure(VEILLE):
        rappeler()
        original = remise._envoyer

        def entre_temps(row: Notification, serveur: Any) -> bool:
            monkeypatch.setattr(remise, "_envoyer", original)
            mine = Notification.objects.get(pk=row.pk)
            mine.courriel_des = row.courriel_des  # as it was read before the claim
            assert not remise._remettre(mine, VEILLE, serveur)
            return original(row, serveur)

        monkeypatch.setattr(remise, "_envoyer", entre_temps)
        assert remettre() == 2
    assert len(mail.outbox) == 2
