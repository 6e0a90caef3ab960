"""Mails: what they say and to whom, one for many, at least once and under one name."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import Message
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.utils import timezone

from core.models import Evenement, Livraison, Organisation
from core.outbox.relais import passer
from core.tests.travaux import executer_travail
from interventions import services
from notifications.models import Notification, Preferences
from notifications.moments import FENETRE, FLOT
from notifications.regroupement import regrouper
from notifications.tests.factories import NotificationFactory
from tests.fixtures import Monde
from tests.relais import relayer
from tests.test_courses import courir

MIDI = datetime(2027, 6, 1, 11, tzinfo=UTC)  # noon in Casablanca, a working day


@contextmanager
def _a(moment: datetime) -> Iterator[None]:
    with time_machine.travel(moment, tick=False):
        yield


@pytest.fixture
def dire(monde: Monde) -> Callable[..., None]:
    """A comment by the responsable on firm A's work; what came before is told and forgotten."""
    Organisation.objects.create(pk=1, nom="Atlas & Fils")
    relayer()
    Notification.objects.all().delete()
    mail.outbox.clear()

    def commenter(texte: str = "Vu sur place", *, visible: bool = True) -> None:
        services.commenter(
            intervention_id=monde.intervention_a.pk,
            par=monde.responsable,
            texte=texte,
            visible_client=visible,
        )

    return commenter


def _choisir(user: Any, **champs: Any) -> None:
    Preferences.objects.update_or_create(user=user, defaults=champs)


def _html(message: Any) -> str:
    [(content, kind)] = message.alternatives
    assert kind == "text/html"
    return str(content)


@pytest.mark.django_db
def test_ce_que_dit_un_courriel(monde: Monde, dire: Callable[..., None], settings: Any) -> None:
    settings.SITE_URL = "https://erp.exemple.ma/"
    settings.EMAIL_REPLY_TO = ["planning@exemple.ma"]
    with _a(MIDI):
        dire("<b>Joint</b> changé")
        relayer()
    [sent] = mail.outbox  # technicians read comments in the application
    row = Notification.objects.get(canal="email")
    twin = Notification.objects.get(canal="in-app", user=monde.user_a)
    assert sent.to == [monde.user_a.email]
    assert sent.subject == twin.titre
    numero, text, html = monde.intervention_a.numero, sent.body, _html(sent)
    link = f"https://erp.exemple.ma/gestion/notifications/{row.pk}/"
    options = "https://erp.exemple.ma/gestion/notifications/preferences/"
    for said in (numero, link, options):
        assert said in text
        assert said in html
    assert "<b>Joint</b> changé" in text
    assert "&lt;b&gt;Joint&lt;/b&gt; changé" in html
    assert "Atlas & Fils" in text
    assert "Atlas &amp; Fils" in html
    assert 'lang="fr" dir="ltr"' in html
    head: Message = sent.message()
    assert head["List-Unsubscribe"] == f"<{options}>"
    assert head["Reply-To"] == "planning@exemple.ma"
    assert head["Auto-Submitted"] == "auto-generated"
    # No secret in it: whoever has the mail still has to sign in.
    assert not {"token", "signature", "password"} & set(text.lower().split("/"))
    assert (twin.lu, row.lu) == (False, True)


@pytest.mark.django_db
def test_la_langue_de_qui_lit(monde: Monde, dire: Callable[..., None]) -> None:
    monde.user_a.langue = "ar"
    monde.user_a.save()
    with _a(MIDI):
        dire()
        relayer()
    assert 'lang="ar" dir="rtl"' in _html(mail.outbox[0])


@pytest.mark.django_db
def test_rien_d_interne_pour_un_client(monde: Monde, dire: Callable[..., None]) -> None:
    _choisir(
        monde.technicien_a.user, choix={"commentaire": {"email": True}}
    )  # asked for, to see that one is sent at all
    with _a(MIDI):
        dire("Client difficile", visible=False)
        relayer()
    [sent] = mail.outbox
    assert sent.to == [monde.technicien_a.user.email]
    assert not Notification.objects.filter(user=monde.user_a).exists()


@pytest.mark.django_db
def test_le_silence_de_la_nuit(monde: Monde, dire: Callable[..., None]) -> None:
    """Three comments at night are one mail in the morning, grouped by what they are about."""
    night = MIDI + timedelta(hours=11)
    with _a(night):
        for n in range(3):
            dire(f"Note {n}")
        relayer()
        assert executer_travail("notifications.regrouper_courriels") == "0"
    morning = datetime(2027, 6, 2, 6, tzinfo=UTC)
    with _a(morning - timedelta(seconds=1)):
        executer_travail("notifications.regrouper_courriels")
        relayer()
    assert mail.outbox == []
    with _a(morning):
        assert executer_travail("notifications.regrouper_courriels") == "1"
        assert executer_travail("notifications.regrouper_courriels") == "0"
        relayer()
    [sent] = mail.outbox
    assert sent.subject == "3 nouvelles chez Atlas & Fils"
    assert [f"Note {n}" in sent.body for n in range(3)] == [True] * 3
    assert sent.body.count(f"{monde.intervention_a.numero} · ") == 1


@pytest.mark.django_db
def test_le_resume(monde: Monde, dire: Callable[..., None]) -> None:
    _choisir(monde.user_a, rythme="horaire")
    with _a(MIDI + timedelta(minutes=10)):
        dire()
    with _a(MIDI + timedelta(minutes=20)):
        relayer()
        dire()
        relayer()
        executer_travail("notifications.regrouper_courriels")
        relayer()
    assert mail.outbox == []
    with _a(MIDI + timedelta(hours=1)):
        executer_travail("notifications.regrouper_courriels")
        relayer()
    assert [m.subject for m in mail.outbox] == ["2 nouvelles chez Atlas & Fils"]


@pytest.mark.django_db
def test_un_flot_devient_un_seul_courriel(monde: Monde, dire: Callable[..., None]) -> None:
    with _a(MIDI):
        for _n in range(40):
            dire()
            relayer()
    assert len(mail.outbox) == FLOT
    with _a(MIDI + FENETRE):
        executer_travail("notifications.regrouper_courriels")
        relayer()
    assert len(mail.outbox) == FLOT + 1
    assert mail.outbox[-1].subject == f"{40 - FLOT} nouvelles chez Atlas & Fils"
    bell = Notification.objects.filter(canal="in-app", user=monde.user_a)
    assert bell.count() == 40


@pytest.mark.django_db
def test_un_serveur_qui_refuse_puis_accepte(
    monde: Monde, dire: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tried again until it leaves, under the same Message-ID, also after a death half-way."""
    seen: list[str] = []
    original = mail.EmailMessage.send

    def envoyer(self: Any, **options: Any) -> int:
        seen.append(str(self.message()["Message-ID"]))
        if len(seen) < 3:
            raise SMTPServerDisconnected("closed")
        done = int(original(self, **options))
        if len(seen) == 3:
            raise KeyboardInterrupt  # the server has it, and nobody here remembers
        return done

    monkeypatch.setattr(mail.EmailMessage, "send", envoyer)
    moment = MIDI
    with _a(moment):
        dire()
    for _n in range(8):
        with _a(moment):
            try:
                with transaction.atomic():
                    passer()
            except KeyboardInterrupt:
                pass
        moment += timedelta(minutes=10)
    assert len(set(seen)) == 1
    assert len(seen) >= 4
    assert {m.to[0] for m in mail.outbox} == {monde.user_a.email}
    assert set(Livraison.objects.values_list("etat", flat=True)) == {"livree"}


@pytest.mark.django_db
def test_qui_n_y_a_plus_droit_ne_recoit_pas(monde: Monde, dire: Callable[..., None]) -> None:
    """Between the message and its mail: deactivated, or no longer the firm's."""
    for change in ("inactif", "etranger"):
        _choisir(monde.user_a, rythme="horaire", silence_debut=None, silence_fin=None)
        with _a(MIDI):
            dire()
            relayer()
        if change == "inactif":
            monde.user_a.is_active = False
        else:
            monde.user_a.is_active = True
            type(monde.client_a).objects.filter(pk=monde.client_a.pk).update(user=None)
        monde.user_a.save()
        with _a(MIDI + timedelta(hours=1)):
            assert executer_travail("notifications.regrouper_courriels") == "1"
            relayer()
        assert mail.outbox == [], change
        monde.user_a.is_active = True
        monde.user_a.save()


@pytest.mark.django_db
def test_chacun_choisit(monde: Monde, dire: Callable[..., None]) -> None:
    """One nothing at all, the other nothing by mail."""
    _choisir(monde.technicien_a.user, choix={"commentaire": {"in-app": False}})
    _choisir(monde.user_a, choix={"commentaire": {"email": False}})
    with _a(MIDI):
        dire()
        relayer()
    told = Notification.objects.values_list("user_id", "canal")
    assert list(told) == [(monde.user_a.pk, "in-app")]
    assert mail.outbox == []


@pytest.mark.usefixtures("base_reelle")
def test_plusieurs_a_la_fois_regroupent_une_fois() -> None:
    """Four jobs at one moment: each waiting message is in exactly one mail."""
    rows = [
        NotificationFactory(canal="email", cle=f"{n}:x:email", courriel_des=timezone.now())
        for n in range(6)
    ]
    same = NotificationFactory(
        user=rows[0].user, canal="email", cle="9:x:email", courriel_des=timezone.now()
    )
    done = courir(*[regrouper] * 4)
    assert not [one for one in done if isinstance(one, Exception)]
    assert sum(done) == len(rows)
    events = Evenement.objects.filter(type="notification.courriel")
    sent = [pk for event in events for pk in event.donnees["notification_ids"]]
    assert sorted(sent) == sorted([*(row.pk for row in rows), same.pk])
