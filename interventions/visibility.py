"""Who sees which intervention and which of its columns, and what each person is to one.

A technician sees the interventions it holds or held; the machines (and their technical past) of
the clients for whom it holds an open one. A client user sees its firm's.
"""

from typing import Any

from django.db.models import Q, QuerySet

from clients.models import Client, Contact
from clients.visibility import enregistrer_clients_du_technicien, ids_clients_de
from comptes.choices import Role
from core.visibility import TOUT, declarer
from interventions.models import (
    Affectation,
    Commentaire,
    Indisponibilite,
    Intervention,
    Segment,
)
from interventions.workflow import Acteur
from techniciens.visibility import technicien_id_de

HistoriqueIntervention = Intervention.history.model

_couts = {"cout_estime", "cout_reel"}
_provenance = {"adresse_ip", "user_agent", "request_id"}

# Pseudo-columns: reasons that `nouvelle_valeur` of an audit row carries beside the columns.
# A client reads why its request was cancelled, not what the staff said to one another, nor
# columns of another program (`ancien`) of which nobody knows what they tell.
_motifs_internes = {"motif", "texte", "ancien"}

# What a technician may read of others' work on a machine before it.
PASSE_TECHNIQUE = (
    "id",
    "numero",
    "date_creation",
    "date_fin",
    "type_intervention",
    "diagnostic",
    "solution",
    "mode",
    "cause",
    "remede",
)


def _affectations_de(user: Any) -> QuerySet[Affectation]:
    return Affectation.objects.filter(technicien_id=technicien_id_de(user) or 0)


def _du_technicien(colonne: str) -> Any:
    return lambda user: Q(**{f"{colonne}__in": _affectations_de(user).values("intervention_id")})


def _du_client(colonne: str) -> Any:
    return lambda user: Q(**{f"{colonne}__in": ids_clients_de(user)})


def _clients_en_cours(user: Any) -> Any:
    """Clients for whom the technician holds an open affectation."""
    held = _affectations_de(user).filter(fin__isnull=True)
    return Intervention.objects.filter(pk__in=held.values("intervention_id")).values("client_id")


enregistrer_clients_du_technicien(_clients_en_cours)

CACHEES: dict[str, frozenset[str]] = {
    Role.RESPONSABLE: frozenset[str](),
    Role.TECHNICIEN: frozenset(_couts | {"ancien"}),
    Role.CLIENT: frozenset(
        _couts | _motifs_internes | {"notes_techniques", "duree_estimee", "cree_par"}
    ),
}

_chefs: dict[str, Any] = {Role.ADMIN: TOUT, Role.RESPONSABLE: TOUT}

declarer(
    Intervention,
    lignes=_chefs | {Role.TECHNICIEN: _du_technicien("pk"), Role.CLIENT: _du_client("client_id")},
    cachees=CACHEES,
)
declarer(
    HistoriqueIntervention,
    lignes=_chefs
    | {
        Role.TECHNICIEN: _du_technicien("id"),
        Role.CLIENT: lambda user: Q(client_id__in=ids_clients_de(user), interne=False),
    },
    cachees={
        Role.RESPONSABLE: _provenance,
        Role.TECHNICIEN: CACHEES[Role.TECHNICIEN] | _provenance,
        Role.CLIENT: CACHEES[Role.CLIENT] | _provenance | {"canal", "interne"},
    },
)
declarer(
    Commentaire,
    lignes=_chefs
    | {
        Role.TECHNICIEN: _du_technicien("intervention_id"),
        Role.CLIENT: lambda user: (
            Q(intervention__client_id__in=ids_clients_de(user))
            & (Q(visible_client=True) | Q(auteur_id=user.pk))
        ),
    },
)
declarer(Affectation, lignes=_chefs | {Role.TECHNICIEN: _du_technicien("intervention_id")})
declarer(Segment, lignes=_chefs | {Role.TECHNICIEN: _du_technicien("intervention_id")})
declarer(
    Indisponibilite,
    lignes=_chefs
    | {
        Role.TECHNICIEN: lambda user: Q(equipement__client_id__in=_clients_en_cours(user)),
        Role.CLIENT: _du_client("equipement__client_id"),
    },
)


def comptes_qui_voient(intervention: Intervention) -> Q:
    """Condition on accounts: those that see `intervention`, its rule of rows from the other end."""
    return _comptes(intervention.client_id, Affectation.objects.filter(intervention=intervention))


def comptes_qui_voient_le_client(client_id: int) -> Q:
    """The same for what is a client's, such as its machines."""
    held = Affectation.objects.filter(intervention__client_id=client_id, fin__isnull=True)
    return _comptes(client_id, held)


def _comptes(client_id: int, held: QuerySet[Affectation]) -> Q:
    working = held.filter(technicien__archive_le__isnull=True).order_by()
    firm = Client.objects.filter(pk=client_id).order_by()
    more = Contact.objects.filter(client_id=client_id).order_by()
    return Q(is_active=True) & (
        Q(role__in=_chefs)
        | Q(role=Role.TECHNICIEN, pk__in=working.values("technicien__user_id"))
        | Q(role=Role.CLIENT, pk__in=firm.values("user_id"))
        | Q(role=Role.CLIENT, pk__in=more.values("user_id"))
    )


def acteur_de(user: Any, intervention: Intervention) -> Acteur | None:
    """What `user` is to `intervention`; None for one who may at most read it."""
    return acteur_pour(
        user, technicien_id=intervention.technicien_id, client_id=intervention.client_id
    )


def acteur_pour(user: Any, *, technicien_id: int | None, client_id: int) -> Acteur | None:
    """The same for an intervention of which only these columns were read."""
    if user.role == Role.TECHNICIEN:
        held = technicien_id_de(user)
        mine = held is not None and technicien_id == held
        return Acteur.TECHNICIEN if mine else None
    if user.role == Role.CLIENT:
        return Acteur.CLIENT if client_id in ids_clients_de(user) else None
    return Acteur(user.role) if user.role in (Role.ADMIN, Role.RESPONSABLE) else None
