"""Fan-out: one delivery for each event and each subscriber that wants it."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.utils import timezone

from core.outbox.abonnes import abonnes
from core.outbox.models import Evenement, Livraison

LOT = 500
_CLASSE = 0x4D49  # of the advisory locks that are the outbox's


def seul(nom: str) -> bool:
    """Until the end of the transaction nobody else does what is named so; False if one does now.

    On PostgreSQL a lock of its own, gone at once when its holder dies. On SQLite the transaction
    itself holds the one write lock already. Whoever is turned away may leave: the holder looks
    again after its transaction, and so sees all that was committed before.
    """
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [_CLASSE, nom])
        return bool(cursor.fetchone()[0])


def diffuser(lot: int = LOT) -> int:
    """Make the deliveries of the oldest events that have none yet; how many events.

    One relay at a time, so that each subscriber's deliveries appear in order of event id as far as
    the events themselves do.
    """
    waiting = Evenement.objects.filter(diffuse=False).order_by("pk")
    if not waiting.exists():
        return 0
    with transaction.atomic():
        if not seul("diffusion"):
            return 0
        events = list(waiting.values_list("pk", "type")[:lot])
        creer_livraisons(events)
        Evenement.objects.filter(pk__in=[pk for pk, _type in events]).update(diffuse=True)
    return len(events)


def creer_livraisons(evenements: Iterable[tuple[int, str]]) -> None:
    """Of (id, type) of events: those deliveries that are there already stay as they are."""
    kinds = list(evenements)
    for abonne in abonnes():
        creer_pour(abonne.nom, [pk for pk, kind in kinds if abonne.veut(kind)])


def creer_pour(nom: str, evenement_ids: Iterable[int]) -> None:
    """The deliveries of these events to the subscriber of that name."""
    now = timezone.now()
    rows = [Livraison(evenement_id=pk, abonne=nom, prochain_le=now) for pk in evenement_ids]
    Livraison.objects.bulk_create(rows, ignore_conflicts=True)
