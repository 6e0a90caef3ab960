"""Who sees what of the planning: a client its machines' entries, a technician its own slots."""

from typing import Any

from django.db.models import Q, QuerySet

from clients.visibility import ids_clients_de
from comptes.choices import Role
from core.visibility import TOUT, declarer
from planning.models import (
    Absence,
    Creneau,
    EntreePlanning,
    HoraireTravail,
    JourFerie,
    LienAgenda,
    Plan,
    Reservation,
)
from techniciens.visibility import technicien_id_de


def _lui(user: Any) -> int:
    return technicien_id_de(user) or 0


def _parmi(*lignes: QuerySet[Any, Any]) -> Q:
    """One of any of these: a union is asked by the index, an OR of subqueries row by row."""
    first, *others = (rows.order_by() for rows in lignes)
    return Q(pk__in=first.union(*others))


def _tenus(user: Any, colonne: str) -> QuerySet[Any, Any]:
    """Of the work that it holds."""
    rows: QuerySet[Any, Any] = Creneau.objects.filter(intervention__technicien_id=_lui(user))
    return rows.values(colonne)


def _reserves(user: Any, colonne: str) -> QuerySet[Any, Any]:
    """In which its time is, or was, taken."""
    rows: QuerySet[Any, Any] = Reservation.objects.filter(technicien_id=_lui(user))
    return rows.values(colonne)


def _ses_creneaux(user: Any) -> Q:
    return _parmi(_tenus(user, "pk"), _reserves(user, "planning_id"))


def _ses_plans(user: Any) -> Q:
    return _parmi(_tenus(user, "plan_id"), _reserves(user, "planning__plan_id"))


def _ses_entrees(user: Any) -> Q:
    return _parmi(
        _tenus(user, "pk"),
        _reserves(user, "planning_id"),
        _tenus(user, "plan_id"),
        _reserves(user, "planning__plan_id"),
    )


def _du_client(colonne: str) -> Any:
    return lambda user: Q(**{f"{colonne}__in": ids_clients_de(user)})


def _du_technicien(user: Any) -> Q:
    return Q(technicien_id=_lui(user))


_chefs: dict[str, Any] = {Role.ADMIN: TOUT, Role.RESPONSABLE: TOUT}

declarer(
    EntreePlanning,
    lignes=_chefs
    | {Role.TECHNICIEN: _ses_entrees, Role.CLIENT: _du_client("equipement__client_id")},
)
declarer(
    Plan,
    lignes=_chefs
    | {Role.TECHNICIEN: _ses_plans, Role.CLIENT: _du_client("entree__equipement__client_id")},
    cachees={Role.CLIENT: {"competence", "duree_estimee"}},
)
declarer(
    Creneau,
    lignes=_chefs
    | {Role.TECHNICIEN: _ses_creneaux, Role.CLIENT: _du_client("intervention__client_id")},
    cachees={Role.CLIENT: {"notes_planning", "rappel_envoye", "motif_derogation"}},
)
# Nobody reads a secret's digest; a technician its own link.
declarer(
    LienAgenda,
    lignes=_chefs | {Role.TECHNICIEN: _du_technicien},
    cachees={role: {"empreinte"} for role in (*_chefs, Role.TECHNICIEN)},
)
declarer(Reservation, lignes=_chefs | {Role.TECHNICIEN: _du_technicien})
declarer(
    Absence,
    lignes=_chefs | {Role.TECHNICIEN: _du_technicien},
    cachees={Role.TECHNICIEN: {"cree_par"}},
)
declarer(
    HoraireTravail,
    lignes=_chefs
    | {Role.TECHNICIEN: lambda user: Q(technicien_id__isnull=True) | _du_technicien(user)},
)
declarer(JourFerie, lignes=_chefs | {Role.TECHNICIEN: TOUT, Role.CLIENT: TOUT})
