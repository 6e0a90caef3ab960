"""One's own messages; those who manage see all that was told."""

from typing import Any

from django.db.models import Q

from comptes.choices import Role
from core.visibility import TOUT, declarer
from notifications.models import Notification


def _les_siennes(user: Any) -> Q:
    return Q(user_id=user.pk)


_interne = {"cle", "metadata", "courriel_des"}

declarer(
    Notification,
    lignes={
        Role.ADMIN: TOUT,
        Role.RESPONSABLE: TOUT,
        Role.TECHNICIEN: _les_siennes,
        Role.CLIENT: _les_siennes,
    },
    cachees={
        Role.RESPONSABLE: _interne,
        Role.TECHNICIEN: _interne,
        Role.CLIENT: _interne,
    },
)
