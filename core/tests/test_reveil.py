"""After a commit somebody is woken; no broker, however broken, is felt by who made the change."""

import signal
import threading
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import Settings

from core import fils, tasks
from core.outbox import Remise, reveil
from core.tests.evenements import faire
from mif_erp import celery

sent = threading.Event()
faults: list[Exception] = []


def envoyer() -> None:
    """What wakes Celery in production."""
    sent.set()
    if faults:
        raise faults.pop()


def test_le_facteur_envoie_et_survit_au_courtier(
    settings: Settings, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reveil, "PAUSE", 0)
    settings.RELAIS_REVEIL = "core.tests.test_reveil.envoyer"
    faults[:] = [OSError("redis://:secret@hote"), OSError("encore")]
    for _coup in range(3):
        sent.clear()
        reveil.sonner()
        assert sent.wait(10)
    carrier = reveil._facteur
    assert carrier is not None
    settings.RELAIS_REVEIL = ""
    reveil.cloche.sonner()
    carrier.join(10)
    assert not carrier.is_alive()
    assert caplog.messages == ["The broker takes no wake-up (OSError)."]  # once a minute


def test_sans_courtier_aucun_fil(settings: Settings) -> None:
    assert settings.RELAIS_REVEIL == ""
    before = threading.active_count()
    heard = reveil.cloche.attendre(-1)
    reveil.sonner()
    assert reveil.cloche.attendre(heard, 0) == heard + 1
    assert threading.active_count() == before


@pytest.mark.django_db
def test_ce_que_celery_execute(
    abonne: Callable[..., list[Remise]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(
        celery.app, "send_task", lambda nom, *, args, **_options: asked.append((nom, args))
    )
    inside, outside = abonne("essai"), abonne("dehors", dehors=True)
    other = abonne("autre", dehors=True, voies=2)
    celery.reveiller()
    lanes = ["dedans", "dehors", "autre", "autre"]
    assert asked == [(tasks.relayer.name, [lane]) for lane in lanes]
    faire(1)
    assert (tasks.relayer(), len(inside), len(outside), len(other)) == (1, 1, 0, 0)
    assert (tasks.relayer("dehors"), len(outside), len(other)) == (1, 1, 0)
    assert (tasks.relayer("autre"), len(other)) == (1, 1)
    assert tasks.relayer("disparu") == 0


def test_la_boucle_s_arrete_au_signal(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[Any] = []

    class Fil:
        def join(self) -> None:
            signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr(fils, "demarrer", lambda: [Fil()])
    monkeypatch.setattr(fils, "arreter", lambda: ended.append(1))
    handler = signal.getsignal(signal.SIGTERM)
    try:
        call_command("relais", boucle=True, stdout=StringIO())
    finally:
        signal.signal(signal.SIGTERM, handler)
    assert ended == [1]
