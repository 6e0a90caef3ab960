"""Mails that waited: for the end of quiet hours, for the digest, for a flood to pass."""

from django.db import transaction
from django.utils import timezone

from core.outbox import publier
from notifications.events import CourrielDu
from notifications.models import Notification
from notifications.moments import FENETRE

LOT = 500
LIGNES_MAX = 200  # in one mail; the rest is the next one's


def regrouper() -> int:
    """One mail to each person whose waiting mails are due; how many."""
    due = Notification.objects.filter(courriel_des__lte=timezone.now())
    people = list(due.order_by("user_id").values_list("user_id", flat=True).distinct()[:LOT])
    return sum(_regrouper(user_id) for user_id in people)


def _regrouper(user_id: int) -> bool:
    """The claim and the event are one transaction: a mail of each message, whoever runs or dies."""
    now = timezone.now()
    with transaction.atomic():
        rows = Notification.objects.filter(user_id=user_id, courriel_des__lte=now + FENETRE)
        locked = rows.select_for_update(skip_locked=True).order_by("pk")
        found = list(locked.values_list("pk", "courriel_des")[:LIGNES_MAX])
        if not any(due <= now for _pk, due in found if due):
            return False
        ids = [pk for pk, _due in found]
        Notification.objects.filter(pk__in=ids).update(courriel_des=None)
        publier(CourrielDu(user_id=user_id, notification_ids=ids))
    return True
