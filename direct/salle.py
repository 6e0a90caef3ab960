"""The room: every open socket of this process, what they are told, and who has to leave.

The process hears each signal once, however many sockets there are, and asks once in `REVUE`
seconds which sessions still live: whoever was shut out, signed out or given another password is
cut off by then. Who gets a signal was asked when it was sent, so they hear nothing meanwhile.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer

from comptes import sessions
from direct.codes import Code

if TYPE_CHECKING:
    from direct.connexion import Connexion

logger = logging.getLogger(__name__)

GROUPE = "direct"
PAS = 1.0
REVUE = 5.0
POULS = 30.0
SILENCE = 90.0  # a browser answers each pulse; who is silent for so long is gone
PAR_COMPTE = 20
TOTAL = 800  # of the 1,000 connections that gunicorn takes
INCONNUES = 200


class Salle:
    """Lives on one event loop, from the first socket to the last."""

    def __init__(self) -> None:
        self.boucle: asyncio.AbstractEventLoop | None = None
        self.ouverte: Callable[[], bool] = lambda: True  # False: the server wants to end
        self._ici: set[Connexion] = set()
        self._taches: list[asyncio.Task[None]] = []

    def __len__(self) -> int:
        return len(self._ici)

    def du_compte(self, user_id: int) -> list["Connexion"]:
        """Sockets of one account."""
        return [c for c in self._ici if c.user_id == user_id]

    async def entrer(self, connexion: "Connexion") -> None:
        """From now on it is told; a process that nobody listens to does nothing."""
        self._ici.add(connexion)
        if not self._taches:
            self.boucle = asyncio.get_running_loop()
            heard = asyncio.Event()
            self._taches = [
                asyncio.create_task(self._ecouter(heard)),
                asyncio.create_task(self._veiller()),
            ]
            await heard.wait()

    def sortir(self, connexion: "Connexion") -> None:
        """It is gone."""
        self._ici.discard(connexion)
        if not self._ici:
            for task in self._taches:
                task.cancel()
            self._taches, self.boucle = [], None

    def remettre(self, signaux: Iterable[Mapping[str, Any]]) -> None:
        """Hand each signal to the sockets of the accounts that it is for."""
        for signal in signaux:
            told = set(signal["pour"])
            for connexion in self._ici:
                if connexion.user_id in told:
                    connexion.signaler(signal["t"], signal["id"], signal["v"])

    async def revoir(self) -> None:
        """Cut off those whose session is over, or whose password is no more the same."""
        known = [c for c in self._ici if c.session is not None]
        alive = await database_sync_to_async(sessions.vivantes)(
            {c.session.sid for c in known if c.session}
        )
        for connexion in known:
            session = connexion.session
            if session is None or alive.get(session.sid) != session.marque:
                connexion.fermer(Code.INCONNU)

    async def _ecouter(self, entendu: asyncio.Event) -> None:
        layer = get_channel_layer()
        while True:
            channel = ""
            try:
                channel = await layer.new_channel()
                await layer.group_add(GROUPE, channel)
                entendu.set()
                while True:
                    self.remettre((await layer.receive(channel))["signaux"])
            except asyncio.CancelledError:
                if channel:
                    await layer.group_discard(GROUPE, channel)
                raise
            except Exception as error:  # noqa: BLE001  whatever Redis does, pages poll meanwhile
                logger.warning("Real time hears nothing (%s).", type(error).__name__)
                entendu.set()
                self._tous_dehors(Code.REVENEZ)
                await asyncio.sleep(PAS)

    def _tous_dehors(self, code: Code) -> None:
        for connexion in self._ici:
            connexion.fermer(code)

    async def _veiller(self) -> None:
        review = pulse = time.monotonic()
        while True:
            await asyncio.sleep(PAS)
            now = time.monotonic()
            if not self.ouverte():
                self._tous_dehors(Code.ARRET)
            if now - pulse >= POULS:
                pulse = now
                self._tater(now)
            if now - review >= REVUE:
                review = now
                await self._revoir_sans_faute()

    def _tater(self, now: float) -> None:
        for connexion in self._ici:
            if now - connexion.entendu > SILENCE:
                connexion.fermer(Code.SILENCE)
            else:
                connexion.dire({"t": "pouls"})

    async def _revoir_sans_faute(self) -> None:
        """Without the database nobody can be told from a stranger: all come back later."""
        try:
            await self.revoir()
        except Exception as error:  # noqa: BLE001  as above
            logger.warning("Sessions cannot be looked at (%s).", type(error).__name__)
            self._tous_dehors(Code.REVENEZ)


salle = Salle()
