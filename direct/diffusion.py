"""The outside subscriber: signals go to every real-time process, over Redis or in memory."""

import asyncio
from datetime import timedelta
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.utils import timezone

from core.outbox import Remise
from direct import signaux
from direct.salle import GROUPE, salle

# A signal that comes late is no signal: pages that were cut off ask by themselves meanwhile.
PERIME = timedelta(minutes=1)
ESSAIS = 6  # the last ones come after that: what could not be told leaves no dead letter
DELAI = 10.0


def livrer(remise: Remise) -> None:
    """Tell those who see what changed."""
    if timezone.now() - remise.cree_le > PERIME:
        return
    found = [signal.brut() for signal in signaux.lire(remise)]
    if found:
        envoyer({"type": "direct", "signaux": found})


def envoyer(message: dict[str, Any]) -> None:
    """To the room of each process; the memory layer belongs to the loop of this process's room."""
    loop, sending = salle.boucle, get_channel_layer().group_send
    if loop is None:
        async_to_sync(sending)(GROUPE, message)
    else:
        asyncio.run_coroutine_threadsafe(sending(GROUPE, message), loop).result(DELAI)
