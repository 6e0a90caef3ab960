"""Who sees which account, and which of its columns."""

from typing import Any

from django.db.models import Q

from comptes.choices import Role
from comptes.models import Echecs, Session, Utilisateur
from core.models import (
    CleIdempotence,
    Evenement,
    ExecutionTravail,
    Livraison,
    Organisation,
    Serie,
)
from core.visibility import TOUT, declarer
from listes.models import PreferenceListe, VueEnregistree
from listes.permissions import enregistrer_partage

_preferences = {"langue", "theme", "densite", "raccourcis", "premiers_pas"}
_personnel = {"email", "last_login", "created_at", "updated_at", "password"} | _preferences


def _soi(user: Any) -> Q:
    return Q(pk=user.pk)


def _collegues(user: Any) -> Q:
    """Oneself, and the other technicians by name."""
    return Q(pk=user.pk) | Q(role=Role.TECHNICIEN, is_active=True)


def _est_soi(user: Any, ligne: Any) -> bool:
    return bool(user.pk == ligne.pk)


def _en_plus(user: Any, ligne: Any) -> frozenset[str]:
    """Nobody reads a password, not even its owner; no responsable an administrator's address."""
    own = ligne is not None and _est_soi(user, ligne)
    of_admin = ligne is None or ligne.role == Role.ADMIN
    admins = user.role == Role.RESPONSABLE and of_admin and not own
    return frozenset({"password", "email"} if admins else {"password"})


declarer(
    Utilisateur,
    lignes={
        Role.ADMIN: TOUT,
        Role.RESPONSABLE: TOUT,
        Role.TECHNICIEN: _collegues,
        Role.CLIENT: _soi,
    },
    cachees={
        Role.ADMIN: {"password"},
        Role.RESPONSABLE: {"password"} | _preferences,
        Role.TECHNICIEN: _personnel | {"username"},
        Role.CLIENT: _personnel,
    },
    propre=_est_soi,
    en_plus=_en_plus,
)

_secrets = {"sid", "jti"}
_les_siennes: dict[str, Any] = dict.fromkeys(Role, lambda user: Q(utilisateur_id=user.pk))

declarer(
    Session,
    lignes=_les_siennes | {Role.ADMIN: TOUT},
    cachees=dict.fromkeys(Role, _secrets),
)
declarer(Echecs, lignes={Role.ADMIN: TOUT}, cachees={Role.ADMIN: {"cle"}})

_tous: dict[str, Any] = dict.fromkeys(Role, TOUT)

declarer(Organisation, lignes=_tous)
declarer(Serie, lignes={Role.ADMIN: TOUT})
declarer(Evenement, lignes={Role.ADMIN: TOUT})
declarer(Livraison, lignes={Role.ADMIN: TOUT})
declarer(ExecutionTravail, lignes={Role.ADMIN: TOUT})
# An answer may hold what its reader alone may see.
declarer(
    CleIdempotence,
    lignes={Role.ADMIN: TOUT},
    cachees={Role.ADMIN: {"corps", "entetes", "empreinte"}},
)


def _mes_vues(user: Any) -> Q:
    return Q(proprietaire_id=user.pk)


def _mes_vues_et_les_partagees(user: Any) -> Q:
    return Q(proprietaire_id=user.pk) | Q(partagee=True)


def _mes_preferences(user: Any) -> Q:
    return Q(utilisateur_id=user.pk)


_equipe = (Role.ADMIN, Role.RESPONSABLE, Role.TECHNICIEN)

# The lists' floor lies below this one and knows no roles. A view shows rows by its reader's rights;
# its name and filters are the house's own business, so clients see only theirs.
declarer(
    VueEnregistree,
    lignes=dict.fromkeys(_equipe, _mes_vues_et_les_partagees) | {Role.CLIENT: _mes_vues},
)
declarer(
    PreferenceListe,
    lignes=dict[str, Any](dict.fromkeys(Role, _mes_preferences)) | {Role.ADMIN: TOUT},
)
enregistrer_partage(lambda user: bool(user.is_active) and user.role in _equipe[:2])
