"""Which application answers what under ASGI: sockets, and pages where they are served too."""

from collections.abc import Awaitable, Callable
from typing import Any

from core.portes import application_asgi

Application = Callable[[Any, Any, Any], Awaitable[None]]


def application(*, pages: bool) -> Application:
    """Set Django up; without `pages` whatever is no socket is not found."""
    django = application_asgi()
    from direct.porte import porte  # noqa: PLC0415  needs the settings

    async def aiguiller(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await porte(scope, receive, send)
        elif pages:
            await django(scope, receive, send)
        else:
            head = [(b"content-length", b"0")]
            await send({"type": "http.response.start", "status": 404, "headers": head})
            await send({"type": "http.response.body", "body": b""})

    return aiguiller
