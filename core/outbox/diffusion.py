"""Fan-out: one delivery for each event and each subscriber that wants it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from core.outbox import reveil
from core.outbox.abonnes import abonnes
from core.outbox.models import Evenement, Livraison
from core.outbox.verrous import seul

LOT = 500


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
        if events:  # the other lanes were turned away meanwhile and saw nothing that was due
            transaction.on_commit(reveil.sonner, robust=True)
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
