"""One operation of the description, from the view that answers it."""

import re
import sys
from typing import Any

from django.urls import ResolverMatch, resolve
from drf_spectacular.drainage import error
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import append_meta, force_instance, resolve_type_hint
from rest_framework import serializers

from core.api import champs
from core.api.description import adresse, reponses
from core.api.description.formes import (
    caches_a,
    forme_entree,
    forme_sortie,
    retour_de,
)
from core.api.description.gestes import Gestes, gestes_de
from core.api.serialiseurs import Calcule, SerialiseurSortie, SerialiseurStrict
from core.api.vues import PREFIXE, VueModele
from core.routes_publiques import est_publique

_VERBES = {
    "POST": "create",
    "PUT": "update",
    "PATCH": "partial_update",
    "DELETE": "destroy",
}
_HABITUELLES = frozenset({"list", "retrieve", "update", *_VERBES.values()})
_VARIABLE = re.compile(r"\{(\w+)\}")


class Operation(AutoSchema):
    """What drf-spectacular cannot know of our views; the rest is its own."""

    gestes: Gestes
    route: ResolverMatch

    def get_operation(self, path: str, *args: Any, **kwargs: Any) -> Any:
        if not path.startswith(PREFIXE):
            return None  # the root mount is the same, deprecated
        self.method = args[-2].upper()
        self.route = resolve(_VARIABLE.sub("1", path))
        self.gestes = gestes_de(type(self.view), self.geste)
        operation = super().get_operation(path, *args, **kwargs)
        if operation is not None:
            operation.setdefault("security", [])
        return operation

    # --- who and what -----------------------------------------------------------------------

    @property
    def geste(self) -> str:
        """The name of the method that answers."""
        return str(getattr(self.view, "action", None) or self.method.lower())

    @property
    def publique(self) -> bool:
        return est_publique(self.route)

    def get_auth(self) -> list[Any]:
        return [] if self.publique else [{"jeton": []}]

    def get_operation_id(self) -> str:
        name = str(self.route.url_name).replace("-", "_")
        if not isinstance(self.view, VueModele):
            second = self.method != "GET" and "GET" in self.view.allowed_methods
            return f"{name}_{self.method.lower()}" if second else name
        if self.geste not in _HABITUELLES:
            return f"{name.split('_')[0]}_{self.geste}"
        verb = _VERBES.get(self.method, self.geste)
        return f"{re.sub('_(list|detail)$', '', name)}_{verb}"

    def get_tags(self) -> list[str]:
        return [str(self.route.url_name).split("-")[0]]

    def get_summary(self) -> str:
        return reponses.resume(self)

    def get_description(self) -> str:  # type: ignore[override]  # as the library's own
        texts = (getattr(type(self.view), self.geste).__doc__, type(self.view).__doc__)
        own = next(
            (text for text in texts if text), sys.modules[type(self.view).__module__].__doc__
        )
        return " ".join((own or "").split())

    # --- the address --------------------------------------------------------------------------

    def _resolve_path_parameters(self, variables: list[str]) -> list[Any]:
        return [adresse.de_chemin(name, self) for name in variables]

    def _get_filter_parameters(self) -> list[Any]:
        return adresse.de_requete(self) + adresse.entetes(self)

    def _get_pagination_parameters(self) -> list[Any]:
        """An object with a list in it is paged too, and has no envelope."""
        if self.gestes.un_de("get_paginated_response"):
            return adresse.PAGES
        return adresse.PAGES[:-1] if self.gestes.un_de("entetes_de_page") else []

    def _is_list_view(self, serializer: Any = None) -> bool:
        return self.gestes.un_de("get_paginated_response")

    # --- the body -----------------------------------------------------------------------------

    def get_request_serializer(self) -> Any:
        entries = list(self.gestes.entrees.values())
        if not entries:
            if _lit_le_corps(self.gestes):
                error(f"{self.method} {self.path}: no serializer reads what is sent")
            return None
        partial = self.gestes.partiel or self.gestes.tout_par_adresse
        made = [entry(partial=partial, context={"view": self.view}) for entry in entries]
        for entry in made:
            for name in self.gestes.parametres & entry.fields.keys():
                entry.fields[name].required = False  # it may stand in the address instead
        if len(made) == 1:
            return made[0]
        return {"anyOf": [self.resolve_serializer(entry, "request").ref for entry in made]}

    def _get_request_body(self, direction: Any = "request") -> Any:
        if self.method not in ("POST", "PUT", "PATCH") or self.get_request_serializer() is None:
            return None
        schema, required = self._get_request_for_media_type(self.get_request_serializer())
        return {
            "content": {kind: {"schema": schema} for kind in self.map_parsers()},
            **({"required": True} if required else {}),
        }

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        return reponses.toutes(self)

    # --- fields -------------------------------------------------------------------------------

    def _map_serializer_field(
        self,
        field: Any,
        direction: Any,
        bypass_extensions: bool = False,  # noqa: FBT001, FBT002  the library's signature
    ) -> Any:
        if isinstance(field, Calcule):
            return append_meta(resolve_type_hint(retour_de(field)), {})
        own = forme_entree(field) if direction == "request" else None
        if own is not None:
            return append_meta(own, self._get_serializer_field_meta(field, direction))
        if isinstance(field, champs.EntierId | champs.ObjetPlat):
            shown = (
                {"type": "integer"} if isinstance(field, champs.EntierId) else {"type": "object"}
            )
            return append_meta(shown, self._get_serializer_field_meta(field, direction))
        if isinstance(field, serializers.ChoiceField):
            codes = {"type": "string", "enum": [str(code) for code in field.choices]}
            return append_meta(codes, self._get_serializer_field_meta(field, direction))
        return super()._map_serializer_field(field, direction, bypass_extensions)

    def _insert_field_validators(self, field: Any, schema: Any) -> None:
        if forme_entree(field) is None:  # ours have said all that they check
            super()._insert_field_validators(field, schema)

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Any:
        serializer = force_instance(serializer)
        schema = super()._map_basic_serializer(serializer, direction)
        own = " ".join((type(serializer).__doc__ or "").split())  # not the base class's
        schema = {**schema, "description": own} if own else _sans(schema, "description")
        if direction == "request":
            if isinstance(serializer, SerialiseurStrict):
                schema["additionalProperties"] = False
            return schema
        return _sortie(serializer, schema)


def _lit_le_corps(gestes: Gestes) -> bool:
    return gestes.un_de("is_valid", "valeurs")


def _sans(schema: dict[str, Any], *cles: str) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key not in cles}


def _sortie(serializer: Any, schema: dict[str, Any]) -> dict[str, Any]:
    """Keys that somebody does not get are not required, and say from whom they are hidden."""
    if not isinstance(serializer, SerialiseurSortie):
        return schema
    required = []
    for field in serializer.champs_lus():
        name = str(field.field_name)
        shown, absent = forme_sortie(field, schema["properties"][name])
        shown = _sans(shown, "readOnly", "default")
        hidden = caches_a(serializer, name)
        if hidden:
            shown["x-hidden-from"] = hidden
        elif not absent:
            required.append(name)
        schema["properties"][name] = shown
    schema["properties"] |= {
        name: resolve_type_hint(hint) for name, hint in serializer.ajouts.items()
    }
    return schema | {"required": required}
