"""A real SMTP server on 127.0.0.1 that accepts, puts off, says nothing or is away, as asked."""

import socketserver
import threading
from email import message_from_bytes
from enum import Enum, auto
from typing import Self


class Humeur(Enum):
    """What it does with whoever comes."""

    ACCEPTER = auto()
    REPORTER = auto()  # 451 to each sender
    TAIRE = auto()  # takes the connection and never says a word
    ABSENT = auto()  # nobody listens: connections are refused


class _Porte(socketserver.StreamRequestHandler):
    """One connection."""

    server: "_Ecoute"

    def handle(self) -> None:
        box = self.server.boite
        if box.humeur is Humeur.TAIRE:
            box.tus.release()
            box.parler.wait()
            return
        self._dire("220 essai")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"QUIT":
                self._dire("221 au revoir")
                return
            if verb == b"DATA":
                self._dire("354 j'ecoute")
                content = self._lire()
                if content is None:
                    return
                box.garder(content)
            put_off = verb == b"MAIL" and box.humeur is Humeur.REPORTER
            box.reports += put_off
            self._dire("451 plus tard" if put_off else "250 bien")

    def _dire(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def _lire(self) -> bytes | None:
        """A message up to its lone dot; None where the sender died on the way: nothing was sent."""
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return None
            lines.append(line)
        return b"".join(lines)


class _Ecoute(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self, boite: "Boite", port: int) -> None:
        self.boite = boite
        super().__init__(("127.0.0.1", port), _Porte)

    def handle_error(self, *_qui: object) -> None:
        """Clients of these tests are killed: no word of it."""


class Boite:
    """The server and what it took in charge: a Message-ID for each time that it said yes."""

    def __init__(self, humeur: Humeur = Humeur.ACCEPTER) -> None:
        self.recus: list[str] = []
        self.reports = 0
        self.tus = threading.Semaphore(0)  # released by each connection that is left without a word
        self.parler = threading.Event()
        self.humeur = humeur
        self._ecoute = _Ecoute(self, 0)
        self.port: int = self._ecoute.server_address[1]

    def __enter__(self) -> Self:
        self._ouvrir()
        return self

    def __exit__(self, *_erreur: object) -> None:
        self.changer(Humeur.ABSENT)

    def _ouvrir(self) -> None:
        threading.Thread(target=self._ecoute.serve_forever, args=(0.02,), daemon=True).start()

    def changer(self, humeur: Humeur) -> None:
        """From now on; whoever is kept waiting is let go."""
        before, self.humeur = self.humeur, humeur
        self.parler.set()
        self.parler = threading.Event()
        if humeur is Humeur.ABSENT and before is not Humeur.ABSENT:
            self._ecoute.shutdown()
            self._ecoute.server_close()
        elif before is Humeur.ABSENT and humeur is not Humeur.ABSENT:
            self._ecoute = _Ecoute(self, self.port)
            self._ouvrir()

    def garder(self, contenu: bytes) -> None:
        """Take a message in charge."""
        self.recus.append(str(message_from_bytes(contenu)["Message-ID"]))
