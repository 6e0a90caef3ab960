"""One socket: who it is, what it wants to hear, what it is told, and why it is closed.

It says `{"t": "jeton", "jeton": ...}` (first, if no session of a browser speaks for it),
`{"t": "abonner", "canaux": [...]}` and `{"t": "pouls"}`. It hears `{"t": "bonjour", "canaux"}`,
`{"t": "pouls"}` and signals, of which the last counts when several are about one row.
"""

import asyncio
import json
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Collection
from typing import Any

from channels.db import database_sync_to_async

from direct.codes import Code, Fermeture
from direct.identite import Identite, du_jeton, du_navigateur
from direct.salle import PAR_COMPTE, Salle
from direct.signaux import CANAUX

logger = logging.getLogger(__name__)

TRAME = 8_192
PRESENTATION = 10.0  # seconds to say who one is
RYTHME, FENETRE = 20, 10.0  # messages in so many seconds
EN_ATTENTE = 500  # signals that wait for a reader
ENVOI = 10.0  # seconds for it to take one
ORDINAIRES = {Code.ARRET, Code.SILENCE, Code.INCONNU}

Recevoir = Callable[[], Awaitable[dict[str, Any]]]
Envoyer = Callable[[dict[str, Any]], Awaitable[None]]


class Connexion:
    """An accepted socket until it is closed."""

    def __init__(self, scope: dict[str, Any], salle: Salle, canaux: Collection[str]) -> None:
        self.scope, self.salle, self.canaux = scope, salle, frozenset(canaux)
        self.session: Identite | None = None
        self.entendu = time.monotonic()
        self._attente: dict[tuple[str, int], dict[str, Any]] = {}
        self._fin: Code | None = None
        self._reveil = asyncio.Event()
        self._recus: deque[float] = deque(maxlen=RYTHME)

    @property
    def user_id(self) -> int:
        """0 before it is known who it is."""
        return self.session.user_id if self.session else 0

    # What the room calls.
    def signaler(self, t: str, pk: int, v: int) -> None:
        """Tell of a row, if it listens to that."""
        if any(CANAUX[canal] == t for canal in self.canaux):
            self.dire({"t": t, "id": pk, "v": v})

    def dire(self, message: dict[str, Any]) -> None:
        """Leave a message to be sent; who does not take them is let go."""
        self._attente[message["t"], message.get("id", 0)] = message
        if len(self._attente) > EN_ATTENTE:
            self.fermer(Code.REVENEZ)
        self._reveil.set()

    def fermer(self, code: Code) -> None:
        """Close it, once what is being sent is gone."""
        self._fin = self._fin or code
        self._reveil.set()

    # The socket itself.
    async def servir(self, recevoir: Recevoir, envoyer: Envoyer, *, temoin: bool) -> None:
        """Until either side ends it; `temoin`: the cookie of the browser counts."""
        await envoyer({"type": "websocket.accept"})
        try:
            await self._se_presenter(recevoir, temoin=temoin)
            await self._echanger(recevoir, envoyer)
        except Fermeture as fin:
            usual = self.session is not None and fin.code in ORDINAIRES
            level = logging.INFO if usual else logging.WARNING
            logger.log(level, "Socket of account %s closed: %s.", self.user_id, fin)
            await envoyer({"type": "websocket.close", "code": int(fin.code)})
        except OSError:
            logger.debug("The other side went away.")
        finally:
            self.salle.sortir(self)

    async def _se_presenter(self, recevoir: Recevoir, *, temoin: bool) -> None:
        if temoin:
            self.session = await database_sync_to_async(du_navigateur)(self.scope)
        if self.session is None:
            self.session = await self._par_jeton(recevoir)
        if len(self.salle.du_compte(self.user_id)) >= PAR_COMPTE:
            raise Fermeture(Code.TROP)
        await self.salle.entrer(self)
        self._saluer()

    async def _par_jeton(self, recevoir: Recevoir) -> Identite:
        try:
            message = await asyncio.wait_for(recevoir(), PRESENTATION)
        except TimeoutError:
            raise Fermeture(Code.LENT) from None
        if message["type"] == "websocket.disconnect":
            raise OSError
        said = self._lire(message)
        if said["t"] != "jeton":
            raise Fermeture(Code.INCONNU)
        found: Identite | None = await database_sync_to_async(du_jeton)(said.get("jeton"))
        if found is None:
            raise Fermeture(Code.INCONNU)
        return found

    def _saluer(self) -> None:
        self.dire({"t": "bonjour", "canaux": sorted(self.canaux)})

    async def _echanger(self, recevoir: Recevoir, envoyer: Envoyer) -> None:
        tasks = [
            asyncio.create_task(self._ecouter(recevoir)),
            asyncio.create_task(self._ecrire(envoyer)),
        ]
        try:
            done, _rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for task in done:
            task.result()

    async def _ecouter(self, recevoir: Recevoir) -> None:
        while (message := await recevoir())["type"] != "websocket.disconnect":
            said = self._lire(message)
            if said["t"] == "abonner":
                self._abonner(said.get("canaux"))
            elif said["t"] != "pouls":
                raise Fermeture(Code.ILLISIBLE)

    def _lire(self, message: dict[str, Any]) -> dict[str, Any]:
        self._compter()
        text = message.get("text")
        if not isinstance(text, str):
            raise Fermeture(Code.ILLISIBLE)
        if len(text) > TRAME:
            raise Fermeture(Code.TROP_GRAND)
        try:
            said = json.loads(text)
        except (ValueError, RecursionError):
            raise Fermeture(Code.ILLISIBLE) from None
        if not isinstance(said, dict) or not isinstance(said.get("t"), str):
            raise Fermeture(Code.ILLISIBLE)
        return said

    def _compter(self) -> None:
        now = self.entendu = time.monotonic()
        if len(self._recus) == RYTHME and now - self._recus[0] < FENETRE:
            raise Fermeture(Code.TROP)
        self._recus.append(now)

    def _abonner(self, canaux: Any) -> None:
        if not isinstance(canaux, list) or not all(isinstance(c, str) for c in canaux):
            raise Fermeture(Code.ILLISIBLE)
        if len(canaux) > len(CANAUX):
            raise Fermeture(Code.TROP)
        if not CANAUX.keys() >= set(canaux):
            raise Fermeture(Code.ILLISIBLE)
        self.canaux = frozenset(canaux)
        self._saluer()

    async def _ecrire(self, envoyer: Envoyer) -> None:
        while True:
            await self._reveil.wait()
            self._reveil.clear()
            if self._fin is not None:
                raise Fermeture(self._fin)
            waiting, self._attente = list(self._attente.values()), {}
            for message in waiting:
                sending = envoyer({"type": "websocket.send", "text": json.dumps(message)})
                try:
                    await asyncio.wait_for(sending, ENVOI)
                except TimeoutError:
                    raise Fermeture(Code.REVENEZ) from None
