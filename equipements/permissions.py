"""Who may manage machines and read meters: services refuse, pages offer nothing to the others."""

from typing import Any

from django.utils.translation import gettext as _

from comptes.choices import Role
from core.errors import Interdit


def peut_gerer(user: Any) -> bool:
    """Administrators and responsables."""
    return bool(user.is_active and user.role in (Role.ADMIN, Role.RESPONSABLE))


def exiger_gestion(user: Any) -> None:
    """Raise `Interdit` for anybody else."""
    if not peut_gerer(user):
        raise Interdit(_("Seuls les responsables gèrent le parc."))


def peut_relever(user: Any) -> bool:
    """Everybody of the house, on the machines that they see."""
    return bool(user.is_active and user.role in (Role.ADMIN, Role.RESPONSABLE, Role.TECHNICIEN))


def exiger_releve(user: Any) -> None:
    """Raise `Interdit` for anybody else."""
    if not peut_relever(user):
        raise Interdit(_("Vous ne pouvez pas saisir de relevé."))
