"""The whole document: its head, its shared components, its order."""

import sys
from typing import Any

from django.urls import resolve

from core.api.description import adresse, reponses
from core.api.description.formes import nulle
from core.api.vues import PREFIXE, RACINE_FIN

SUR_L_API = f"""\
API of the maintenance ERP of MIF Maroc.

* Lists are bare JSON arrays; `X-Total-Count` and `Link` say the rest, `envelope=1` gives an object.
* Both spellings of the last slash are answered. Names of query parameters that are not known are
  ignored, wrong values of known ones are refused, empty ones say nothing.
* Errors are `{{"detail", "errors"}}`. A row that is not visible to the caller is 404, like one that
  does not exist; keys of columns that a role does not see are absent (`x-hidden-from`).
* `x-roles` names the roles that may do something by an operation; their rows are their own.
* The same routes without `{PREFIXE}` are for old clients, with `Deprecation` and `Sunset`
  ({RACINE_FIN}) headers; they are not described here.
"""


HEURE = {"pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}


def completer(result: dict[str, Any], generator: Any, **_autres: Any) -> dict[str, Any]:
    """Spectacular's last hook: what is said once for all operations."""
    result["info"]["description"] = SUR_L_API
    components = result["components"]
    components["schemas"]["Erreur"] = reponses.ERREUR
    components["responses"] = reponses.composants()
    components["headers"] = reponses.ENTETES
    components["parameters"] = adresse.COMPOSANTS
    components["securitySchemes"] = {
        "jeton": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    }
    for path in result["paths"].values():
        for operation in path.values():
            operation["parameters"] = [_sans_doublon(p) for p in operation.get("parameters", [])]
    result["tags"] = _etiquettes(generator)
    return {key: _en_3_1(value) for key, value in result.items()}


def _en_3_1(noeud: Any) -> Any:
    """What Spectacular says otherwise: `nullable`, which 3.1 knows no more, and our hours.

    RFC 3339's `time` has seconds and an offset; an hour of the local clock has neither.
    """
    if isinstance(noeud, list):
        return [_en_3_1(value) for value in noeud]
    if not isinstance(noeud, dict):
        return noeud
    inner = {key: _en_3_1(value) for key, value in noeud.items() if key != "nullable"}
    if inner.get("format") == "time":
        inner = {key: value for key, value in inner.items() if key != "format"} | HEURE
    return nulle(inner) if noeud.get("nullable") is True else inner


def _sans_doublon(parametre: dict[str, Any]) -> dict[str, Any]:
    """A reference stands alone."""
    return {"$ref": parametre["$ref"]} if "$ref" in parametre else parametre


def _etiquettes(generator: Any) -> list[dict[str, str]]:
    """The first word of the routes' names, with what the view's module says of itself."""
    found: dict[str, str] = {}
    for path, _regex, _method, callback in sorted(generator.endpoints, key=lambda e: e[0]):
        if path.startswith(PREFIXE):
            name = str(resolve(path.replace("{", "").replace("}", "")).url_name).split("-")[0]
            text = sys.modules[callback.cls.__module__].__doc__ or ""
            found.setdefault(name, text.strip().partition("\n")[0])
    return [{"name": name, "description": text} for name, text in sorted(found.items())]
