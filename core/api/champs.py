"""Strict serializer fields: exact types, bounded values, sentences instead of surprises.

DRF's own fields are lenient where it hurts: 1.5 as an id, an hour that does not exist, any object
as text. These refuse, next to the field.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.fields import empty

from core.caracteres import interdit, normaliser, toxique
from core.nombres import ID_MAX, lire_decimal, lire_id
from core.temps import InstantInvalide, lire_instant, lire_jour

M = TypeVar("M", bound=Model)

TEXTE_MAX = 10_000
_ENTIER = re.compile("-?[0-9]{1,18}")


def _visibles(queryset: Any, field: serializers.Field[Any, Any, Any, Any]) -> QuerySet[Any]:
    """The rows that the caller may see; without a request in the context this fails, by design."""
    visible: QuerySet[Any] = queryset.visible_to(field.context["request"].user)
    return visible


class VideEstNul:
    """An empty text is null where null is allowed: forms and date inputs cannot say null."""

    allow_null: bool

    def validate_empty_values(self, data: Any) -> tuple[bool, Any]:
        if isinstance(data, str) and data == "" and self.allow_null:
            data = None
        result: tuple[bool, Any] = super().validate_empty_values(data)  # type: ignore[misc]
        return result


class Entier(VideEstNul, serializers.IntegerField):
    """A whole number within bounds: an int or its digits, never a bool or a float."""

    default_error_messages = {"invalid": _("Un nombre entier est attendu.")}

    def __init__(self, *, min_value: int, max_value: int, **kwargs: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)

    def to_internal_value(self, data: Any) -> int:
        if type(data) is int and abs(data) <= ID_MAX:
            return data
        if not isinstance(data, str) or not _ENTIER.fullmatch(data):
            self.fail("invalid")
        return int(data)


class EntierId(VideEstNul, serializers.IntegerField):
    """A row id: 1 to 2**63 - 1."""

    default_error_messages = {"invalid": _("Un identifiant entier est attendu.")}

    def to_internal_value(self, data: Any) -> int:
        try:
            return lire_id(data)
        except ValueError:
            self.fail("invalid")


class TexteStrict:
    """Text is text: no number, object or control character is taken for it."""

    trim_whitespace: bool

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("type")  # type: ignore[attr-defined]
        text = normaliser(data)
        if interdit(text):
            self.fail("caracteres")  # type: ignore[attr-defined]
        return text.strip() if self.trim_whitespace else text


_messages_texte: dict[str, Any] = {
    "type": _("Un texte est attendu."),
    "caracteres": _("Ce texte contient des caractères interdits."),
}


class Texte(TexteStrict, serializers.CharField):
    """Text without control characters, trimmed, 10,000 characters unless said otherwise."""

    default_error_messages = _messages_texte

    def __init__(self, *, max_length: int = TEXTE_MAX, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)


class Courriel(TexteStrict, serializers.EmailField):
    """An e-mail address."""

    default_error_messages = _messages_texte

    def __init__(self, *, max_length: int = 255, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)


class MotDePasse(serializers.CharField):
    """A secret, taken as typed: neither trimmed nor limited to printable characters."""

    default_error_messages = _messages_texte

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=1000,
            trim_whitespace=False,
            write_only=True,
            style={"input_type": "password"},
            **kwargs,
        )

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("type")
        if toxique(data):
            self.fail("caracteres")
        return data


class Instant(VideEstNul, serializers.DateTimeField):
    """A moment; see `core.temps` for what is taken. Gives aware UTC datetimes."""

    default_error_messages = {
        "invalid": _("Date et heure attendues, par exemple 2026-05-20T14:30.")
    }

    def to_internal_value(self, value: Any) -> datetime:
        if not isinstance(value, str):
            self.fail("invalid")
        try:
            return lire_instant(value)
        except InstantInvalide as error:
            raise serializers.ValidationError(str(error), code="invalid") from error


class Jour(VideEstNul, serializers.DateField):
    """A day."""

    default_error_messages = {"invalid": _("Date attendue, par exemple 2026-05-20.")}

    def to_internal_value(self, value: Any) -> date:
        if not isinstance(value, str):
            self.fail("invalid")
        try:
            return lire_jour(value)
        except InstantInvalide as error:
            raise serializers.ValidationError(str(error), code="invalid") from error


class DecimalStrict(serializers.DecimalField):
    """A decimal without exponent, NaN or infinity, and no more digits than the column holds."""

    default_error_messages = {"invalid": _("Un nombre décimal est attendu, par exemple 12.50.")}

    def to_internal_value(self, data: Any) -> Decimal:
        try:
            number = lire_decimal(data)
        except ValueError:
            self.fail("invalid")
        return self.quantize(self.validate_precision(number))


class Booleen(VideEstNul, serializers.BooleanField):
    """`true` or `false`; from a form also the texts true, false, 1 and 0."""

    default_error_messages = {"invalid": _("true ou false est attendu.")}
    # DRF takes an absent form value for false, which would turn a PATCH by form into a change.
    default_empty_html = empty
    _formulaire = {"true": True, "1": True, "false": False, "0": False}

    def to_internal_value(self, data: Any) -> bool:
        if isinstance(data, bool):
            return data
        from_form = isinstance(getattr(self.root, "initial_data", None), QueryDict)
        if not from_form or not isinstance(data, str) or data not in self._formulaire:
            self.fail("invalid")
        return self._formulaire[data]


class Choix(serializers.ChoiceField):
    """One of a coded list, in its exact spelling; the message names the list, not the input."""

    default_error_messages = {"invalid_choice": _("Valeurs possibles : {valeurs}.")}

    def to_internal_value(self, data: Any) -> str:
        if data == "" and self.allow_blank:
            return ""
        if not isinstance(data, str) or data not in self.choice_strings_to_values:
            self.fail("invalid_choice", valeurs=", ".join(self.choice_strings_to_values))
        return str(self.choice_strings_to_values[data])


class ObjetPlat(serializers.Field[dict[str, Any], Any, dict[str, Any], Any]):
    """A flat object of named facts (machine specifications): text, numbers, booleans, null."""

    default_error_messages = {
        "invalid": _("Un objet de valeurs simples est attendu (50 noms au plus)."),
        "valeur": _("Chaque valeur est un texte, un nombre, vrai, faux ou vide."),
    }
    noms_max = 50
    nom_max = 100
    valeur_max = 1000

    def _bon(self, nom: str, valeur: Any) -> bool:
        if not nom.strip() or len(nom) > self.nom_max or interdit(nom):
            return False
        if isinstance(valeur, str):
            return len(valeur) <= self.valeur_max and not interdit(valeur)
        if isinstance(valeur, int):
            return abs(valeur) <= ID_MAX
        return valeur is None or isinstance(valeur, float)

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, Mapping) or len(data) > self.noms_max:
            self.fail("invalid")
        if not all(self._bon(name, value) for name, value in data.items()):
            self.fail("valeur")
        return dict(data)

    def to_representation(self, value: dict[str, Any]) -> dict[str, Any]:
        return value


class Lien(serializers.PrimaryKeyRelatedField[M]):
    """A row by id, among those that the caller may see."""

    default_error_messages = {
        "does_not_exist": _("Cet élément n’existe pas ou ne vous est pas accessible."),
        "incorrect_type": _("Un identifiant entier est attendu."),
    }

    def get_queryset(self) -> QuerySet[M] | None:
        rows = super().get_queryset()
        return None if rows is None else _visibles(rows, self)

    def to_internal_value(self, data: Any) -> M:
        try:
            number = lire_id(data)
        except ValueError:
            self.fail("incorrect_type")
        row: M = super().to_internal_value(number)  # type: ignore[arg-type]
        return row


class Liens(serializers.ListField):
    """Rows by id, all among those that the caller may see, in one query."""

    child = EntierId()
    default_error_messages = {
        "does_not_exist": _("Inconnus ou inaccessibles : {numeros}."),
    }

    def __init__(self, *, queryset: QuerySet[Any], max_length: int = 100, **kwargs: Any) -> None:
        self.queryset = queryset
        super().__init__(max_length=max_length, **kwargs)

    def to_internal_value(self, data: Any) -> list[Any]:
        if isinstance(data, list) and self.max_length is not None and len(data) > self.max_length:
            self.fail("max_length", max_length=self.max_length)
        ids: list[int] = list(dict.fromkeys(super().to_internal_value(data)))
        found = _visibles(self.queryset.all(), self).in_bulk(ids)
        missing = [number for number in ids if number not in found]
        if missing:
            self.fail("does_not_exist", numeros=", ".join(map(str, missing[:10])))
        return [found[number] for number in ids]

    def to_representation(self, data: Any) -> list[Any]:
        rows = data.all() if hasattr(data, "all") else data
        return [row.pk for row in rows]


class Lignes(serializers.ListField):
    """Each line's values, or what is wrong with them: one bad line does not hold up the others."""

    def run_child_validation(self, data: Any) -> list[Any]:
        return [self._ligne(item) for item in data]

    def _ligne(self, item: Any) -> Any:
        try:
            return self.child.run_validation(item)
        except serializers.ValidationError as error:
            return error
