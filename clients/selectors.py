"""What belongs to a firm, as its page shows it."""

from typing import Any

from django.db.models import Q

from clients.models import Client, Site
from clients.permissions import peut_gerer
from comptes.choices import Role
from comptes.models import Utilisateur


def sites_archives(client: Client, user: Any) -> list[Site]:
    """For those who may take them back."""
    if not peut_gerer(user):
        return []
    rows = Site.objects.visible_to(user).filter(client=client, archive_le__isnull=False)
    return list(rows.only("nom"))


def comptes_du_client(client: Client, user: Any) -> list[Utilisateur]:
    """The accounts that sign in for the firm, shut ones too, for those who manage it."""
    if not peut_gerer(user):
        return []
    mine = Q(client=client) | Q(contact_client__client=client)
    rows = Utilisateur.objects.visible_to(user).filter(mine, role=Role.CLIENT).distinct()
    return list(rows.only("full_name", "username", "email", "is_active").order_by("full_name"))
