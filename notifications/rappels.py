"""Reminders: of each slot one, the day before, to whoever goes there and to the client.

`rappel_envoye` is set by the transaction that writes the messages, under the lock that guards the
slot: two jobs at once, one after the other or one that dies half-way tell it once all the same.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from comptes.choices import Role
from comptes.models import Utilisateur
from interventions.choices import Statut
from interventions.models import Intervention
from interventions.visibility import comptes_qui_voient
from notifications.choices import CanalNotification, TypeNotification
from notifications.models import Notification
from notifications.regles import le_client
from planning.dates import minuit, quand
from planning.models import Creneau, Reservation
from techniciens.models import Technicien

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
            journal.exception("reminder not written: slot %s", pk)
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
        told = [row for user in _destinataires(work, slot) for row in _messages(user, work, slot)]
        # Nobody to tell yet: somebody may be sent there later today.
        if not told or not _marquer(slot):
            return False
        Notification.objects.bulk_create(told)
    return True


def _marquer(slot: Creneau) -> bool:
    """Say that it is told, unless that has been said of this very time already."""
    rows = Creneau.objects.filter(pk=slot.pk, rappel_envoye=False, version=slot.version)
    return bool(rows.update(rappel_envoye=True))


def _destinataires(work: Intervention, slot: Creneau) -> QuerySet[Utilisateur, Any]:
    """Active accounts: technicians whose time the slot has, and the client's logins.

    A technician reserved beside the holder sees the slot, though not the whole work.
    """
    sent = Technicien.objects.filter(
        archive_le=None, pk__in=Reservation.objects.filter(planning=slot).values("technicien_id")
    ).order_by()
    own, more = (rows.order_by() for rows in le_client(work))
    named = sent.values("user_id").union(own, more)
    going = Q(is_active=True, role=Role.TECHNICIEN, pk__in=sent.values("user_id"))
    people = Utilisateur.objects.filter(comptes_qui_voient(work) | going, pk__in=named)
    found: QuerySet[Utilisateur, Any] = people.order_by("pk").only("langue", "email")
    return found


def _messages(user: Utilisateur, work: Intervention, slot: Creneau) -> Iterable[Notification]:
    """In the reader's language; a second one by mail where mails leave."""
    with override(user.langue):
        title = _("Rappel : %(numero)s %(quand)s") % {
            "numero": work.numero,
            "quand": quand(slot.date_debut, slot.date_fin),
        }
    machine = work.equipement
    place = " ".join(part for part in (machine.site.nom, machine.site.ville) if part)
    base: dict[str, Any] = {
        "user": user,
        "titre": title,
        "message": " · ".join(part for part in (work.titre, machine.nom, place) if part),
        "type_notification": TypeNotification.PLANNING,
        "intervention": work,
        "metadata": {"creneau_id": slot.pk, "version": slot.version},
    }
    key = f"rappel:{slot.pk}:{slot.version}:{user.pk}"
    yield Notification(**base, cle=f"{key}:{CanalNotification.IN_APP}")
    if settings.COURRIELS and user.email:
        now = timezone.now()
        # Read elsewhere: it does not count among the unread here.
        read = {"lu": True, "date_lu": now, "courriel_des": now}
        mail = {"canal": CanalNotification.EMAIL, "cle": f"{key}:{CanalNotification.EMAIL}"}
        yield Notification(**base, **mail, **read)
