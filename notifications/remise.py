"""Handing mails over: messages by mail (`courriel_des`) that have not left yet.

A claim is a conditional UPDATE that puts the next attempt off, so that no lock is held while a
server answers and two jobs never send the same one. Whoever dies between the server's yes and ours
leaves a claim that runs out: the mail is sent again under the same Message-ID, rather than never.
"""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from core.courriel import composer
from core.organisation import organisation
from notifications.models import Notification

journal = logging.getLogger(__name__)

LOT = 500
# How long a claim holds: longer than a job may run.
REPRISE = timedelta(minutes=10)
# A mail that could not leave for so long says nothing any more.
PERIME = timedelta(days=1)


def remettre() -> int:
    """Send what is due; how many left. Where no server answers, the rest waits for the next run."""
    now = timezone.now()
    waiting = Notification.objects.filter(courriel_des__isnull=False)
    late = waiting.filter(date_envoi__lt=now - PERIME).update(courriel_des=None)
    if late:
        journal.error("mails given up after a day: %s", late)
    due = waiting.filter(courriel_des__lte=now).order_by("courriel_des", "pk")[:LOT]
    rows = list(due.select_related("user"))
    if not rows:
        return 0
    sent = 0
    try:
        with get_connection() as server:
            for row in rows:
                sent += _remettre(row, now, server)
    except OSError:
        journal.exception("no mail server: mails wait")
    return sent


def _remettre(row: Notification, moment: datetime, serveur: Any) -> bool:
    """Whether this job sent it; one that was deactivated meanwhile gets nothing."""
    mine = Notification.objects.filter(pk=row.pk, courriel_des=row.courriel_des)
    if not mine.update(courriel_des=moment + REPRISE):
        return False
    sent = row.user.is_active and _envoyer(row, serveur)
    if sent or not row.user.is_active:
        Notification.objects.filter(pk=row.pk).update(courriel_des=None)
    return sent


def _envoyer(row: Notification, serveur: Any) -> bool:
    with override(row.user.langue):
        text = "\n\n".join(part for part in (row.message, _lien(row), organisation().nom) if part)
    message = composer(row.titre, text, [row.user.email], identite=f"notification-{row.pk}")
    message.connection = serveur
    try:
        message.send()
    except SMTPException:
        journal.exception("mail not sent: notification %s", row.pk)
        return False
    return True


def _lien(row: Notification) -> str:
    if row.intervention_id is None:
        return ""
    site: str = settings.SITE_URL
    return site.rstrip("/") + reverse("interventions:fiche", args=[row.intervention_id])
