"""One warm HTTP client with a kept connection, cookies and a token: what a person's browser is."""

import gzip
import http.client
import json
import re
import time
from dataclasses import dataclass
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

_JETON = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Reponse:
    """An answer: status, body, milliseconds from sending to the last byte, bytes that travelled."""

    statut: int
    corps: bytes
    ms: float
    transmis: int
    requetes: int = 0  # SQL statements, told by the floor


@dataclass(frozen=True)
class Demande:
    """What is asked: of the application, or with `socle` of its SQL alone."""

    chemin: str
    methode: str = "GET"
    corps: Any = None
    statut: HTTPStatus = HTTPStatus.OK


class Client:
    """Talks to one server; refuses to measure an answer that is not the expected one."""

    def __init__(self, port: int) -> None:
        self.connexion = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.temoins: dict[str, str] = {}
        self.porteur = ""

    def envoyer(
        self,
        methode: str,
        chemin: str,
        corps: bytes | None = None,
        *,
        genre: str = "",
        socle: bool = False,
    ) -> Reponse:
        entetes = {"Host": "127.0.0.1"} | ({"X-Socle": "1"} if socle else {})
        if self.temoins:  # a browser, which takes pages compressed
            entetes["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.temoins.items())
            entetes["Accept-Encoding"] = "gzip"
        if self.porteur:
            entetes["Authorization"] = f"Bearer {self.porteur}"
        if genre:
            entetes["Content-Type"] = genre
        debut = time.perf_counter()
        self.connexion.request(methode, chemin, body=corps, headers=entetes)
        reponse = self.connexion.getresponse()
        lu = reponse.read()
        ms = (time.perf_counter() - debut) * 1000
        for valeur in reponse.headers.get_all("Set-Cookie") or ():
            self.temoins.update({k: m.value for k, m in SimpleCookie(valeur).items()})
        packed = reponse.headers.get("Content-Encoding") == "gzip"
        body = gzip.decompress(lu) if packed else lu
        statements = int(reponse.headers.get("X-Requetes") or 0)
        return Reponse(reponse.status, body, ms, len(lu), statements)

    def demander(self, demande: Demande, *, socle: bool = False) -> Reponse:
        """The answer to one measured request, which must be the expected one."""
        body = None if demande.corps is None else json.dumps(demande.corps).encode()
        genre = "application/json" if body else ""
        answer = self.envoyer(demande.methode, demande.chemin, body, genre=genre, socle=socle)
        return self._attendre(answer, HTTPStatus.OK if socle else demande.statut, demande.chemin)

    def lire(self, chemin: str) -> Reponse:
        """GET that must answer 200."""
        return self._attendre(self.envoyer("GET", chemin), HTTPStatus.OK, chemin)

    def poster(self, chemin: str, valeurs: Any, statut: HTTPStatus) -> Reponse:
        """POST of JSON that must answer `statut`."""
        corps = json.dumps(valeurs).encode()
        return self._attendre(
            self.envoyer("POST", chemin, corps, genre="application/json"), statut, chemin
        )

    def ouvrir_session(self, username: str, password: str) -> None:
        """Sign in through the page."""
        page = self.lire("/gestion/connexion/")
        found = _JETON.search(page.corps)
        if found is None:
            raise SystemExit("sign-in page without its form")
        valeurs = {
            "csrfmiddlewaretoken": found[1].decode(),
            "username": username,
            "password": password,
        }
        genre = "application/x-www-form-urlencoded"
        reponse = self.envoyer(
            "POST", "/gestion/connexion/", urlencode(valeurs).encode(), genre=genre
        )
        self._attendre(reponse, HTTPStatus.FOUND, "sign-in")

    def prendre_jeton(self, username: str, password: str) -> None:
        """Sign in through the API."""
        valeurs = {"username": username, "password": password}
        reponse = self.poster("/api/v1/auth/login", valeurs, HTTPStatus.OK)
        self.porteur = json.loads(reponse.corps)["access_token"]

    @staticmethod
    def _attendre(reponse: Reponse, statut: HTTPStatus, quoi: str) -> Reponse:
        if reponse.statut != statut:
            raise SystemExit(
                f"{quoi}: {reponse.statut} instead of {statut}: {reponse.corps[:300]!r}"
            )
        return reponse
