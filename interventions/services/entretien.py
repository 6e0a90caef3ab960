"""Upkeep: old ended work goes to the archive, a row at a time, so that no lock is held long."""

from django.utils import timezone

from comptes.systeme import SYSTEME
from core.errors import DomainError
from interventions.models import Intervention
from interventions.services.cycle import archiver
from interventions.workflow import DELAI_ARCHIVAGE, TERMINEES


def archiver_anciennes() -> int:
    """Archive what has been closed or cancelled for two years; returns how many."""
    limit = timezone.now() - DELAI_ARCHIVAGE
    old = Intervention.objects.filter(statut__in=TERMINEES, date_statut__lt=limit)
    done = 0
    for pk in list(old.order_by("id").values_list("pk", flat=True)):
        try:
            archiver(intervention_id=pk, par=SYSTEME)
        except DomainError:
            continue  # somebody archived it meanwhile
        done += 1
    return done
