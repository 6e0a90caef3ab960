"""What the subscribers do, told so that a double would show: nothing here is unique."""

import os
import time
from dataclasses import dataclass
from typing import ClassVar

from django.db import connection

from core.outbox import Remise

# Long enough to be killed in, short enough for thousands.
DUREE = 0.002


@dataclass(frozen=True)
class Acte:
    """Something was done."""

    type: ClassVar[str] = "panne.acte"
    version_schema: ClassVar[int] = 1
    numero: int
    rang: int


def dedans(remise: Remise) -> None:
    """A row for each time that it ran to its end and was committed."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO pannes_effets (cle) VALUES (%s)", [remise.cle])
    time.sleep(DUREE)


def dehors(remise: Remise) -> None:
    """Tell when it begins (and who is to be killed) and what left the house: one write each."""
    _ecrire(f"debut {os.getpid()}\n")
    time.sleep(DUREE)
    _ecrire(f"parti {remise.cle}\n")
    time.sleep(DUREE)  # killed here, it goes out a second time


def _ecrire(ligne: str) -> None:
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    number = os.open(os.environ["PANNES_SUIVI"], flags, 0o600)
    try:
        os.write(number, ligne.encode())
    finally:
        os.close(number)
