"""Which machines a person sees: a client its own, a technician its current clients'."""

from typing import Any

from django.db.models import Q

from clients.visibility import clients_du_technicien, ids_clients_de
from comptes.choices import Role
from core.visibility import TOUT, declarer
from equipements.models import Compteur, Equipement, Famille, Releve


def _par(colonne: str) -> dict[str, Any]:
    """The rule, by the column that leads to the machine's client."""
    return {
        Role.ADMIN: TOUT,
        Role.RESPONSABLE: TOUT,
        Role.TECHNICIEN: lambda user: Q(**{f"{colonne}__in": clients_du_technicien(user)}),
        Role.CLIENT: lambda user: Q(**{f"{colonne}__in": ids_clients_de(user)}),
    }


declarer(
    Equipement,
    lignes=_par("client_id"),
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
# What is read on a machine is its owner's; who read it, and why it was set back, the house's.
declarer(Compteur, lignes=_par("equipement__client_id"))
declarer(
    Releve,
    lignes=_par("compteur__equipement__client_id"),
    cachees={Role.CLIENT: {"saisi_par", "motif", "source"}},
)
