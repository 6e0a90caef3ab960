"""Serializer bases: input that refuses unknown names, output that drops hidden columns."""

import copy
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any, ClassVar, TypeVar, cast

from django.db import models
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.fields import SkipField

from core.api import champs
from core.chemins import chemin_visible, chemin_visible_de

M = TypeVar("M", bound=models.Model)

_INCONNUS_MAX = 20


class SerialiseurStrict(serializers.Serializer[Any]):
    """Input: a name that the serializer does not write is an error on that name."""

    def _inconnus(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, Mapping):
            return {}
        writable = {field.field_name for field in self._writable_fields}
        unknown = [str(name) for name in data if name not in writable][:_INCONNUS_MAX]
        return {name: [_("Ce champ n’est pas accepté ici.")] for name in unknown}

    def to_internal_value(self, data: Any) -> Any:
        errors = self._inconnus(data)
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as error:
            detail = error.detail if isinstance(error.detail, Mapping) else {}
            raise serializers.ValidationError({**errors, **detail}) from error
        if errors:
            raise serializers.ValidationError(errors)
        return value


def _au_bout(ligne: Any, chemin: str) -> Any:
    """The value at the end of a lookup path; None where a row on the way is missing."""
    for step in chemin.split("__"):
        if ligne is None:
            return None
        # A missing one-to-one row raises an AttributeError.
        ligne = getattr(ligne, step, None)
    return ligne


class Calcule(serializers.Field[Any, Any, Any, Any]):
    """A key computed from columns by the serializer's method `calculer_<key>(*values)`.

    The columns are lookup paths, so that `core.api.lecture` can read them without an instance.
    """

    def __init__(self, *colonnes: str, **kwargs: Any) -> None:
        self.colonnes = colonnes
        super().__init__(**{**kwargs, "source": "*", "read_only": True})

    def to_representation(self, value: Any) -> Any:
        compute = cast("SerialiseurSortie[Any]", self.parent).calcul(str(self.field_name))
        return compute(*(_au_bout(value, path) for path in self.colonnes))


def _lecture(modele: type[models.Model], champ: Any) -> Callable[[Any], Any]:
    """The attribute itself where rows always have it; the field's own careful way otherwise."""
    current: Any = modele
    for rank, step in enumerate(champ.source_attrs, 1):
        column = next(
            (f for f in current._meta.concrete_fields if step in (f.name, f.attname)), None
        )
        last = rank == len(champ.source_attrs)
        if column is None or not (last or (column.is_relation and not column.null)):
            return cast("Callable[[Any], Any]", champ.get_attribute)
        current = column.related_model
    if not champ.source_attrs or isinstance(champ, serializers.RelatedField):
        return cast("Callable[[Any], Any]", champ.get_attribute)
    return attrgetter(champ.source)


class SerialiseurSortie(serializers.ModelSerializer[M]):
    """Output: the keys of columns that the caller may not see are absent.

    Asked per row, because a person sees their own whole. A key computed from columns says so in
    `colonnes_de`.
    """

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.DateTimeField: champs.Instant,
        models.DecimalField: champs.DecimalStrict,
    }
    colonnes_de: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    # Keys that a view adds to some answers, with their type: for the API's description.
    ajouts: ClassVar[Mapping[str, Any]] = {}
    _construits: ClassVar[dict[str, Any]]

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """As built once for the class: asking the model about each is a quarter of a detail's time.

        A nested serializer is made anew, because it carries the request's context further.
        """
        if "_construits" not in type(self).__dict__:
            type(self)._construits = super().get_fields()  # noqa: SLF001  each class its own
        return {
            name: copy.deepcopy(field)
            if isinstance(field, serializers.BaseSerializer)
            else copy.copy(field)
            for name, field in self._construits.items()
        }

    def calcul(self, nom: str) -> Callable[..., Any]:
        """How the `Calcule` key `nom` is computed."""
        found: Callable[..., Any] = getattr(self, f"calculer_{nom}")
        return found

    def champs_lus(self) -> Sequence[serializers.Field[Any, Any, Any, Any]]:
        """The fields of the keys, in their order."""
        return list(self._readable_fields)

    def _chemins(self, field: serializers.Field[Any, Any, Any, Any]) -> tuple[str, ...]:
        name, source = str(field.field_name), str(field.source)
        own = (name,) if source == "*" else (source.replace(".", "__"),)
        return self.colonnes_de.get(name, own)

    def chemins(self) -> dict[str, tuple[str, ...]]:
        """The lookup paths that each key shows, as far as visibility is concerned."""
        return {str(f.field_name): self._chemins(f) for f in self._readable_fields}

    @cached_property
    def douteux(self) -> dict[str, tuple[str, ...]]:
        """The keys that show something hidden in some row at least, with the paths to ask about."""
        user = self.context["request"].user
        model: type[models.Model] = self.Meta.model
        doubtful = {
            name: tuple(path for path in shown if not chemin_visible(model, path, user))
            for name, shown in self.chemins().items()
        }
        return {name: hidden for name, hidden in doubtful.items() if hidden}

    @cached_property
    def _lectures(self) -> list[tuple[str, Callable[[Any], Any], Callable[[Any], Any]]]:
        """Each key, how its value is read, how it is shown: looked up once for all rows."""
        model: type[models.Model] = self.Meta.model
        return [
            (str(f.field_name), _lecture(model, f), f.to_representation)
            for f in self._readable_fields
        ]

    def _montrer(self, instance: Any) -> dict[str, Any]:
        """What the framework would show, without looking each field up again for each row."""
        shown: dict[str, Any] = {}
        for name, read, show in self._lectures:
            try:
                value = read(instance)
            except SkipField:
                continue
            shown[name] = None if value is None else show(value)
        return shown

    def to_representation(self, instance: Any) -> Any:
        user = self.context["request"].user
        shown = self._montrer(instance)
        for name, paths in self.douteux.items():
            if not all(chemin_visible_de(instance, path, user) for path in paths):
                shown.pop(name, None)
        return shown
