"""A real receiver on 127.0.0.1, by HTTP or HTTPS, that answers as each test asks."""

import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Recu:
    """One request as it came."""

    chemin: str
    entetes: dict[str, str]
    corps: bytes


@dataclass
class Serveur:
    """`repondre(handler)` writes the answer; `recus` holds what came."""

    repondre: Callable[[Any], None]
    recus: list[Recu] = field(default_factory=list)
    tls: ssl.SSLContext | None = None

    def __enter__(self) -> "Serveur":  # noqa: PYI034  a dataclass, never subclassed
        owner = self

        class Porte(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                owner.recus.append(Recu(self.path, dict(self.headers), body))
                owner.repondre(self)

            def log_message(self, *_args: Any) -> None:
                """Say nothing."""

        self._serveur = ThreadingHTTPServer(("127.0.0.1", 0), Porte)
        self._serveur.handle_error = lambda *_args: None  # type: ignore[method-assign]
        if self.tls is not None:
            self._serveur.socket = self.tls.wrap_socket(self._serveur.socket, server_side=True)
        self.port = self._serveur.server_address[1]
        threading.Thread(target=self._serveur.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_erreur: object) -> None:
        self._serveur.shutdown()
        self._serveur.server_close()


def dire(statut: int, corps: bytes = b"", **entetes: str) -> Callable[[Any], None]:
    """An answer in one piece."""

    def repondre(porte: Any) -> None:
        porte.send_response(statut)
        for name, value in entetes.items():
            porte.send_header(name, value)
        porte.send_header("Content-Length", str(len(corps)))
        porte.end_headers()
        porte.wfile.write(corps)

    return repondre
