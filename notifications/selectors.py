"""What somebody reads: the bell's count, the inbox by object."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from notifications.choices import CanalNotification
from notifications.models import Notification

PEEK = 6


def non_lues(colonne: str) -> Any:
    """How many unread messages the account in `colonne` has, from the index alone."""
    mine = Notification.objects.filter(user_id=OuterRef(colonne), lu=False)
    number = mine.order_by().values("user_id").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(number, output_field=IntegerField()), Value(0))


def recues(user: Any) -> QuerySet[Notification, Any]:
    """What stands under the bell of `user`, newest first."""
    return sans_doubles(Notification.objects.filter(user_id=user.pk)).order_by("-pk")


def sans_doubles(rows: QuerySet[Notification, Any]) -> QuerySet[Notification, Any]:
    """Without the mails of events, which are read elsewhere; one written by hand has no twin."""
    return rows.exclude(canal=CanalNotification.EMAIL, cle__isnull=False)


MONTREES = 99


def badge(user: Any) -> str:
    """The bell's count for a badge, which has place for two figures; empty for none."""
    number = combien(user)
    if number > MONTREES:
        return f"{MONTREES}+"
    return str(number or "")


def combien(user: Any) -> int:
    """The bell's count: read with the session, or asked where there was none (`vue_comme`)."""
    known: int | None = getattr(user, "non_lues", None)
    if known is not None:
        return known
    return Notification.objects.filter(user_id=user.pk, lu=False).count()


@dataclass
class Objet:
    """What several messages are about."""

    titre: str
    lignes: list[Notification] = field(default_factory=list)


def par_objet(rows: Iterable[Notification]) -> list[Objet]:
    """The messages of a page by what they are about, where the newest of each stands."""
    found: dict[Any, Objet] = {}
    for row in rows:
        about = row.intervention
        # Each message that is about nothing stands for itself.
        key = ("objet", about.pk) if about else _autre(row)
        title = f"{about.numero} · {about.titre}" if about else ""
        found.setdefault(key, Objet(title)).lignes.append(row)
    return list(found.values())


def _autre(row: Notification) -> Any:
    kept = {k: v for k, v in row.metadata.items() if k in ("equipement_id", "technicien_id")}
    return tuple(kept.items()) or ("seul", row.pk)
