"""Which machines a person sees: a client its own, a technician its current clients'."""

from typing import Any

from django.db.models import Q

from clients.visibility import clients_du_technicien, ids_clients_de
from comptes.choices import Role
from core.visibility import TOUT, declarer
from equipements.models import Equipement, Famille


def _du_technicien(user: Any) -> Q:
    return Q(client_id__in=clients_du_technicien(user))


def _du_client(user: Any) -> Q:
    return Q(client_id__in=ids_clients_de(user))


declarer(
    Equipement,
    lignes={
        Role.ADMIN: TOUT,
        Role.RESPONSABLE: TOUT,
        Role.TECHNICIEN: _du_technicien,
        Role.CLIENT: _du_client,
    },
    cachees={
        Role.TECHNICIEN: {"archive_le"},
        Role.CLIENT: {"archive_le"},
    },
)
# Which skill work asks for is the house's own business, as the list of skills is.
declarer(
    Famille,
    lignes=dict.fromkeys(Role, TOUT),
    cachees={Role.CLIENT: {"competence"}},
)
