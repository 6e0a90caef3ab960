"""What a dispatcher does on the board in one gesture, and its undoing; each whole or not at all."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import VersionPerimee
from interventions.choices import Statut
from interventions.models import Intervention
from interventions.services import affecter, desaffecter, verrouiller
from planning.models import Creneau
from planning.services.creneaux import deplanifier, modifier, relu, visible


class Place(NamedTuple):
    """Where a slot is dropped; no technician: nobody has the work."""

    debut: datetime
    fin: datetime
    technicien_id: int | None


class Vu(NamedTuple):
    """What was on the board before the gesture."""

    version: int
    technicien_id: int | None


def placer(
    *,
    par: Any,
    creneau_id: int,
    place: Place,
    vu: Vu,
    motif_derogation: str = "",
    confirme: bool = False,
) -> Creneau:
    """The slot at these hours with this technician; dropped on nobody, the work is open again.

    `vu` is the slot as the person sees it: `VersionPerimee` if it has another version, or another
    technician by now. `confirme` keeps it agreed on, where it goes back to what was agreed.
    """
    with transaction.atomic():
        work = verrouiller(visible(creneau_id, par).intervention_id, par)
        slot = relu(creneau_id, vu.version)
        if work.technicien_id != vu.technicien_id:
            # Assigning leaves the slot's own version as it is.
            raise VersionPerimee(
                _("Ce créneau a changé de technicien."), etat={"version": slot.version}
            )
        if place.technicien_id is None and work.technicien_id is not None:
            _retirer(work, par)
        return modifier(
            par=par,
            creneau_id=creneau_id,
            champs={"date_debut": place.debut, "date_fin": place.fin}
            | ({"confirme": True} if confirme else {}),
            technicien_id=place.technicien_id,
            motif_derogation=motif_derogation,
        )


def reprendre(
    *, par: Any, creneau_id: int, technicien_id: int | None, version: int | None
) -> Intervention:
    """Planned by mistake: no slot any more, and the work is with whom it was (None: nobody)."""
    with transaction.atomic():
        work = deplanifier(par=par, creneau_id=creneau_id, version=version)
        if technicien_id is None:
            return _retirer(work, par) if work.statut == Statut.AFFECTEE else work
        if technicien_id == work.technicien_id:
            return work
        return affecter(intervention_id=work.pk, par=par, technicien_id=technicien_id)


def _retirer(work: Intervention, par: Any) -> Intervention:
    return desaffecter(intervention_id=work.pk, par=par, motif=_("Remise à planifier"))
