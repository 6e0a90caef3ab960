"""Input serializers whose fields follow the model: type, length and choices are said once.

Only the shape is checked here. What values mean together, and whether they are unique, is asked
once, by the service.
"""

from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _
from rest_framework import serializers

from core.api import champs
from core.api.serialiseurs import SerialiseurStrict

M = TypeVar("M", bound=models.Model)

_TEXTES = (models.CharField, models.TextField)


class EntreeModele(SerialiseurStrict, serializers.ModelSerializer[M]):
    """Strict input for columns of a model; null is taken for an empty text.

    A declared field with a `source` is a second name of that column: the older front-end says
    `type` for `type_intervention`. Both with different values are refused.
    """

    serializer_field_mapping = {
        models.CharField: champs.Texte,
        models.TextField: champs.Texte,
        models.EmailField: champs.Courriel,
        models.DateTimeField: champs.Instant,
        models.DateField: champs.Jour,
        models.DecimalField: champs.DecimalStrict,
        models.BooleanField: champs.Booleen,
    }
    serializer_choice_field = champs.Choix

    def build_standard_field(
        self, field_name: str, model_field: models.Field[Any, Any]
    ) -> tuple[type[serializers.Field[Any, Any, Any, Any]], dict[str, Any]]:
        kind, kwargs = super().build_standard_field(field_name, model_field)
        # Uniqueness and rules of the trade are the service's, under its lock.
        kwargs.pop("validators", None)
        if isinstance(model_field, _TEXTES) and model_field.blank:
            kwargs["allow_null"] = True
        return kind, kwargs

    def get_uniqueness_extra_kwargs(
        self, field_names: Any, declared_fields: Any, extra_kwargs: Any
    ) -> tuple[Any, Any]:
        """The service asks for uniqueness."""
        return extra_kwargs, {}

    def get_validators(self) -> list[Any]:
        """The service validates the model."""
        return []

    def _refuser_contradictions(self, data: Any) -> None:
        for field in self._writable_fields:
            name, column = str(field.field_name), str(field.source)
            if name != column and name in data and data.get(column, data[name]) != data[name]:
                message = _("%(a)s et %(b)s se contredisent.") % {"a": name, "b": column}
                raise serializers.ValidationError({name: [message]})

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        value: dict[str, Any] = super().to_internal_value(data)
        self._refuser_contradictions(data)
        model: type[models.Model] = self.Meta.model
        for column in model._meta.concrete_fields:
            if isinstance(column, _TEXTES) and value.get(column.name, "?") in (None, ""):
                value[column.name] = None if column.null else ""
        return value
