"""Who sees which file: whoever sees the intervention; a client those shown to it or its own."""

from typing import Any

from django.db.models import Q

from clients.visibility import ids_clients_de
from comptes.choices import Role
from core.visibility import declarer
from documents.models import Document
from interventions.models import Intervention

_la = Q(retire_le__isnull=True)


def _du_technicien(user: Any) -> Q:
    mine = Intervention.objects.visible_to(user).values("pk")
    return _la & Q(intervention_id__in=mine)


def _du_client(user: Any) -> Q:
    firm = Q(intervention__client_id__in=ids_clients_de(user))
    return _la & firm & (Q(visible_client=True) | Q(uploaded_by_id=user.pk))


_interne = {"chemin", "empreinte", "retire_le"}

declarer(
    Document,
    lignes={
        Role.ADMIN: lambda user: _la,
        Role.RESPONSABLE: lambda user: _la,
        Role.TECHNICIEN: _du_technicien,
        Role.CLIENT: _du_client,
    },
    cachees={
        Role.ADMIN: {"chemin"},
        Role.RESPONSABLE: _interne,
        Role.TECHNICIEN: _interne,
        Role.CLIENT: _interne | {"visible_client"},
    },
)
