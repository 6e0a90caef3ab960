"""What telling people makes happen in turn, by name and schema version; ids only."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class NotificationsEcrites:
    """These people have something new under their bell."""

    type: ClassVar[str] = "notification.ecrites"
    version_schema: ClassVar[int] = 1
    user_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class CourrielDu:
    """One mail to one person, of these messages: a digest if there are several."""

    type: ClassVar[str] = "notification.courriel"
    version_schema: ClassVar[int] = 1
    user_id: int
    notification_ids: list[int]
