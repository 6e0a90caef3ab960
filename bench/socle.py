"""The WSGI entry point of the benchmark: the production one, and beside it the raw floor.

A request with the header `X-Socle` is not answered by the application but by its own SQL alone:
the statements are learnt from one real answer (rolled back if it writes), then each time executed
by bare psycopg, in a transaction that is rolled back, and their rows dumped with orjson. What is
between the two is the price of everything else. No production route knows this module.
"""

import sys
import threading
from collections.abc import Callable, Iterable
from importlib import import_module
from io import BytesIO
from typing import Any

import orjson
import psycopg
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from django.test.utils import CaptureQueriesContext

Environ = dict[str, Any]
Depart = Callable[..., Any]
Cle = tuple[str, str, bytes]
Application = Callable[[Environ, Depart], Iterable[bytes]]

# Of what DRF loads where it finds it, the one that `requirements.txt` does not bring.
sys.modules.setdefault("requests", None)  # type: ignore[arg-type]
production: Application = import_module("mif_erp.wsgi").application
import_module("bench.simple").ajouter_route()  # now that Django is set up

_connues: dict[Cle, list[str]] = {}
_local = threading.local()
_TRANSACTION = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET ")


def application(environ: Environ, start_response: Depart) -> Iterable[bytes]:
    """WSGI."""
    if "HTTP_X_SOCLE" not in environ:
        return production(environ, start_response)
    length = int(environ.get("CONTENT_LENGTH") or 0)
    body = environ["wsgi.input"].read(length) if length else b""
    key = (environ["REQUEST_METHOD"], _adresse(environ), body)
    if key not in _connues:
        _connues[key] = _apprendre(environ, body)
    answer = _executer(_connues[key])
    headers = [
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(answer))),
        ("X-Requetes", str(len(_connues[key]))),
    ]
    start_response("200 OK", headers)
    return [answer]


def _adresse(environ: Environ) -> str:
    return f"{environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')}"


def _apprendre(environ: Environ, body: bytes) -> list[str]:
    """The statements of one real answer, values included; whatever it writes is undone."""
    given: list[str] = []

    def noter(status: str, headers: Any, *_: Any) -> Any:
        given.append(status)

    # They would close the connection under the transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        asked = {**environ, "wsgi.input": BytesIO(body)}
        answer = production(asked, noter)
        b"".join(answer)
        transaction.set_rollback(True)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    if not given[0].startswith("2"):
        raise SystemExit(f"{_adresse(environ)}: {given[0]}")
    return [sql for q in queries if not _de_transaction(sql := q["sql"])]


def _de_transaction(sql: str) -> bool:
    """A search sets what its own statement is planned by, in one piece with it."""
    return sql.startswith(_TRANSACTION) and ";" not in sql


def _connexion() -> psycopg.Connection[Any]:
    if not hasattr(_local, "connexion"):
        wanted = connection.get_connection_params()
        names = ("dbname", "user", "password", "host", "port", "options")
        known = {n: wanted[n] for n in names if n in wanted}
        _local.connexion = psycopg.connect(**known, prepare_threshold=None)
    found: psycopg.Connection[Any] = _local.connexion
    return found


def _executer(statements: list[str]) -> bytes:
    link, rows = _connexion(), []
    writes = not all(sql.startswith(("SELECT", "SET LOCAL")) for sql in statements)
    with link.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql.encode())
            rows += [result.fetchall() for result in cursor.results() if result.description]
        if writes:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what a commit would look at
    link.rollback()
    return orjson.dumps(rows, default=str)
