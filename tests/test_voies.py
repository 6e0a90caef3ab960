"""A mail server that hangs, a receiver that hangs: neither bells nor signals wait for them."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.utils import parseaddr
from functools import partial
from typing import Any

import pytest
from django.conf import settings as reglages
from django.db import transaction
from django.db.models import QuerySet

from comptes.models import Utilisateur
from core.models import Evenement, Livraison
from core.outbox import abonner, abonnes, publier
from core.outbox.relais import Voie
from core.outbox.reveil import cloche
from crochets.events import EnvoiDu
from direct import diffusion, signaux
from interventions import services
from interventions.tests.factories import InterventionFactory
from notifications.events import CourrielDu
from notifications.models import Notification
from notifications.tests.factories import NotificationFactory
from tests.relais import relayer
from tests.smtp import Boite, Humeur

PROMPT = 2.0  # seconds; whoever waited for a server that hangs would need `EMAIL_TIMEOUT`, 10
pytestmark = pytest.mark.usefixtures("base_reelle")


@contextmanager
def voies() -> Iterator[None]:
    """The relay as `make run` has it."""
    lanes = [Voie(voie) for voie in abonnes.voies()]
    for lane in lanes:
        lane.start()
    try:
        yield
    finally:
        for lane in lanes:
            lane.arreter()
        for lane in lanes:
            lane.join(15)
    assert not [lane for lane in lanes if lane.is_alive()]


@pytest.fixture
def signales(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What real time sends: its subscriber is there as where it is on."""
    monkeypatch.setattr(abonnes, "_abonnes", dict(abonnes._abonnes))
    sent: list[Any] = []
    monkeypatch.setattr(diffusion, "envoyer", sent.append)
    abonner("direct", diffusion.livrer, types=signaux.TYPES, dehors=True)
    return sent


def attendre(pret: Callable[[], bool]) -> float:
    """Seconds until then; a tenth of a minute at most."""
    start = time.monotonic()
    while not pret():
        assert time.monotonic() - start < 6, "still waiting"
        time.sleep(0.01)
    return time.monotonic() - start


def test_un_serveur_muet_ne_retient_ni_cloche_ni_signal(
    responsable: Utilisateur, signales: list[Any], settings: Any
) -> None:
    """Mail and webhook wait for the same silence, each on its lane."""
    work = InterventionFactory(etat="affectee")
    user = work.technicien.user
    relayer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    before = set(Notification.objects.values_list("pk", flat=True))
    with Boite(Humeur.TAIRE) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = False
        abonner("muet", lambda _remise: _ecouter(server.port), types=[EnvoiDu.type], dehors=True)
        row = NotificationFactory(user=user)
        with voies():
            with transaction.atomic():
                publier(CourrielDu(user_id=user.pk, notification_ids=[row.pk]))
                publier(EnvoiDu(envoi_id=0))
            silent = list(Evenement.objects.order_by("-pk").values_list("pk", flat=True)[:2])
            for _hanging in range(2):
                assert server.tus.acquire(timeout=6)
            told = Notification.objects.filter(user=user, canal="in-app").exclude(
                pk__in={*before, row.pk}
            )
            for n in range(1, 4):
                signales.clear()
                services.commenter(intervention_id=work.pk, par=responsable, texte=f"Mot {n}")
                assert attendre(partial(_allumee, signales, told, n)) < PROMPT
            waiting = Livraison.objects.filter(
                abonne__in=["notifications.courriel", "muet"], evenement_id__in=silent
            )
            assert set(waiting.values_list("etat", flat=True)) == {"due"}
            assert server.recus == []
            server.changer(Humeur.ABSENT)


def _ecouter(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as silent:
        silent.recv(1)


def _allumee(signales: list[Any], told: QuerySet[Notification], nombre: int) -> bool:
    """So many messages are under the bell, and the socket said so."""
    said = {signal["t"] for sent in signales for signal in sent["signaux"]}
    return told.count() == nombre and "notification" in said


def test_un_serveur_qui_reporte_puis_accepte(
    responsable: Utilisateur, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over a real socket, under the Message-ID that the event gives."""
    monkeypatch.setattr("core.outbox.livraison.PREMIER_DELAI", 0.05)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    row = NotificationFactory(user=responsable)
    with Boite(Humeur.REPORTER) as server, voies():
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = False
        with transaction.atomic():
            publier(CourrielDu(user_id=row.user_id, notification_ids=[row.pk]))
        delivery = Livraison.objects.filter(abonne="notifications.courriel")
        attendre(lambda: server.reports > 0 and "451" in delivery.get().erreur)
        server.changer(Humeur.ACCEPTER)
        # The lane looks again by itself at each stroke of the bell.
        attendre(lambda: _sonner() and delivery.get().etat == "livree")
    host = parseaddr(reglages.DEFAULT_FROM_EMAIL)[1].partition("@")[2]
    event = delivery.get().evenement_id
    assert server.recus == [f"<notification-{event}-{row.user_id}@{host}>"]


def _sonner() -> bool:
    cloche.sonner()
    return True
