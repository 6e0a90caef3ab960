"""What belongs to a firm, as its page shows it."""

from collections.abc import Iterable
from typing import Any

from clients.models import Client, Contact
from comptes.choices import Role
from comptes.models import Utilisateur


def comptes_du_client(client: Client, contacts: Iterable[Contact]) -> list[Utilisateur]:
    """The accounts that sign in for the firm, its main one first, shut ones too."""
    accounts = [client.user, *(contact.user for contact in contacts)]
    found: dict[int, Utilisateur] = {}
    for account in accounts:
        user: Any = account
        if user is not None and user.role == Role.CLIENT:
            found.setdefault(user.pk, user)
    return list(found.values())
