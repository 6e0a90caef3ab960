"""Events of the tests, and what their subscribers got."""

from dataclasses import dataclass
from typing import ClassVar

from django.db import transaction

from core.outbox import Remise, publier


@dataclass(frozen=True)
class Essai:
    type: ClassVar[str] = "essai.fait"
    version_schema: ClassVar[int] = 1
    ligne_id: int


@dataclass(frozen=True)
class Autre(Essai):
    type: ClassVar[str] = "essai.autre"


def faire(*ids: int, genre: type[Essai] = Essai) -> None:
    with transaction.atomic():
        for ligne_id in ids:
            publier(genre(ligne_id=ligne_id))


def lignes(recus: list[Remise]) -> list[int]:
    return [remise.donnees["ligne_id"] for remise in recus]
