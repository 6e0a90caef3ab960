"""What stands around a request's body: parameters of the path, the query and the headers."""

from typing import TYPE_CHECKING, Any

import django_filters
from django.utils.encoding import force_str

from core import recherche, tri
from core.api import pagination
from core.api.description.formes import caches_a_chemin, forme_entree, forme_id, forme_texte
from core.api.idempotence import ENTETE
from core.api.vues import VueModele
from core.filtres import (
    FiltreBooleen,
    FiltreDecimal,
    FiltreId,
    FiltreInstant,
    FiltreJour,
    FiltrePlusieurs,
    FiltreTexte,
)
from core.nombres import ID_MAX

if TYPE_CHECKING:
    from core.api.description.operations import Operation

Parametre = dict[str, Any]
_ID_DE_CHEMIN = {"type": "integer", "format": "int64", "minimum": 1, "maximum": ID_MAX}


def _parametre(nom: str, schema: Any, description: str = "", **autres: Any) -> Parametre:
    found = {"name": nom, "in": "query", "schema": schema, **autres}
    return found | ({"description": description} if description else {})


def _option(nom: str, schema: Any, description: str = "") -> Parametre:
    """A query parameter that may be left empty, which says nothing."""
    return _parametre(nom, schema, description, allowEmptyValue=True)


PAGES = [
    _option(
        "limit",
        {"type": "integer", "minimum": 0, "default": pagination.DEFAUT},
        f"Rows of a page; more than {pagination.MAXIMUM} is served as {pagination.MAXIMUM}.",
    ),
    _option("offset", {"type": "integer", "minimum": 0, "default": 0}, "Rows passed over."),
    _parametre(
        "cursor",
        {"type": "string", "pattern": "^[A-Za-z0-9_-]*$"},
        "Empty for the first page of a walk by id, then as the `next` link gives it. "
        "Not together with `offset` or `ordering`.",
        allowEmptyValue=True,
    ),
    _option("total", {"type": "string", "enum": ["exact"]}, "Count beyond 10,000 rows too."),
    _option(
        "envelope",
        {"type": "string", "enum": ["0", "1"]},
        "With 1 the page comes as an object with `count`, `next`, `previous` and `results`.",
    ),
]


def de_chemin(nom: str, operation: "Operation") -> Parametre:
    """An id; what names an entry of the handler's table is one of its names; or a text."""
    entries = operation.gestes.entrees
    if nom in ("id", "pk") or nom.endswith("_pk"):
        schema: dict[str, Any] = _ID_DE_CHEMIN
    elif len(entries) > 1:
        schema = {"type": "string", "enum": list(entries)}
    else:
        schema = {"type": "string"}
    return {"name": nom, "in": "path", "required": True, "schema": schema}


def de_requete(operation: "Operation") -> list[Parametre]:
    """Filters, search, order, and the names that the handler reads from the address itself."""
    view, gestes = operation.view, operation.gestes
    found: dict[str, Parametre] = {}
    if gestes.un_de("filter_queryset"):
        found = {p["name"]: p for p in (*_filtres(view), *_recherche(view), *_tris(view))}
    fields = {
        name: field
        for entry in gestes.entrees.values()
        for name, field in entry(context={"view": view}).fields.items()
    }
    names = {*gestes.parametres, *(fields if gestes.tout_par_adresse else ())}
    for name in sorted(names):
        found.setdefault(name, _option(name, _lu(fields.get(name), name), "Here or in the body."))
    return list(found.values())


def _lu(champ: Any, nom: str) -> Any:
    if champ is None:
        return forme_id() if nom.endswith("_id") else {"type": "string"}
    if hasattr(champ, "child"):
        return {"type": "string", "pattern": "^[0-9]{1,19}(,[0-9]{1,19})*$"}
    return forme_entree(champ) or {"type": "string"}


_PAR_FILTRE: tuple[tuple[type[Any], Any], ...] = (
    (FiltreId, {"type": "integer", "minimum": 1, "maximum": ID_MAX}),
    (FiltreBooleen, {"type": "string", "enum": ["true", "false", "1", "0"]}),
    (FiltreInstant, {"type": "string", "format": "date-time"}),
    (FiltreJour, {"type": "string", "format": "date"}),
    (FiltreDecimal, {"type": "number"}),
)


def _forme_filtre(filtre: Any) -> Any:
    if isinstance(filtre, FiltrePlusieurs):
        return {"type": "array", "items": _codes(filtre)}
    if isinstance(filtre, django_filters.ChoiceFilter):
        return _codes(filtre)
    if isinstance(filtre, FiltreTexte):
        return forme_texte(filtre.extra["max_length"])
    return next(shape for kind, shape in _PAR_FILTRE if isinstance(filtre, kind))


def _codes(filtre: Any) -> Any:
    return {"type": "string", "enum": [str(code) for code, _label in filtre.extra["choices"]]}


def _filtres(view: Any) -> list[Parametre]:
    offered = view.filtres.base_filters if view.filtres is not None else {}
    found = []
    for name, filter_ in offered.items():
        label = filter_.extra.get("label") or getattr(filter_, "_label", None)
        parameter = _option(name, _forme_filtre(filter_), force_str(label) if label else "")
        path = filter_.field_name
        hidden = caches_a_chemin(view.modele, path, lecteurs=False) if path else []
        found.append(parameter | ({"x-hidden-from": hidden} if hidden else {}))
    return found


def _recherche(view: Any) -> list[Parametre]:
    if not (view.recherche_colonnes or view.recherche_pliees):
        return []
    columns = ", ".join((*view.recherche_colonnes, *view.recherche_pliees))
    text = f"At most {recherche.TERMES_MAX} words, all found in: {columns}."
    return [_option(recherche.PARAMETRE, forme_texte(recherche.LONGUEUR_MAX), text)]


def _tris(view: Any) -> list[Parametre]:
    if not view.tris:
        return []
    names = [sign + name for name in view.tris for sign in ("", "-")]
    schema = {"type": "array", "items": {"type": "string", "enum": names}, "maxItems": 5}
    text = "Names separated by commas, `-` before those from the greatest."
    more = {"style": "form", "explode": False, "allowEmptyValue": True}
    return [_parametre(tri.PARAMETRE, schema, text, **more)]


def entetes(operation: "Operation") -> list[Parametre]:
    """`If-Match` where the handler asks for it, `Idempotency-Key` on every POST that keeps it."""
    found = []
    if operation.gestes.un_de("exiger_version", "version_vue"):
        found.append(_ref("IfMatch"))
    view = operation.view
    if operation.method == "POST" and isinstance(view, VueModele) and view.rejouable:
        found.append(_ref("IdempotencyKey"))
    return found


def _ref(nom: str) -> Parametre:
    # The name and place are only what the library sorts by; the hook leaves the reference.
    shown = COMPOSANTS[nom]
    return {"name": shown["name"], "in": shown["in"], "$ref": f"#/components/parameters/{nom}"}


COMPOSANTS: dict[str, Parametre] = {
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "schema": {"type": "string"},
        "description": "The `ETag` that was read; another version of the row is answered by 412.",
        "example": 'W/"12-3"',
    },
    "IdempotencyKey": {
        "name": ENTETE,
        "in": "header",
        "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
        "description": "The same key within 24 hours gets the same answer and does nothing again; "
        "with another request it is refused by 422.",
        "example": "5f0c7a52-demande-1",
    },
}
