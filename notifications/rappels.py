"""Reminders: of each slot one, the day before, to whoever goes there and to the client.

`rappel_envoye` is set by the transaction that publishes the event, under the lock that guards the
slot: two jobs at once, one after the other or one that dies half-way tell it once all the same.
"""

import dataclasses
import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.outbox import publier
from interventions.choices import Statut
from interventions.events import RappelDu
from interventions.models import Intervention
from notifications.diffusion import personnes
from notifications.faits import Fait
from planning.dates import minuit
from planning.models import Creneau

journal = logging.getLogger(__name__)

# Work that has begun, or has ended, needs no reminder.
_ATTENDUES = (Statut.OUVERTE, Statut.AFFECTEE, Statut.EN_ATTENTE)


def a_rappeler(moment: datetime) -> QuerySet[Creneau, Any]:
    """The slots still to come that are due: today's, and from `RAPPEL_HEURE` on tomorrow's.

    A slot made or moved after the hour is due at once, as long as it has not begun.
    """
    local = timezone.localtime(moment)
    days = 2 if local.time() >= settings.RAPPEL_HEURE else 1
    return Creneau.objects.filter(
        rappel_envoye=False,
        date_debut__gt=moment,
        date_debut__lt=minuit(local.date() + timedelta(days=days)),
        intervention__statut__in=_ATTENDUES,
    )


def rappeler() -> int:
    """Tell everybody what is due; how many slots. What fails is logged and due the next time."""
    done = 0
    due = a_rappeler(timezone.now()).order_by("date_debut", "pk")
    for pk, intervention_id in list(due.values_list("pk", "intervention_id")):
        try:
            done += _rappeler(pk, intervention_id)
        except Exception:  # noqa: BLE001  one slot must not silence the others
            journal.exception("reminder not published: slot %s", pk)
    return done


def _rappeler(creneau_id: int, intervention_id: int) -> bool:
    """One slot in a transaction of its own; False if it is told, gone, or held by somebody now.

    The intervention's lock guards its slot (`planning.services.creneaux`).
    """
    with transaction.atomic():
        locked = Intervention.objects.select_for_update(
            of=("self",), no_key=True, skip_locked=True
        ).select_related("equipement__site")
        work = locked.filter(pk=intervention_id).first()
        slot = a_rappeler(timezone.now()).filter(pk=creneau_id).first() if work else None
        if work is None or slot is None:
            return False
        event = RappelDu(intervention_id=work.pk, creneau_id=slot.pk, version=slot.version)
        # Nobody to tell yet: somebody may be sent there later today.
        if not _quelqu_un(event, work, slot) or not _marquer(slot):
            return False
        publier(event)
    return True


def _quelqu_un(event: RappelDu, work: Intervention, slot: Creneau) -> bool:
    """Whether the table names anybody now."""
    fait = Fait(
        type=event.type,
        donnees=dataclasses.asdict(event),
        intervention=work,
        equipement=work.equipement,
        creneau=slot,
    )
    return bool(personnes(fait))


def _marquer(slot: Creneau) -> bool:
    """Say that it is told, unless that has been said of this very time already."""
    rows = Creneau.objects.filter(pk=slot.pk, rappel_envoye=False, version=slot.version)
    return bool(rows.update(rappel_envoye=True))
