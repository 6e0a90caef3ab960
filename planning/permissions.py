"""Who plans: administrators and responsables; the others read."""

from typing import Any

from django.utils.translation import gettext as _

from comptes.choices import Role
from core.errors import Interdit


def peut_planifier(user: Any) -> bool:
    """Tell whether pages offer planning to `user`."""
    return bool(user.is_active and user.role in (Role.ADMIN, Role.RESPONSABLE))


def exiger_planification(user: Any) -> None:
    """Raise `Interdit` for anybody else."""
    if not peut_planifier(user):
        raise Interdit(_("Seuls les responsables planifient."))


def lit_la_charge(user: Any) -> bool:
    """Whose load is for the firm's own people: a technicien reads its own."""
    return bool(user.is_active and user.role != Role.CLIENT)
