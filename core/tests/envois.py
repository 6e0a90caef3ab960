"""Sending bytes as they are, which the typed clients of DRF do not foresee."""

from typing import Any

from rest_framework.test import APIClient

JSON = "application/json"


def envoyer(api: APIClient, url: str, corps: bytes, type_contenu: str = JSON, **extra: Any) -> Any:  # noqa: PLR0917
    """POST `corps`, or another `methode`."""
    method = extra.pop("methode", "POST")
    return api.generic(method, url, corps, type_contenu, **extra)  # type: ignore[arg-type]
