"""Mails without a server: a file each in `COURRIELS_DOSSIER`, and what an administrator reads."""

import os
import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage as Lu
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

SUFFIXE = ".eml"
GARDE = timedelta(days=30)
_NOM = re.compile(r"[0-9]{20}-[a-z0-9_]{1,20}", re.ASCII)


class Dossier(BaseEmailBackend):
    """The folder is made when it is needed: one that cannot be made fails the mail, not the start.

    A file gets its name when it is whole.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = settings.COURRIELS_DOSSIER
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            content = message.message().as_bytes()
            handle, name = tempfile.mkstemp(dir=folder, prefix=f"{time.time_ns():020d}-")
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).rename(f"{name}{SUFFIXE}")
        return len(email_messages)


@dataclass(frozen=True)
class Courriel:
    """One mail as it was written."""

    nom: str
    ecrit_le: datetime
    sujet: str
    a: str
    texte: str


def derniers(nombre: int) -> list[Courriel]:
    """The newest mails; none where no folder was ever needed."""
    names = (path.stem for path in settings.COURRIELS_DOSSIER.glob(f"*{SUFFIXE}"))
    newest = sorted((name for name in names if _NOM.fullmatch(name)), reverse=True)[:nombre]
    return [found for name in newest if (found := lire(name)) is not None]


def lire(nom: str) -> Courriel | None:
    """The mail of that name; None for one that is not there, or a name that is not ours."""
    if not _NOM.fullmatch(nom):
        return None
    try:
        raw = (settings.COURRIELS_DOSSIER / f"{nom}{SUFFIXE}").read_bytes()
    except FileNotFoundError:
        return None
    message = message_from_bytes(raw, policy=policy.default)
    written = datetime.fromtimestamp(int(nom[:20]) / 1e9, UTC)
    return Courriel(nom, written, str(message["Subject"]), str(message["To"]), _texte(message))


def _texte(message: Lu) -> str:
    body = message.get_body(preferencelist=("plain",))
    return str(body.get_content()) if body is not None else ""


def purger() -> int:
    """Forget those of a month ago; how many."""
    limit, gone = time.time() - GARDE.total_seconds(), 0
    for path in settings.COURRIELS_DOSSIER.glob(f"*{SUFFIXE}"):
        if path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
