"""What an operation answers: its success, and the refusals that it can give."""

from typing import TYPE_CHECKING, Any, get_type_hints, is_typeddict

from drf_spectacular.drainage import error
from drf_spectacular.plumbing import ResolvedComponent, resolve_type_hint
from rest_framework import serializers
from rest_framework.response import Response

from core.api.champs import EntierId
from core.api.vues import VueModele
from core.erreurs_vues import TITRES

if TYPE_CHECKING:
    from core.api.description.operations import Operation

_ECRITURES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_DETAIL = ("detail_de", "detail_lu")
_GESTES = {
    "list": "Lister : {plusieurs}",
    "retrieve": "Lire : {un}",
    "create": "Créer : {un}",
    "update": "Modifier : {un}",
    "partial_update": "Modifier : {un}",
    "destroy": "Retirer : {un}",
}


def resume(operation: "Operation") -> str:
    """One line: in French for the usual acts, else the first sentence of the docstring."""
    view, usual = operation.view, _GESTES.get(operation.geste)
    if usual and isinstance(view, VueModele):
        meta = view.modele._meta
        return usual.format(un=meta.verbose_name, plusieurs=meta.verbose_name_plural)
    return operation.get_description().partition(". ")[0].rstrip(".")


def toutes(operation: "Operation") -> dict[str, Any]:
    """Status -> response."""
    refusals = {
        str(code): {"$ref": f"#/components/responses/{NOMS[code]}"}
        for code in sorted(_refus(operation))
    }
    return {**_succes(operation), **refusals}


# --- success --------------------------------------------------------------------------------------


def _succes(operation: "Operation") -> dict[str, Any]:
    gestes = operation.gestes
    handler = getattr(type(operation.view), operation.geste)
    if get_type_hints(handler)["return"] is not Response:
        binary = {"schema": {"type": "string", "format": "binary"}}
        return {"200": {"description": "Les octets.", "content": {"*/*": binary}}}
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in _entetes(operation)}
    if gestes.un_de("rien"):
        return {"204": {"description": "Fait ; rien à lire.", "headers": headers}}
    schema = _corps(operation)
    if gestes.un_de("get_paginated_response"):
        schema = {"oneOf": [{"type": "array", "items": schema}, _enveloppe(schema)]}
    body = {"application/json": {"schema": schema}}
    shown = {"description": operation.get_summary(), "headers": headers, "content": body}
    return {"201" if gestes.cree else "200": shown}


def _enveloppe(element: Any) -> dict[str, Any]:
    link = {"type": ["string", "null"], "format": "uri"}
    properties = {
        "count": {"type": "integer"},
        "next": link,
        "previous": link,
        "results": {"type": "array", "items": element},
    }
    return {"type": "object", "properties": properties, "required": list(properties)}


def _corps(operation: "Operation") -> dict[str, Any]:
    """The one serializer, or what else the handler makes its answer of."""
    gestes, view = operation.gestes, operation.view
    own = getattr(view, "serializer_class", None)
    said = [s for s in gestes.sorties if not is_typeddict(s)]
    more = [s for s in gestes.sorties if is_typeddict(s)]
    if own is not None and not said and (not more or gestes.un_de(*_DETAIL)):
        said = [own]
    rows = [operation.resolve_serializer(s, "response").ref for s in said]
    typed = [_type(operation, hint) for hint in _precis(more)]
    if not rows + typed:
        error(f"{operation.method} {operation.path}: what it answers is not declared")
        return {}
    if not rows:
        return typed[0]
    whole = [*rows, *({"allOf": [row, extra]} for row in rows for extra in typed)]
    return whole[0] if len(whole) == 1 else {"anyOf": whole}


def _precis(types: list[Any]) -> list[Any]:
    """Without those that another one has all keys of."""

    def cles(kind: Any) -> frozenset[str]:
        return frozenset(kind.__annotations__)

    return [t for t in types if not any(cles(t) < cles(other) for other in types)]


def _type(operation: "Operation", hint: Any) -> dict[str, Any]:
    component = ResolvedComponent(
        name=hint.__name__,
        type=ResolvedComponent.SCHEMA,
        schema=resolve_type_hint(hint),
        object=hint,
    )
    operation.registry.register_on_missing(component)
    ref: dict[str, Any] = component.ref
    return ref


def _entetes(operation: "Operation") -> list[str]:
    gestes, view = operation.gestes, operation.view
    found = ["X-Request-ID"]
    if gestes.un_de("get_paginated_response", "entetes_de_page"):
        found += ["X-Total-Count", "X-Total-Count-Exact", "Link"]
    if not isinstance(view, VueModele):
        return found
    if gestes.un_de(*_DETAIL):
        found.append("ETag")
    again = operation.method == "POST" and view.rejouable
    return [*found, *(["Idempotent-Replayed"] if again else [])]


# --- refusals -------------------------------------------------------------------------------------

NOMS = {
    400: "DemandeIncorrecte",
    401: "NonConnecte",
    403: "Interdit",
    404: "Introuvable",
    409: "Conflit",
    411: "SansLongueur",
    412: "VersionPerimee",
    413: "TropGros",
    414: "AdresseTropLongue",
    415: "FormatRefuse",
    422: "Invalide",
    429: "TropDeDemandes",
    503: "Indisponible",
    507: "PlusDePlace",
}
_DU_SERVEUR = 414
_PAR_CODE = {
    401: "Connexion nécessaire",
    412: "La ligne a changé depuis sa lecture",
    414: "Adresse trop longue pour le serveur, qui répond sans l’application",
    507: "Plus de place pour ce fichier",
}
_EN_PLUS = {401: ["WWW-Authenticate"], 429: ["Retry-After"], 503: ["Retry-After"]}


def _champs(serialiseur: Any) -> list[Any]:
    return list(getattr(serialiseur, "fields", {}).values())


def _refus(operation: "Operation") -> set[int]:
    gestes = operation.gestes
    writes, ours = operation.method in _ECRITURES, isinstance(operation.view, VueModele)
    fields = [f for e in gestes.entrees.values() for f in e(context={"view": None}).fields.values()]
    # Those of each item of a list too.
    fields += [f for field in fields for f in _champs(getattr(field, "child", None))]
    reads = bool(fields) or gestes.un_de("filter_queryset") or bool(gestes.parametres)
    proofs = any(str(f.field_name) == "current_password" for f in fields)
    names_rows = any(isinstance(f, EntierId) for f in fields)
    can = {
        401: not operation.publique or gestes.un_de("AuthenticationFailed"),
        403: gestes.un_de("Interdit") or (writes and ours),
        404: gestes.un_de("Introuvable") or names_rows,
        409: writes and ours,
        411: writes,
        412: gestes.un_de("exiger_version", "version_vue"),
        413: writes,
        414: gestes.un_de("filter_queryset", "unique") or bool(gestes.parametres),
        415: writes,
        422: reads or (operation.method == "POST" and ours),
        429: proofs or gestes.un_de("authenticate"),
        507: any(isinstance(f, serializers.FileField) for f in fields),
    }
    return {400, 503, *(code for code, possible in can.items() if possible)}


def composants() -> dict[str, Any]:
    """`components.responses`: one per status, the same for every operation."""
    body = {"application/json": {"schema": {"$ref": "#/components/schemas/Erreur"}}}
    return {
        name: {
            "description": str(_PAR_CODE.get(code) or TITRES[code]),
            "headers": {h: {"$ref": f"#/components/headers/{h}"} for h in _EN_PLUS.get(code, [])},
            **({} if code == _DU_SERVEUR else {"content": body}),
        }
        for code, name in NOMS.items()
    }


ERREUR: dict[str, Any] = {
    "type": "object",
    "description": "A sentence for the person; with 422 one list of sentences per wrong field; "
    "with 409 and 412 also where the row stands now (version, statut, actions_possibles...).",
    "additionalProperties": True,
    "properties": {
        "detail": {"type": "string", "minLength": 1},
        "errors": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "statut": {"type": "string"},
        "version": {"type": ["integer", "null"]},
        "actions_possibles": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["detail"],
}


def _entete(schema: Any, texte: str, *, toujours: bool = False) -> dict[str, Any]:
    return {"schema": schema, "description": texte, **({"required": True} if toujours else {})}


ENTETES: dict[str, Any] = {
    "X-Request-ID": _entete({"type": "string"}, "Names the request in our logs.", toujours=True),
    "X-Total-Count": _entete(
        {"type": "integer", "minimum": 0}, "Rows in all, at most 10,000.", toujours=True
    ),
    "X-Total-Count-Exact": _entete(
        {"type": "string", "enum": ["true", "false"]}, "Whether that is all.", toujours=True
    ),
    "Link": _entete({"type": "string"}, "`first`, `prev`, `next` and `last` page (RFC 8288)."),
    "ETag": _entete({"type": "string"}, "The row's version, for `If-Match`."),
    "Idempotent-Replayed": _entete(
        {"type": "string", "enum": ["true"]}, "The answer of the first sending, given again."
    ),
    "Retry-After": _entete({"type": "integer", "minimum": 1}, "Seconds to wait.", toujours=True),
    "WWW-Authenticate": _entete({"type": "string"}, "`Bearer`.", toujours=True),
}
