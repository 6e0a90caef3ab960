"""The outbox: `publier` writes an event in the caller's transaction, `abonner` says who is told."""

import dataclasses
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
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("publier() needs the caller's transaction")
    Evenement.objects.create(
        type=evenement.type,
        version_schema=evenement.version_schema,
        donnees=dataclasses.asdict(evenement),
        request_id=contexte_courant().request_id,
    )
    # Only makes it prompt: whoever misses the bell is found by the relay's sweep.
    transaction.on_commit(reveil.sonner, robust=True)
