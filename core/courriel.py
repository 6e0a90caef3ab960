"""Sending a mail without making anybody wait, or letting the time tell whether one was sent."""

import logging
import threading
from collections.abc import Sequence
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

journal = logging.getLogger(__name__)


def composer(
    sujet: str, texte: str, destinataires: Sequence[str], *, identite: str = ""
) -> EmailMessage:
    """The message; with an `identite` its Message-ID is always the same, sent again or not."""
    message = EmailMessage(" ".join(sujet.split()), texte, to=list(destinataires))
    if identite:
        host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
        message.extra_headers["Message-ID"] = f"<{identite}@{host}>"
    return message


def envoyer(sujet: str, texte: str, destinataires: Sequence[str]) -> threading.Thread:
    """Hand the message over to a thread of its own; what fails is logged, without its text."""
    message = composer(sujet, texte, destinataires)
    thread = threading.Thread(target=_envoyer, args=(message,), name="courriel", daemon=True)
    thread.start()
    return thread


def _envoyer(message: EmailMessage) -> None:
    try:
        message.send()
    except Exception:  # noqa: BLE001  no one is there to hear it
        journal.exception("mail not sent: %s", message.subject)
