"""Callers of the kernel's test routes."""

from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient


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
