"""The demo's rows, loaded once for the tests of one module that only read them."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from pilotage.demo.chargement import Bilan, charger

JOUR = date(2026, 11, 22)  # a Sunday


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Bilan]:
    """The demo of seed 1; what a test changes beside it is undone with that test."""
    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with django_db_blocker.unblock(), transaction.atomic():
        with quick:
            bilan = charger(graine=1, jour=JOUR, annoncer=lambda _etape: None)
        yield bilan
        transaction.set_rollback(True)
