"""Answers from plain values instead of model instances, as the output serializer declares them.

Building instances and asking each of some fifty fields for its value costs ten times the query.
A `Lecteur` takes from the serializer class which keys there are, from which columns, in which form,
and which of them a role does not see; then a row is one tuple and one `dict(zip())`. What it
answers is what the serializer would: the tests compare the two for every route and role. Where
hiding depends on the row, or a key is of a kind that it does not know, there is no `Lecteur` and
the serializer answers itself.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.request import Request

from core.api.serialiseurs import Calcule, SerialiseurSortie
from core.api.versions import colonne_de_version
from core.chemins import modeles_de
from core.preparees import Choisies, Ligne, Preparee
from core.visibility import Politique, politique

Forme = Callable[[Any], Any]
Classe = type[SerialiseurSortie[Any]]

# What they show is the column's value as it is.
_TELS_QUELS = (
    serializers.CharField,
    serializers.ChoiceField,
    serializers.IntegerField,
    serializers.BooleanField,
    serializers.ReadOnlyField,
    serializers.DateField,
)


# Orders of a list whose statement is kept: who asks for more of them waits a millisecond.
_ORDRES = 64


class HorsPorteeError(Exception):
    """A key that plain values cannot answer."""


@dataclass(frozen=True)
class _Cle:
    """A key of the answer, the columns it is taken from, and the field that declares it."""

    nom: str
    colonnes: tuple[str, ...]
    champ: Any
    defaut: Any = empty


class Lecteur:
    """How one role is shown the rows of one serializer."""

    def __init__(self, classe: Classe, cles: Sequence[_Cle]) -> None:
        self.classe = classe
        self.version = colonne_de_version(classe.Meta.model)
        wanted = ["pk", *(c for cle in cles for c in cle.colonnes)]
        self.colonnes = list(dict.fromkeys([*wanted, *([self.version] if self.version else [])]))
        self.rang = {colonne: rang for rang, colonne in enumerate(self.colonnes)}
        self._preparee = lru_cache(_ORDRES)(self._preparer)
        self._noms = [cle.nom for cle in cles]
        self._rangs = [(cle, [self.rang[colonne] for colonne in cle.colonnes]) for cle in cles]

    def lire(self, rows: QuerySet[Any]) -> list[Ligne]:
        """The columns of `rows`, the id first.

        Which rows these are is a query of ids; what is shown of them is the same for all, so that
        its SQL is written once for each order.
        """
        query = rows.query
        if query.annotations or not all(isinstance(term, str) for term in query.order_by):
            return list(rows.values_list(*self.colonnes))
        ids: QuerySet[Any] | None = getattr(rows, "choisies", None)
        asked = rows.values("pk") if ids is None else ids
        return self._preparee(query.order_by).lignes(ids=asked)

    def _preparer(self, ordre: tuple[str, ...]) -> Preparee:
        model: Any = self.classe.Meta.model
        chosen = model._base_manager.filter(Choisies("ids")).order_by(*ordre)
        return Preparee(chosen.values_list(*self.colonnes))

    def version_de(self, ligne: Ligne) -> Any:
        """What the row's `ETag` is made of."""
        return ligne[self.rang[self.version]] if self.version else None

    def montrer(self, lignes: Sequence[Ligne], contexte: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The rows as JSON values; `contexte` is the serializer's.

        Key by key over all rows, then row by row: a loop in C for each key.
        """
        columns = list(zip(*lignes, strict=True))
        if not columns:
            return []
        serializer = self.classe(context=contexte)
        shown = [
            _valeurs(cle, [columns[rang] for rang in rangs], serializer)
            for cle, rangs in self._rangs
        ]
        return [dict(zip(self._noms, row, strict=True)) for row in zip(*shown, strict=True)]


def _valeurs(
    cle: _Cle, colonnes: Sequence[Ligne], serialiseur: SerialiseurSortie[Any]
) -> Iterable[Any]:
    """What each row shows under one key."""
    if isinstance(cle.champ, Calcule):
        return map(serialiseur.calcul(cle.nom), *colonnes)
    [values] = colonnes
    form, missing = _forme(cle), None if cle.defaut is empty else cle.defaut
    if form is not None:
        return [missing if value is None else form(value) for value in values]
    return values if missing is None else [missing if v is None else v for v in values]


def forme_instant() -> Forme:
    """As `champs.Instant` shows it, with the time zone looked up once."""
    zone = timezone.get_current_timezone()

    def forme(value: datetime) -> str:
        text = value.astimezone(zone).isoformat()
        return f"{text[:-6]}Z" if text.endswith("+00:00") else text

    return forme


def _forme(cle: _Cle) -> Forme | None:
    """What makes of a value that is not null what is shown; None if it is shown as it is."""
    if isinstance(cle.champ, serializers.DateTimeField):
        return forme_instant()
    if isinstance(cle.champ, serializers.DecimalField):
        return float
    if isinstance(cle.champ, _TELS_QUELS):
        return None
    form: Forme = cle.champ.to_representation
    return form


def _cle(modele: type[Model], champ: Any) -> _Cle:
    name = str(champ.field_name)
    if isinstance(champ, Calcule):
        return _Cle(name, champ.colonnes, champ)
    if champ.source == "*" or isinstance(champ, serializers.BaseSerializer):
        raise HorsPorteeError(name)
    path = str(champ.source).replace(".", "__")
    missing = _relation_nulle(modele, path)
    if missing and champ.default is empty:
        raise HorsPorteeError(name)  # the serializer leaves the key out of such rows
    return _Cle(name, (path,), champ, champ.default if missing else empty)


def _relation_nulle(modele: type[Model], chemin: str) -> bool:
    """Whether a row that the path leads over may be missing: null at its end means just that."""
    current: Any = modele
    *steps, last = chemin.split("__")
    nullable = False
    for step in steps:
        field = current._meta.get_field(step)
        nullable = nullable or field.null
        current = field.related_model
    if current._meta.get_field(last).null and nullable:
        raise HorsPorteeError(chemin)
    return nullable


Politiques = Mapping[type[Model], Politique | None]
_lecteurs: dict[tuple[Classe, str], tuple[Politiques, Lecteur | None]] = {}


def lecteur_de(classe: Any, request: Request) -> Lecteur | None:
    """The reader for this role, made once; None where the serializer has to answer itself."""
    if not issubclass(classe, SerialiseurSortie):
        return None
    key = (classe, str(getattr(request.user, "role", "")))
    known = _lecteurs.get(key)
    if known is None or any(politique(m) is not p for m, p in known[0].items()):
        known = _lecteurs[key] = _construire(classe, request)
    return known[1]


def _construire(classe: Classe, request: Request) -> tuple[Politiques, Lecteur | None]:
    serializer = classe(context={"request": request})
    model: type[Model] = classe.Meta.model
    paths = serializer.chemins()
    models = {m for shown in paths.values() for path in shown for m in modeles_de(model, path)}
    policies = {m: politique(m) for m in models}
    # A person's own row may show more, some rows less: that is asked row by row.
    if any(p is not None and (p.propre or p.en_plus) for p in policies.values()):
        return policies, None
    fields = [f for f in serializer.champs_lus() if str(f.field_name) not in serializer.douteux]
    try:
        return policies, Lecteur(classe, [_cle(model, field) for field in fields])
    except HorsPorteeError:
        return policies, None
