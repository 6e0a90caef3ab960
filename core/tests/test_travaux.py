"""Scheduled work: once at a time, each run written down, one table for beat, clock and command."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from celery.schedules import crontab
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone

from core import fils, tasks, travaux
from core.models import ExecutionTravail
from core.outbox.abonnes import voies
from core.travaux import Cadence, Travail, chaque_heure, chaque_jour, toutes_les
from mif_erp.celery import RELAYER, app, programme

HEURE = chaque_heure()


@pytest.fixture
def travail(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Travail]:
    """Jobs of this test alone."""
    monkeypatch.setattr(travaux, "_travaux", {})

    def ajouter(executer: Callable[[], object], cadence: Cadence = HEURE) -> Travail:
        travaux.enregistrer("essai.faire", executer, libelle="Faire l’essai", cadence=cadence)
        return travaux.travaux()[0]

    return ajouter


def test_les_cadences() -> None:
    """Casablanca is an hour ahead of UTC then."""
    now = datetime(2026, 6, 10, 2, 17, 40, tzinfo=UTC)
    for cadence, due in [
        (chaque_jour(3, 15), "2026-06-10T03:15:00+01:00"),
        (chaque_jour(3, 17), "2026-06-10T03:17:00+01:00"),
        (chaque_jour(3, 18), "2026-06-09T03:18:00+01:00"),
        (chaque_heure(20), "2026-06-10T02:20:00+01:00"),
        (chaque_heure(17), "2026-06-10T03:17:00+01:00"),
        (toutes_les(5), "2026-06-10T03:15:00+01:00"),
    ]:
        assert cadence.derniere(now).isoformat() == due, cadence
    for wrong in (0, 7, 60):
        with pytest.raises(ImproperlyConfigured):
            toutes_les(wrong)
    words = [str(c) for c in (chaque_jour(3, 5), chaque_heure(20), toutes_les(15))]
    assert words == ["chaque jour à 3:05", "chaque heure à la minute 20", "toutes les 15 min"]


def test_la_table_refuse(travail: Callable[..., Travail]) -> None:
    travail(int)
    with pytest.raises(ImproperlyConfigured):
        travail(int)
    with pytest.raises(ImproperlyConfigured):
        travaux.enregistrer(
            "essai.long", int, libelle="", cadence=HEURE, delai=travaux.DELAI_MAX + 1
        )


def test_le_plan_de_celery_est_la_table() -> None:
    app.finalize()
    assert f"{RELAYER} 0 dedans" in app.conf.beat_schedule
    plan = programme()
    sweeps = [line["args"][0] for line in plan.values() if line["task"] == RELAYER]
    assert sweeps == voies()
    assert {"notifications.courriel", "crochets.envoi"} < set(sweeps)
    assert app.conf.worker_concurrency > len(sweeps) + 1  # and real time's, that is off here
    jobs = {nom for nom, line in plan.items() if line["task"] != RELAYER}
    assert jobs == {t.nom for t in travaux.travaux()}
    entry = plan["interventions.archiver_anciennes"]
    assert entry["schedule"] == crontab(hour=3, minute=15)
    assert (entry["task"], entry["args"]) == (
        "core.executer_travail",
        ["interventions.archiver_anciennes"],
    )
    assert all(line["task"] in app.tasks for line in plan.values())
    limits = [line["options"].get("time_limit", 0) for line in plan.values()]
    assert max(limits) < app.conf.broker_transport_options["visibility_timeout"]


def test_la_page_d_exploitation_nomme_chaque_travail() -> None:
    page = (settings.BASE_DIR / "docs" / "exploitation.md").read_text()
    missing = [job.nom for job in travaux.travaux() if f"\n| `{job.nom}` | " not in page]
    assert missing == []


@pytest.mark.django_db
def test_une_execution_laisse_sa_ligne(travail: Callable[..., Travail]) -> None:
    results: list[Any] = [12, None, ValueError("password=abc")]

    def faire() -> Any:
        found = results.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    job = travail(faire)
    seen = [travaux.executer(job) for _ in range(3)]
    rows = list(ExecutionTravail.objects.order_by("pk"))
    assert [r.pk for r in rows] == [r.pk for r in seen if r]
    assert [(r.resultat, r.erreur) for r in rows] == [
        ("12", ""),
        ("", ""),
        ("", "ValueError: password=…"),
    ]
    assert rows[0].bilan.startswith("12 (")
    assert rows[1].bilan.startswith("fait (")
    assert str(rows[0]) == f"essai.faire {rows[0].pk}"


@pytest.mark.django_db
def test_jamais_deux_a_la_fois_et_un_mort_rend_la_place(travail: Callable[..., Travail]) -> None:
    inner: list[ExecutionTravail | None] = []
    job = travail(lambda: inner.append(travaux.executer(travaux.travaux()[0])))
    row = travaux.executer(job)
    assert inner == [None]
    assert row is not None
    assert not row.erreur
    held = ExecutionTravail.objects.create(travail=job.nom, debut=timezone.now())
    assert held.bilan == "en cours"
    assert travaux.executer(job) is None
    with time_machine.travel(timezone.now() + timedelta(seconds=job.delai + 1)):
        assert travaux.executer(job) is not None
    held.refresh_from_db()
    assert held.erreur == travaux.INTERROMPU


@pytest.mark.django_db
def test_ce_qui_est_du(travail: Callable[..., Travail]) -> None:
    ran: list[int] = []
    job = travail(lambda: ran.append(1), toutes_les(30))
    clock = fils.Horloge()
    with time_machine.travel("2026-06-10T08:10Z", tick=False):
        clock.regarder()  # it never ran
        clock.regarder()
        assert len(ran) == 1
        assert travaux.dernieres([job.nom, "inconnu"]).keys() == {job.nom}
    with time_machine.travel("2026-06-10T08:31Z", tick=False):
        clock.regarder()
        clock.regarder()
        assert len(ran) == 2
    clock.arreter()
    with time_machine.travel("2026-06-10T09:31Z", tick=False):
        clock.regarder()
    assert len(ran) == 2
    with time_machine.travel("2027-06-10T09:31Z", tick=False):
        assert travaux.purger() == 1  # the last stays
    assert ExecutionTravail.objects.count() == 1


@pytest.mark.django_db
def test_par_celery_et_par_la_commande(travail: Callable[..., Travail]) -> None:
    said = StringIO()
    results: list[Any] = [3, 4, ValueError("non")]
    job = travail(lambda: results.pop(0))
    call_command("travaux", stdout=said)
    assert said.getvalue().endswith("    jamais exécuté\n")
    tasks.executer_travail(job.nom)
    tasks.executer_travail("essai.inconnu")
    call_command("travaux", job.nom, stdout=said)
    assert said.getvalue().endswith("Faire l’essai : 4.\n")
    call_command("travaux", stdout=said)
    assert " : 4 (" in said.getvalue()
    results[0] = None
    call_command("travaux", job.nom, stdout=said)
    assert said.getvalue().endswith("Faire l’essai : fait.\n")
    for name, reason in [(job.nom, "IndexError"), ("essai.inconnu", "inconnu")]:
        with pytest.raises(CommandError, match=reason):
            call_command("travaux", name)
    ExecutionTravail.objects.create(travail=job.nom, debut=timezone.now())
    with pytest.raises(CommandError, match="en cours"):
        call_command("travaux", job.nom)


@pytest.mark.usefixtures("base_reelle")
def test_deux_processus_a_la_fois(travail: Callable[..., Travail]) -> None:
    gate = threading.Barrier(3)
    ran, rows = [], []

    def faire() -> None:
        ran.append(1)
        done.wait(20)

    done = threading.Event()
    job = travail(faire)

    def demander() -> None:
        gate.wait(20)
        row = travaux.executer(job)
        rows.append(row)
        if row is None and rows.count(None) == 2:
            done.set()  # both others were sent away while it runs
        connection.close()

    threads = [threading.Thread(target=demander) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (len(ran), rows.count(None), ExecutionTravail.objects.count()) == (1, 2, 1)


@pytest.mark.usefixtures("base_reelle")
def test_les_fils_du_serveur(
    travail: Callable[..., Travail], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One set a process; the clock outlives whatever fails."""
    ran = threading.Event()
    travail(ran.set)
    monkeypatch.setattr(fils, "PREMIER_REGARD", 0.01)
    monkeypatch.setattr(fils, "REGARD", 0.01)
    looks: list[Exception] = [OperationalError("away"), ValueError("bug")]
    due = travaux.dus

    def dus(now: datetime) -> list[Travail]:
        if looks:
            raise looks.pop(0)
        return due(now)

    monkeypatch.setattr(travaux, "dus", dus)
    try:
        threads = fils.demarrer()
        assert fils.demarrer() == threads
        assert ran.wait(20)
    finally:
        fils.arreter()
    assert [thread.name for thread in threads] == [*(f"relais-{v}" for v in voies()), "horloge"]
    assert not any(thread.is_alive() for thread in threads)
