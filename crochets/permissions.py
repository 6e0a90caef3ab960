"""Who may send events out of the house."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from comptes.choices import Role
from core.errors import Interdit

REFUS = _("Seul un administrateur gère les crochets.")


def gere(par: Any) -> bool:
    """Tell whether webhooks are this person's."""
    return bool(par.role == Role.ADMIN)


def exiger_admin(par: Any) -> None:
    """Raises `Interdit`."""
    if not gere(par):
        raise Interdit(str(REFUS))
