"""What happens to firms and to the view of their portal, by name and schema version; ids only."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class ActeClient:
    """`par_id` put a firm away or took it back."""

    type: ClassVar[str] = ""
    version_schema: ClassVar[int] = 1
    client_id: int
    par_id: int | None


class ClientArchive(ActeClient):
    type: ClassVar[str] = "client.archive"


class ClientRetabli(ActeClient):
    type: ClassVar[str] = "client.retabli"


@dataclass(frozen=True, kw_only=True)
class ActeSite:
    """`par_id` put a site away or took it back."""

    type: ClassVar[str] = ""
    version_schema: ClassVar[int] = 1
    site_id: int
    par_id: int | None


class SiteArchive(ActeSite):
    type: ClassVar[str] = "site.archive"


class SiteRetabli(ActeSite):
    type: ClassVar[str] = "site.retabli"


@dataclass(frozen=True, kw_only=True)
class VueCommencee:
    """`par_id` looks at the portal as `compte_id` of firm `client_id` does."""

    type: ClassVar[str] = "client.vue_commencee"
    version_schema: ClassVar[int] = 1
    client_id: int
    compte_id: int
    par_id: int


@dataclass(frozen=True, kw_only=True)
class VueTerminee:
    """It is over; `raison` is one of `clients.vue_comme.Fin`."""

    type: ClassVar[str] = "client.vue_terminee"
    version_schema: ClassVar[int] = 1
    client_id: int
    compte_id: int
    par_id: int
    raison: str
