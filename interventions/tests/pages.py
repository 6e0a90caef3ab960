"""Reading pages of interventions in tests."""

import re
from typing import Any

from django.urls import reverse

from interventions.models import Intervention


def url(row: Intervention, suite: str = "") -> str:
    return reverse("interventions:fiche", args=[row.pk]) + suite


def url_acte(row: Intervention, nom: str) -> str:
    return reverse("interventions:acte", args=[row.pk, nom])


def html(reponse: Any) -> str:
    """The page's text, spaces folded."""
    return " ".join(reponse.content.decode().split())


def messages_de(reponse: Any) -> list[str]:
    """What the page says after an act."""
    return [str(m) for m in reponse.context["messages"]]


def actes_offerts(reponse: Any) -> set[str]:
    """The acts for which the page has a button, a link or a form."""
    text = reponse.content.decode()
    found = set(re.findall(r"/actions/(\w+)/", text)) | set(re.findall(r"[?&;]action=(\w+)", text))
    return found | ({"modifier"} if "/modifier/" in text else set())
