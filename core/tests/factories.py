"""Rows of the kernel's own tables."""

import factory
from factory.django import DjangoModelFactory

from core.models import CleIdempotence


class CleIdempotenceFactory(DjangoModelFactory[CleIdempotence]):
    class Meta:
        model = CleIdempotence

    utilisateur_id = factory.Sequence(lambda n: n + 1)
    cle = factory.Sequence(lambda n: f"cle-{n}")
    empreinte = "0" * 64
    statut = 201
