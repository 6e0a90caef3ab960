"""What webhooks make happen in turn, by name and schema version; ids only."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class EnvoiDu:
    """One delivery to one subscription has to be sent."""

    type: ClassVar[str] = "crochet.envoi"
    version_schema: ClassVar[int] = 1
    envoi_id: int
