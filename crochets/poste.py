"""One POST to a checked address: no redirect, no proxy, 10 s in all, little of the answer kept."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException

import urllib3.connection
from urllib3.exceptions import HTTPError

from core.caracteres import assainir
from core.pannes import texte_erreur
from crochets import adresses
from crochets.adresses import Adresse, AdresseRefusee

DELAI = 10.0
CONNEXION = 4.0  # to connect, and as much again for TLS
LU_MAX = 64 * 1024
EXTRAIT_MAX = 2 * 1024
_PANNES = (OSError, HTTPException, HTTPError)


@dataclass(frozen=True)
class Reponse:
    """What came of it: `statut` is None if nothing answered, `erreur` then says why."""

    statut: int | None
    duree_ms: int
    extrait: str = ""
    erreur: str = ""

    @property
    def reussie(self) -> bool:
        """Only 2xx: a redirect is not followed, and is no answer."""
        return self.statut is not None and self.statut // 100 == 2  # noqa: PLR2004


def poster(url: str, corps: bytes, entetes: Mapping[str, str]) -> Reponse:
    """Send it now; whatever happens on the way is in the answer."""
    begin = time.monotonic()

    def duree() -> int:
        return round((time.monotonic() - begin) * 1000)

    try:
        # Asked again at each sending: names change, and so do settings.
        adresse = adresses.lire(url)
        connexion = _connexion(adresse, adresses.resoudre(adresse))
        headers = {"Host": adresse.autorite, **entetes}
        try:
            connexion.connect()
            connexion.timeout = DELAI
            with _couper_apres(connexion.sock, DELAI - (time.monotonic() - begin)):
                connexion.request(
                    "POST", adresse.chemin, corps, headers=headers, preload_content=False
                )
                answer = connexion.getresponse()
                body = answer.read(LU_MAX, decode_content=False)
        finally:
            connexion.close()
    except AdresseRefusee as error:
        return Reponse(None, duree(), erreur=str(error))
    except _PANNES as error:
        return Reponse(None, duree(), erreur=texte_erreur(error))
    return Reponse(answer.status, duree(), _extrait(body))


def _connexion(adresse: Adresse, ip: str) -> urllib3.connection.HTTPConnection:
    """To the address that was checked; TLS still asks for, and checks, the name."""
    if adresse.schema == "http":
        return urllib3.connection.HTTPConnection(ip, adresse.port, timeout=CONNEXION)
    return urllib3.connection.HTTPSConnection(
        ip,
        adresse.port,
        timeout=CONNEXION,
        server_hostname=adresse.hote,
        ssl_context=ssl.create_default_context(),
    )


@contextmanager
def _couper_apres(sock: socket.socket, secondes: float) -> Iterator[None]:
    """Cut the line at the deadline: a socket's own time-out begins anew at each byte."""
    cut = threading.Event()

    def couper() -> None:
        cut.set()
        with suppress(OSError):
            # Of the socket itself: TLS would forget its state under the reader's hands.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    clock = threading.Timer(max(0.0, secondes), couper)
    clock.daemon = True
    clock.start()
    try:
        yield
    except _PANNES:
        if not cut.is_set():
            raise
    finally:
        clock.cancel()
    if cut.is_set():  # what was read may look whole
        raise TimeoutError(f"Pas de réponse complète en {DELAI:.0f} s.")


def _extrait(corps: bytes) -> str:
    return assainir(corps[:EXTRAIT_MAX].decode("utf-8", "replace"))
