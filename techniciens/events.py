"""What happens to a technician's profile, by name and schema version; ids only."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class ActeTechnicien:
    """`par_id` put a profile away or took it back."""

    type: ClassVar[str] = ""
    version_schema: ClassVar[int] = 1
    technicien_id: int
    par_id: int | None


class TechnicienArchive(ActeTechnicien):
    type: ClassVar[str] = "technicien.archive"


class TechnicienRetabli(ActeTechnicien):
    type: ClassVar[str] = "technicien.retabli"


@dataclass(frozen=True, kw_only=True)
class CertificationExpire:
    """A certificate of a technician (`niveau_id`) ends in `jours` days, or sooner."""

    type: ClassVar[str] = "technicien.certification"
    version_schema: ClassVar[int] = 1
    niveau_id: int
    technicien_id: int
    jours: int
