"""Deadlines and certificates: announced once at each stage, again when the date is another one.

The announcement's unique key and the event are one transaction, so two jobs at once, or one that
dies half-way, announce it once all the same.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from comptes.choices import Role
from core.outbox import EvenementMetier, publier
from interventions.events import EcheanceDepassee, EcheanceProche
from interventions.models import Intervention
from interventions.workflow import OUVERTES
from notifications.models import Annonce
from techniciens.events import CertificationExpire
from techniciens.models import CompetenceTechnicien

HEURES = (4, 24)  # before the deadline; the nearest that holds is announced
JOURS = (7, 30, 60)  # before a certificate ends
# Passed for longer, when no job ran for so long, it is in the lists and no news.
RETARD_MAX = timedelta(days=30)

Due = tuple[str, EvenementMetier]


def annoncer() -> int:
    """Publish what is due; how many events."""
    now = timezone.now()
    due = dict([*_echeances(now), *_certifications(now)])
    known = set(Annonce.objects.filter(cle__in=due).values_list("cle", flat=True))
    return sum(_annoncer(key, event) for key, event in due.items() if key not in known)


def _annoncer(cle: str, evenement: EvenementMetier) -> bool:
    with transaction.atomic():
        _row, new = Annonce.objects.get_or_create(cle=cle)
        if new:
            publier(evenement)
    return new


def _echeances(maintenant: datetime) -> Iterator[Due]:
    rows = Intervention.objects.filter(
        statut__in=OUVERTES,
        date_limite__gt=maintenant - RETARD_MAX,
        date_limite__lte=maintenant + timedelta(hours=HEURES[-1]),
    )
    due: Any = rows.order_by("date_limite", "pk").values_list("pk", "date_limite")
    for pk, limit in due:
        left = limit - maintenant
        hours = next(n for n in HEURES if left <= timedelta(hours=n))
        passed = left <= timedelta()
        event: EvenementMetier = (
            EcheanceDepassee(intervention_id=pk)
            if passed
            else EcheanceProche(intervention_id=pk, heures=hours)
        )
        yield f"echeance:{pk}:{limit.isoformat()}:{0 if passed else hours}", event


def _certifications(maintenant: datetime) -> Iterator[Due]:
    today = timezone.localdate(maintenant)
    rows = CompetenceTechnicien.objects.filter(
        technicien__archive_le=None,
        technicien__user__is_active=True,
        technicien__user__role=Role.TECHNICIEN,
        certification_expire_le__range=(today, today + timedelta(days=JOURS[-1])),
    )
    names = ("pk", "technicien_id", "certification_expire_le")
    for pk, technicien_id, end in rows.order_by("certification_expire_le", "pk").values_list(
        *names
    ):
        days = next(n for n in JOURS if end - today <= timedelta(days=n))
        event = CertificationExpire(niveau_id=pk, technicien_id=technicien_id, jours=days)
        yield f"certification:{pk}:{end.isoformat()}:{days}", event
