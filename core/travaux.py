"""Scheduled work: one table of jobs, that the apps fill in their `apps.py`.

Celery beat's schedule is made from it; without Redis the clock of the server process runs what is
due; `manage.py travaux` runs one by hand. However it is asked for, a job runs once at a time, and
each run leaves a row.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from core.contexte import Canal, canal
from core.models import ExecutionTravail
from core.pannes import texte_erreur

logger = logging.getLogger(__name__)

DELAI = 300
# Below the time after which Redis gives a task to another worker (mif_erp/celery.py).
DELAI_MAX = 540
INTERROMPU = "Interrompu : le processus est mort en chemin, ou le délai est dépassé."
RESULTAT_MAX = 200


@dataclass(frozen=True)
class Cadence:
    """When a job is due, by the local clock: each day, each hour, or every `pas` minutes."""

    heure: int | None = None
    minute: int = 0
    pas: int = 0

    def derniere(self, maintenant: datetime) -> datetime:
        """The last moment not after `maintenant` at which the job was due."""
        local = timezone.localtime(maintenant).replace(second=0, microsecond=0)
        if self.pas:
            return local.replace(minute=local.minute - local.minute % self.pas)
        due = local.replace(minute=self.minute)
        period = timedelta(hours=1)
        if self.heure is not None:
            due, period = due.replace(hour=self.heure), timedelta(days=1)
        return due if due <= local else due - period

    def __str__(self) -> str:
        if self.pas:
            return f"toutes les {self.pas} min"
        if self.heure is None:
            return f"chaque heure à la minute {self.minute}"
        return f"chaque jour à {self.heure}:{self.minute:02d}"


def chaque_jour(heure: int, minute: int = 0) -> Cadence:
    """Once a day."""
    return Cadence(heure=heure, minute=minute)


def chaque_heure(minute: int = 0) -> Cadence:
    """Once an hour, at that minute."""
    return Cadence(minute=minute)


def toutes_les(minutes: int) -> Cadence:
    """Every so many minutes, a part of the hour."""
    if not 0 < minutes < 60 or 60 % minutes:  # noqa: PLR2004
        raise ImproperlyConfigured(f"{minutes} minutes do not divide the hour")
    return Cadence(pas=minutes)


@dataclass(frozen=True)
class Travail:
    """A job: `executer` may be run twice and gives what it did, mostly a count of rows."""

    nom: str
    libelle: Any
    cadence: Cadence
    executer: Callable[[], object]
    delai: int  # seconds after which it is taken for dead


_travaux: dict[str, Travail] = {}


def enregistrer(
    nom: str,
    executer: Callable[[], object],
    *,
    libelle: Any,
    cadence: Cadence,
    delai: int = DELAI,
) -> None:
    """Add a job ("<app>.<verb>") to the table; `delai` is the longest that it may take, in s."""
    if nom in _travaux:
        raise ImproperlyConfigured(f"job {nom!r} is registered already")
    if delai > DELAI_MAX:
        raise ImproperlyConfigured(f"job {nom!r} may take at most {DELAI_MAX} s")
    _travaux[nom] = Travail(nom, libelle, cadence, executer, delai)


def travaux() -> list[Travail]:
    """The table, by name."""
    return sorted(_travaux.values(), key=lambda t: t.nom)


def trouver(nom: str) -> Travail | None:
    """The job of that name."""
    return _travaux.get(nom)


def dus(maintenant: datetime) -> list[Travail]:
    """The jobs that did not run since they were due last; what never ran is due."""
    rows = ExecutionTravail.objects.values_list("travail").annotate(Max("debut"))
    last: dict[str, datetime] = dict(rows.order_by())
    return [
        travail
        for travail in travaux()
        if travail.nom not in last or last[travail.nom] < travail.cadence.derniere(maintenant)
    ]


def executer(travail: Travail) -> ExecutionTravail | None:
    """Run it now and write down how it went; None if it is running already."""
    row = _commencer(travail)
    if row is None:
        return None
    try:
        with canal(Canal.TACHE):
            found = travail.executer()
        _finir(row, resultat="" if found is None else str(found)[:RESULTAT_MAX])
    except Exception as error:
        logger.exception("The job %s failed.", travail.nom)
        _finir(row, erreur=texte_erreur(error))
    return row


def _commencer(travail: Travail) -> ExecutionTravail | None:
    """The row of the run: a unique index lets one in per job. Who died frees it by its time-out."""
    now = timezone.now()
    stale = ExecutionTravail.objects.filter(
        travail=travail.nom, fin__isnull=True, debut__lt=now - timedelta(seconds=travail.delai)
    )
    stale.update(fin=now, erreur=INTERROMPU)
    try:
        with transaction.atomic():
            return ExecutionTravail.objects.create(travail=travail.nom, debut=now)
    except IntegrityError:
        return None


def _finir(row: ExecutionTravail, *, resultat: str = "", erreur: str = "") -> None:
    row.fin, row.resultat, row.erreur = timezone.now(), resultat, erreur
    mine = ExecutionTravail.objects.filter(pk=row.pk, fin__isnull=True)
    mine.update(fin=row.fin, resultat=resultat, erreur=erreur)


def dernieres(noms: Iterable[str]) -> dict[str, ExecutionTravail]:
    """The last run of each of these jobs that ever ran."""
    last = (
        ExecutionTravail.objects.filter(travail__in=list(noms))
        .order_by()
        .values("travail")
        .annotate(pk_max=Max("pk"))
        .values("pk_max")
    )
    return {row.travail: row for row in ExecutionTravail.objects.filter(pk__in=last)}


def purger() -> int:
    """Forget runs of more than `EVENEMENTS_JOURS` days ago, but each job's last; how many."""
    limit = timezone.now() - timedelta(days=settings.EVENEMENTS_JOURS)
    last = ExecutionTravail.objects.order_by().values("travail").annotate(m=Max("pk")).values("m")
    old = ExecutionTravail.objects.filter(fin__lt=limit).exclude(pk__in=last)
    return old.delete()[0]
