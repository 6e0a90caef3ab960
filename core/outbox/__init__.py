"""The outbox: `publier` writes an event in the caller's transaction, `abonner` says who is told."""

import dataclasses
from collections.abc import Sequence
from typing import Any, ClassVar, Protocol

from django.db import transaction

from core.contexte import contexte_courant
from core.outbox import reveil
from core.outbox.abonnes import Remise, abonner
from core.outbox.models import EtatLivraison, Evenement

__all__ = ["EtatLivraison", "EvenementMetier", "Remise", "abonner", "publier"]


class EvenementMetier(Protocol):
    """A frozen dataclass of ids with a name and a schema version."""

    __dataclass_fields__: ClassVar[dict[str, Any]]
    type: ClassVar[str]
    version_schema: ClassVar[int]


def publier(evenement: EvenementMetier) -> None:
    """Record the event; refuses to run outside a transaction, where it could be lost or lie."""
    publier_lot([evenement])


def publier_lot(evenements: Sequence[EvenementMetier]) -> None:
    """Record many events in one statement."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("publier() needs the caller's transaction")
    request_id = contexte_courant().request_id
    Evenement.objects.bulk_create(
        [
            Evenement(
                type=e.type,
                version_schema=e.version_schema,
                donnees=dataclasses.asdict(e),
                request_id=request_id,
            )
            for e in evenements
        ]
    )
    # Only makes it prompt: whoever misses the bell is found by the relay's sweep.
    transaction.on_commit(reveil.sonner, robust=True)
