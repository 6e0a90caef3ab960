"""Taking a request out of the queue: its priority and its technician, whole or not at all."""

from typing import Any

from django.db import transaction

from interventions.models import Intervention
from interventions.services.contenu import modifier
from interventions.services.cycle import affecter


def accepter(
    *, intervention_id: int, par: Any, priorite: str, technicien_id: int, version: int | None = None
) -> Intervention:
    """Give it `priorite`, then to the technician; two rows of history if the priority changed."""
    with transaction.atomic():
        row = modifier(
            intervention_id=intervention_id,
            par=par,
            champs={"priorite": priorite},
            version=version,
        )
        return affecter(
            intervention_id=row.pk, par=par, technicien_id=technicien_id, version=row.version
        )
