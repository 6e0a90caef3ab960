"""Callers of the kernel's test routes; subscribers of one test."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from core.outbox import Remise, abonner, abonnes


@pytest.fixture
def api(responsable: Any) -> APIClient:
    """The API as a responsable; a fault shows as its 500."""
    found = APIClient(raise_request_exception=False)
    found.force_authenticate(responsable)
    return found


@pytest.fixture
def page() -> Client:
    """A stranger's browser."""
    return Client(raise_request_exception=False, headers={"accept": "text/html"})


@pytest.fixture
def connecte(responsable: Any) -> Client:
    """A responsable's browser."""
    found = Client(raise_request_exception=False, headers={"accept": "text/html"})
    found.force_login(responsable)
    return found


@pytest.fixture
def abonne(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Remise]]:
    """Subscribers of this test alone; each gives the list of what it got."""
    monkeypatch.setattr(abonnes, "_abonnes", {})

    def ajouter(
        nom: str, agir: Callable[[Remise], None] | None = None, **options: Any
    ) -> list[Remise]:
        got: list[Remise] = []

        def livrer(remise: Remise) -> None:
            got.append(remise)
            if agir is not None:
                agir(remise)

        abonner(nom, livrer, **options)
        return got

    return ajouter
