"""What happens to lists, by name and schema version."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class ListeExportee:
    """`par_id` took these rows and columns out of the house."""

    type: ClassVar[str] = "liste.exportee"
    version_schema: ClassVar[int] = 1
    par_id: int
    liste: str
    requete: str
    colonnes: list[str]
    ids: list[int]
