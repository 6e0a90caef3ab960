"""The ASGI application of sockets: which address, whose page, how many; the rest is refused."""

import logging
from typing import Any

from direct.connexion import Connexion, Envoyer, Recevoir
from direct.identite import origine
from direct.salle import INCONNUES, TOTAL, salle
from direct.signaux import CANAUX

logger = logging.getLogger(__name__)

# `/ws/` hears everything; each channel has an address of its own too.
ADRESSES = {"/ws/": tuple(CANAUX), **{f"/ws/{canal}/": (canal,) for canal in CANAUX}}

_ouvertes = 0  # those that have not said yet who they are count too


async def porte(scope: dict[str, Any], recevoir: Recevoir, envoyer: Envoyer) -> None:
    """Refuse before the handshake what is not ours, then serve the socket."""
    global _ouvertes  # noqa: PLW0603  of this process
    await recevoir()  # websocket.connect
    channels, ours = ADRESSES.get(scope["path"]), origine(scope)
    full = _ouvertes >= TOTAL or _ouvertes - len(salle) >= INCONNUES
    if channels is None or ours is None or full:
        logger.warning("Socket refused: address, origin or number.")
        await envoyer({"type": "websocket.close", "code": 1008})
        return
    _ouvertes += 1
    try:
        await Connexion(scope, salle, channels).servir(recevoir, envoyer, temoin=ours)
    finally:
        _ouvertes -= 1
