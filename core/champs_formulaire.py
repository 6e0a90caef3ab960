"""Form fields with the same strictness as the API's, for pages and filters."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.caracteres import interdit, normaliser
from core.nombres import lire_decimal, lire_id
from core.temps import InstantInvalide, fixer, lire_instant, lire_jour

TEXTE_MAX = 10_000


def _texte(valeur: Any) -> str:
    return valeur.strip() if isinstance(valeur, str) else ""


class TexteField(forms.CharField):
    """Text without control characters, line ends as line feeds, 10,000 characters at most."""

    def __init__(self, *, max_length: int = TEXTE_MAX, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(normaliser(value) if isinstance(value, str) else value)
        if text is not None and interdit(text):
            raise ValidationError(_("Ce texte contient des caractères interdits."), "caracteres")
        return text


class InstantField(forms.DateTimeField):
    """A moment, from `<input type="datetime-local">` or ISO 8601; gives aware UTC datetimes."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        try:
            if isinstance(value, datetime):
                return fixer(value)
            text = _texte(value)
            return lire_instant(text) if text else None
        except InstantInvalide as error:
            raise ValidationError(str(error), "invalid") from error


class JourField(forms.DateField):
    """A day, from `<input type="date">` or ISO 8601."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) and not isinstance(value, datetime):
            value = value.isoformat()
        text = _texte(value)
        try:
            return lire_jour(text) if text else None
        except InstantInvalide as error:
            raise ValidationError(str(error), "invalid") from error


class EntierIdField(forms.Field):
    """A row id."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    default_error_messages = {"invalid": _("Un identifiant entier est attendu.")}

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        try:
            return lire_id(value.strip() if isinstance(value, str) else value)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], "invalid") from error


class DecimalField(forms.DecimalField):
    """A decimal as people here type it: the comma is taken too; no exponent, no NaN."""

    default_error_messages = {"invalid": _("Un nombre décimal est attendu, par exemple 12,50.")}

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, Decimal):
            return value
        if isinstance(value, str):
            value = value.replace("\u202f", "").replace("\xa0", "").strip().replace(",", ".")
        if value in self.empty_values:
            return None
        try:
            return lire_decimal(value)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], "invalid") from error


class BooleenField(forms.Field):
    """true or false, 1 or 0; empty is no answer."""

    widget = forms.Select(choices=[("", "—"), ("true", _("Oui")), ("false", _("Non"))])
    default_error_messages = {"invalid": _("true ou false est attendu.")}
    _valeurs = {"true": True, "1": True, "false": False, "0": False}

    def to_python(self, value: Any) -> bool | None:
        if value in self.empty_values:
            return None
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.strip() in self._valeurs:
            return self._valeurs[value.strip()]
        raise ValidationError(self.error_messages["invalid"], "invalid")

    def prepare_value(self, value: Any) -> Any:
        return str(value).lower() if isinstance(value, bool) else value
