"""Sending a mail without making anybody wait, or letting the time tell whether one was sent."""

import logging
import threading
from collections.abc import Sequence

from django.core.mail import EmailMessage

journal = logging.getLogger(__name__)


def envoyer(sujet: str, texte: str, destinataires: Sequence[str]) -> threading.Thread:
    """Hand the message over to a thread of its own; what fails is logged, without its text."""
    message = EmailMessage(" ".join(sujet.split()), texte, to=list(destinataires))
    thread = threading.Thread(target=_envoyer, args=(message,), name="courriel", daemon=True)
    thread.start()
    return thread


def _envoyer(message: EmailMessage) -> None:
    try:
        message.send()
    except Exception:  # noqa: BLE001  no one is there to hear it
        journal.exception("mail not sent: %s", message.subject)
