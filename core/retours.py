"""What a message of success carries beside its words: the way back, the draft no longer needed.

`{{ message|suites }}` gives both back to the template. An act that cannot be taken back by a real
act of its own offers nothing: there is no hidden « before ».
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.contrib import messages
from django.http import HttpRequest
from django.utils.http import urlencode


@dataclass(frozen=True)
class Suites:
    """`defaire`: where to post to take it back, with `champs`; `brouillon`: the draft's key."""

    defaire: str = ""
    champs: tuple[tuple[str, str], ...] = ()
    brouillon: str = ""


def reussir(request: HttpRequest, texte: str, *, defaire: str = "", brouillon: str = "") -> None:
    """Say that it is done; `defaire` is a path of ours whose query becomes the form's fields."""
    kept = {k: v for k, v in (("defaire", defaire), ("brouillon", brouillon)) if v}
    messages.success(request, texte, extra_tags=urlencode(kept))


def suites_de(message: Any) -> Suites:
    """What `reussir` put into the message."""
    found: Mapping[str, str] = dict(parse_qsl(message.extra_tags or ""))
    parts = urlsplit(found.get("defaire", ""))
    return Suites(parts.path, tuple(parse_qsl(parts.query)), found.get("brouillon", ""))
