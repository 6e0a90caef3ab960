"""Who sees what: one declaration per model, rows and columns together.

Each app states its models' policies in `<app>/visibility.py`; `CoreConfig.ready` imports them.
A model without a policy shows nothing to anybody, a role without a row rule sees no row, and
"everything" must be said in as many words with `TOUT`: an empty `Q` is refused.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, Q, QuerySet


class _Sentinelle(Enum):
    TOUT = "tout"


TOUT: Final = _Sentinelle.TOUT

RegleLignes = Callable[[Any], Q]
Lignes = TypeVar("Lignes", bound=QuerySet[Any])


@dataclass(frozen=True)
class Politique:
    """Row rule per role, hidden columns per role, and whose rows are exempt from hiding.

    `lignes[role]` is `TOUT` or a function of the user giving a `Q`. `cachees[role]` names columns
    (or audit keys) that the role must not read, write, filter, sort or search by. `propre(user,
    row)` lifts that hiding for a person's own row. `en_plus(user, row)` names columns hidden in
    some rows only, be they one's own; asked without a row it names all that it may hide.
    """

    lignes: Mapping[str, RegleLignes | _Sentinelle]
    cachees: Mapping[str, frozenset[str]] = field(default_factory=dict)
    propre: Callable[[Any, Any], bool] | None = None
    en_plus: Callable[[Any, Any], frozenset[str]] | None = None


_politiques: dict[type[Model], Politique] = {}


def _avec_cles(modele: type[Model], noms: Iterable[str]) -> frozenset[str]:
    """The names and, for foreign keys, their columns: `cree_par` hides `cree_par_id` too."""
    names = frozenset(noms)
    return names | {f.attname for f in modele._meta.concrete_fields if f.name in names}


def declarer(
    modele: type[Model],
    *,
    lignes: Mapping[str, RegleLignes | _Sentinelle],
    cachees: Mapping[str, Iterable[str]] | None = None,
    propre: Callable[[Any, Any], bool] | None = None,
    en_plus: Callable[[Any, Any], frozenset[str]] | None = None,
) -> None:
    """State the policy of `modele`; a second statement is a programming error."""
    if modele in _politiques:
        raise ImproperlyConfigured(f"{modele.__name__} has a visibility policy already")
    hidden = {role: _avec_cles(modele, names) for role, names in (cachees or {}).items()}
    _politiques[modele] = Politique(lignes, hidden, propre, en_plus)


def politique(modele: type[Model]) -> Politique | None:
    """The declared policy, or None (which means: nothing is shown)."""
    return _politiques.get(modele)


def modeles_declares() -> list[type[Model]]:
    """Every model that has a policy."""
    return list(_politiques)


def _role(user: Any) -> str | None:
    """The role that counts: none for strangers and for deactivated accounts."""
    if not getattr(user, "is_authenticated", False) or not getattr(user, "is_active", False):
        return None
    return str(user.role)


def lignes_visibles(rows: Lignes, user: Any) -> Lignes:
    """The rows of `rows` that `user` may see: none unless a rule says so."""
    policy = _politiques.get(rows.model)
    role = _role(user)
    rule = policy.lignes.get(role) if policy and role else None
    if rule is None:
        return rows.none()
    if isinstance(rule, _Sentinelle):
        return rows.all()
    condition = rule(user)
    if not condition:
        raise ImproperlyConfigured(f"empty row rule for {rows.model.__name__}, {role}")
    return rows.filter(condition)


def voit_tout(modele: type[Model], user: Any) -> bool:
    """Whether every row of `modele` is there for `user`, so that rows need not be asked."""
    policy, role = _politiques.get(modele), _role(user)
    return bool(policy and role and policy.lignes.get(role) is TOUT)


def colonnes_cachees(modele: type[Model], user: Any, ligne: Model | None = None) -> frozenset[str]:
    """Columns of `modele` that `user` must not see (in `ligne`, if one row is meant)."""
    policy = _politiques.get(modele)
    role = _role(user)
    if policy is None or role is None or role not in policy.lignes:
        return _avec_cles(modele, (f.name for f in modele._meta.get_fields()))
    own = ligne is not None and policy.propre is not None and policy.propre(user, ligne)
    hidden = frozenset() if own else policy.cachees.get(role, frozenset())
    return hidden if policy.en_plus is None else hidden | policy.en_plus(user, ligne)


def montrer(
    modele: type[Model], noms: Iterable[str], user: Any, *, ligne: Model | None = None
) -> list[str]:
    """Those of `noms` that `user` may see, in the order given."""
    hidden = colonnes_cachees(modele, user, ligne)
    return [name for name in noms if name not in hidden]
