"""Choosing a related row by search: what the admin's autocomplete answers and shows."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect

from core.nombres import lire_id


def est_id(valeur: str) -> bool:
    """Tell whether this text can be the id of a row."""
    try:
        lire_id(valeur)
    except ValueError:
        return False
    return True


class ChoixDistant(AutocompleteSelect):
    """Django's autocomplete fails on a value that is no id; here such a value is no choice."""

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> Any:
        return super().optgroups(name, [v for v in value if est_id(v)], attr)


class ReponseDeChoix(AutocompleteJsonView):
    """The rows found, named as their own admin names them to tell homonyms apart."""

    model_admin: Any

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        named = super().serialize_result(obj, to_field_name)
        return {**named, "text": self.model_admin.libelle(obj)}
