"""An intervention under a clock that only the test moves, with short words for its acts."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from core.errors import DomainError
from interventions import services
from interventions.models import Affectation, Intervention, Segment
from interventions.tests.releve import photographier
from tests.fixtures import Monde

LUNDI = datetime(2026, 3, 2, 8, tzinfo=UTC)


class Chantier:
    """The intervention of firm A under a clock that only the test moves."""

    def __init__(self, monde: Monde, horloge: time_machine.Traveller) -> None:
        self.monde, self.horloge = monde, horloge
        self.pk = monde.intervention_a.pk

    @property
    def row(self) -> Intervention:
        return Intervention.objects.get(pk=self.pk)

    def dans(self, **delai: int) -> "Chantier":
        self.horloge.shift(timedelta(**delai))
        return self

    def fait(self, acte: str, *, qui: str = "responsable", **arguments: Any) -> Intervention:
        action = getattr(services, acte)
        row: Intervention = action(intervention_id=self.pk, par=self.monde.compte(qui), **arguments)
        return row

    def refuse(self, acte: str, *, qui: str = "responsable", **arguments: Any) -> DomainError:
        """The refusal, having checked that nothing changed."""
        before = photographier()
        with pytest.raises(DomainError) as caught:
            self.fait(acte, qui=qui, **arguments)
        assert photographier() == before
        return caught.value

    def suspendre(self) -> Intervention:
        return self.fait("suspendre", cause="pieces", texte="Joint à commander")

    def segments(self) -> list[tuple[str, str, float | None]]:
        """(nature, cause, hours or None while open), in order."""
        return [
            (s.nature, s.cause, (s.fin - s.debut) / timedelta(hours=1) if s.fin else None)
            for s in Segment.objects.filter(intervention_id=self.pk)
        ]

    def affectations(self) -> list[tuple[int, bool]]:
        """(technicien, open), in order."""
        rows = Affectation.objects.filter(intervention_id=self.pk)
        return [(a.technicien_id, a.fin is None) for a in rows]
