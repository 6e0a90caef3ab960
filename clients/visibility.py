"""Which firms a person sees: staff all, a client user its own, a technician where it works now.

The technician's rule lives with interventions, which know where it works; it is registered
here by `interventions.visibility` through `regles_technicien`, so that this floor stays below.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import F, Q

from clients.models import Client, Contact, Site
from comptes.choices import Role
from core.visibility import TOUT, declarer

# Attribute of an account -> the firm's id, in a query of its sessions.
LUES_AVEC = {
    "entreprise_id_propre": F("utilisateur__client__pk"),
    "entreprise_id_du_contact": F("utilisateur__contact_client__client_id"),
}
# Set once by a higher floor: the Q of the client ids where a technician holds open work.
_clients_du_technicien: list[Callable[[Any], Any]] = []


def ids_clients_de(user: Any) -> frozenset[int]:
    """Ids of the firms that a client user signs in for; read once per request's user object.

    A session is read with both, if there are any.
    """
    if not hasattr(user, "ids_entreprises"):
        known = all(hasattr(user, name) for name in LUES_AVEC)
        ids = (getattr(user, name) for name in LUES_AVEC) if known else _ids_a_lire(user)
        user.ids_entreprises = frozenset(pk for pk in ids if pk is not None)
    found: frozenset[int] = user.ids_entreprises
    return found


def _ids_a_lire(user: Any) -> Iterable[int]:
    own = Client.objects.filter(user=user).order_by().values_list("pk", flat=True)
    more = Contact.objects.filter(user=user).order_by().values_list("client_id", flat=True)
    return own.union(more)


def enregistrer_clients_du_technicien(regle: Callable[[Any], Any]) -> None:
    """`regle(user)` gives the ids (list or subquery) of the clients a technician works for now."""
    _clients_du_technicien[:] = [regle]


def clients_du_technicien(user: Any) -> Any:
    """Ids of those clients; none as long as nobody registered a rule."""
    return _clients_du_technicien[0](user) if _clients_du_technicien else ()


def _par(colonne: str) -> dict[str, Any]:
    return {
        Role.ADMIN: TOUT,
        Role.RESPONSABLE: TOUT,
        Role.TECHNICIEN: lambda user: Q(**{f"{colonne}__in": clients_du_technicien(user)}),
        Role.CLIENT: lambda user: Q(**{f"{colonne}__in": ids_clients_de(user)}),
    }


_commerciales = {"notes_commerciales", "type_client", "niveau_service"}
_legales = {"ice", "identifiant_fiscal", "registre_commerce", "email_commercial", "user"}

declarer(
    Client,
    lignes=_par("pk"),
    cachees={
        Role.TECHNICIEN: _commerciales | _legales | {"archive_le"},
        Role.CLIENT: {"notes_commerciales", "type_client", "archive_le"},
    },
)
declarer(Site, lignes=_par("client_id"), cachees={})
declarer(
    Contact,
    lignes=_par("client_id"),
    cachees={Role.TECHNICIEN: {"email", "user"}},
)
