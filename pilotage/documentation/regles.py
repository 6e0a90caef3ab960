"""Puts a row rule into words by looking at the `Q` that it builds.

The rule is run for a stand-in user whose ids are marks; wherever a mark turns up in the condition
or in its subqueries, it is named. Nothing is asked of the database.
"""

from types import SimpleNamespace
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.sql import Query

from core.visibility import TOUT

COMPTE, PROFIL, ENTREPRISE = -101, -102, -103
_MARQUES = {COMPTE: "son compte", PROFIL: "son profil", ENTREPRISE: "ses entreprises"}
_PASSEPARTOUT = {
    "pk": COMPTE,
    "profil_technicien_id": PROFIL,
    "ids_entreprises": frozenset({ENTREPRISE}),
}
_COMPARAISONS = ("in", "isnull", "exact")


def decrire(regle: Any, role: str) -> str:
    """What `role` sees of a model by this rule, in words."""
    if regle is None:
        return "rien"
    if regle is TOUT:
        return "tout"
    user = SimpleNamespace(role=role, is_active=True, is_authenticated=True, **_PASSEPARTOUT)
    return _condition(regle(user))


def _condition(q: Q) -> str:
    parts = [
        f"({_condition(child)})" if isinstance(child, Q) else _comparaison(child)
        for child in q.children
    ]
    words = (" ou " if q.connector == Q.OR else " et ").join(parts)
    return f"sauf ({words})" if q.negated else words


def _comparaison(child: Any) -> str:
    path, value = child
    *names, last = path.split("__")
    if last not in _COMPARAISONS:
        names, last = [*names, last], "exact"
    return _dire(".".join(names), last, value)


def _dire(colonne: str, comparaison: str, valeur: Any) -> str:
    """One comparison: `client_id` parmi ses entreprises."""
    if comparaison == "isnull":
        return f"`{colonne}` {'vide' if valeur else 'rempli'}"
    return f"`{colonne}` {'parmi' if comparaison == 'in' else '='} {_valeur(valeur)}"


def _valeur(valeur: Any) -> str:
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, QuerySet):
        return _requete(valeur.query)
    if isinstance(valeur, Query):
        return _requete(valeur)
    if isinstance(valeur, (list, tuple, set, frozenset)):
        return ", ".join(_valeur(v) for v in sorted(valeur))
    return _MARQUES.get(valeur, f"`{valeur}`")


def _requete(query: Any) -> str:
    """A subquery: `Affectation.intervention_id` où `technicien_id` = son profil."""
    if query.combinator:
        return " ou ".join(_requete(part) for part in query.combined_queries)
    column = query.values_select[0] if query.values_select else "pk"
    source = f"`{query.model.__name__}.{column}`"
    where = [
        _dire(lookup.lhs.target.attname, str(lookup.lookup_name), lookup.rhs)
        for lookup in query.where.children
    ]
    return f"{source} où {' et '.join(where)}" if where else source
