"""Who may manage accounts: services refuse, pages offer nothing to the others."""

from typing import Any

from django.utils.translation import gettext as _

from comptes.choices import Role
from core.errors import Interdit


def gere_les_comptes(user: Any) -> bool:
    """Administrators."""
    return bool(user.is_active and user.role == Role.ADMIN)


def exiger_admin(user: Any) -> None:
    """Raise `Interdit` for anybody else."""
    if not gere_les_comptes(user):
        raise Interdit(_("Seul un administrateur gère les comptes."))
