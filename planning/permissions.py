"""Who plans: administrators and responsables; the others read."""

from typing import Any

from django.utils.translation import gettext as _

from comptes.choices import Role
from core.errors import Interdit
from techniciens.visibility import technicien_id_de


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


def gere_agenda(user: Any, technicien_id: int) -> bool:
    """Whose free time and calendar link: everybody's for who plans, a technician's own."""
    own = user.role == Role.TECHNICIEN and technicien_id_de(user) == technicien_id
    return peut_planifier(user) or own
