"""Who may send events out of the house."""

from typing import Any

from django.utils.translation import gettext as _

from comptes.choices import Role
from core.errors import Interdit


def exiger_admin(par: Any) -> None:
    """Raises `Interdit`."""
    if par.role != Role.ADMIN:
        raise Interdit(_("Seul un administrateur gère les crochets."))
