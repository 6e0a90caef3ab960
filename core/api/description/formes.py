"""The JSON shape of our strict fields: what they take is said here as they take it.

An id or a number may come as a JSON number or as its digits, because forms and selects send text;
where null is allowed, so is an empty text.
"""

from collections.abc import Callable
from typing import Any, get_type_hints

from django.db.models import Field, Model
from rest_framework import serializers

from core.api import champs
from core.api.serialiseurs import Calcule
from core.chemins import chemin_visible
from core.nombres import ID_MAX
from core.visibility import modeles_declares, politique

Forme = dict[str, Any]
_TEXTE = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$"
# Digits before and after the point, as `core.nombres.lire_decimal` reads them.
_DECIMAL = r"^[+-]?[0-9]{1,18}(\.[0-9]{1,10})?$"


def _ou_vide(motif: str, champ: Any) -> str:
    return motif if not champ.allow_null else f"^$|{motif}"


def _entier(champ: Any) -> Forme:
    bounds = {"minimum": champ.min_value, "maximum": champ.max_value}
    return {
        "type": ["integer", "string"],
        **{name: bound for name, bound in bounds.items() if bound is not None},
        "pattern": _ou_vide("^-?[0-9]{1,18}$", champ),
    }


def forme_id(*, vide: bool = False) -> Forme:
    """A row id as inputs take it."""
    digits = "^[0-9]{1,19}$"
    return {
        "type": ["integer", "string"],
        "minimum": 1,
        "maximum": ID_MAX,
        "pattern": f"^$|{digits}" if vide else digits,
    }


def _decimal(champ: Any) -> Forme:
    whole = 10 ** (champ.max_digits - champ.decimal_places) if champ.max_digits else None
    low = champ.min_value if champ.min_value is not None else (-whole if whole else None)
    high = champ.max_value if champ.max_value is not None else whole
    bounds = {"minimum": low, "maximum": high}
    return {
        "type": ["number", "string"],
        **{name: float(bound) for name, bound in bounds.items() if bound is not None},
        "pattern": _DECIMAL,
    }


def forme_texte(longueur: int | None) -> Forme:
    """Text as `core.caracteres.interdit` lets it pass, once line ends are line feeds."""
    return {"type": "string", "maxLength": longueur, "pattern": _TEXTE}


def _texte(champ: Any) -> Forme:
    return forme_texte(champ.max_length)


def _courriel(champ: Any) -> Forme:
    address = {"type": "string", "format": "email", "maxLength": champ.max_length}
    return {"anyOf": [address, {"const": ""}]} if champ.allow_blank else address


def _ou_rien(forme: Forme) -> Callable[[Any], Forme]:
    """The shape, or where null is allowed an empty text, which stands for it."""
    return lambda champ: {"anyOf": [forme, {"const": ""}]} if champ.allow_null else {**forme}


def _secret(champ: Any) -> Forme:
    limits = {"maxLength": champ.max_length, "pattern": r"^[^\u0000]*$"}
    return {"type": "string", "format": "password", **limits}


def _choix(champ: Any) -> Forme:
    blank = [""] if getattr(champ, "allow_blank", False) and "" not in champ.choices else []
    codes = [*map(str, champ.choices), *blank, *([None] if champ.allow_null else [])]
    return {"type": "string", "enum": codes}


def _objet_plat(champ: Any) -> Forme:
    values = {"type": ["string", "number", "boolean", "null"], "maxLength": champ.valeur_max}
    names = {"minLength": 1, "maxLength": champ.nom_max}
    size = {"maxProperties": champ.noms_max}
    return {"type": "object", "additionalProperties": values, "propertyNames": names, **size}


def _liste(champ: Any) -> Forme:
    return {"type": "array", "items": forme_id(), "maxItems": champ.max_length}


def _lignes(champ: Any) -> Forme:
    """Anything is taken as a line, and answered as one."""
    names = ", ".join(str(name) for name in champ.child.fields)
    line = {"description": f"An object of {names}; what is wrong with it is answered in its place."}
    return {"type": "array", "items": line, "minItems": 1, "maxItems": champ.max_length}


# The first kind that fits.
_ENTREES: tuple[tuple[type[Any], Callable[[Any], Forme]], ...] = (
    (champs.EntierId, lambda champ: forme_id(vide=champ.allow_null)),
    (champs.Lien, lambda champ: forme_id(vide=champ.allow_null)),
    (champs.Entier, _entier),
    (champs.DecimalStrict, _decimal),
    (champs.Courriel, _courriel),
    (champs.Texte, _texte),
    (champs.MotDePasse, _secret),
    (champs.Choix, _choix),
    (champs.Liens, _liste),
    (champs.Lignes, _lignes),
    (champs.ObjetPlat, _objet_plat),
    (champs.Instant, _ou_rien({"type": "string", "format": "date-time"})),
    (champs.Jour, _ou_rien({"type": "string", "format": "date"})),
    (champs.Booleen, _ou_rien({"type": "boolean"})),
)


def forme_entree(champ: Any) -> Forme | None:
    """The shape of a field of ours as input; None if the library knows the field."""
    return next((make(champ) for kind, make in _ENTREES if isinstance(champ, kind)), None)


def retour_de(champ: Calcule) -> Any:
    """What the method that computes the key says that it returns."""
    method = getattr(type(champ.parent), f"calculer_{champ.field_name}")
    return get_type_hints(method)["return"]


# --- output -------------------------------------------------------------------------------------


class _Quelconque:
    """Somebody of a role, for asking which columns it sees."""

    pk = 0
    is_authenticated = is_active = True

    def __init__(self, role: str) -> None:
        self.role = role


def caches_a(serialiseur: Any, nom: str) -> list[str]:
    """The roles that do not get the key in every row that they see."""
    return caches_a_chemin(serialiseur.Meta.model, *serialiseur.chemins()[nom])


def caches_a_chemin(modele: type[Model], *chemins: str, lecteurs: bool = True) -> list[str]:
    """The roles that do not see the column at the end of one of the paths.

    Of those that see rows of the model, or with `lecteurs=False` of all.
    """
    policy = politique(modele)
    seeing = policy.lignes if policy else {}
    known = {role for m in modeles_declares() if (p := politique(m)) for role in p.lignes}
    people = [_Quelconque(str(role)) for role in sorted(seeing if lecteurs else known)]
    return [
        person.role
        for person in people
        if not all(chemin_visible(modele, path, person) for path in chemins)
    ]


def colonne(modele: type[Model], chemin: str) -> tuple[Any, bool, bool]:
    """(the column at the end of a path, whether it may be null, whether a row may be missing)."""
    current: Any = modele
    missing = False
    *steps, last = chemin.replace(".", "__").split("__")
    for step in steps:
        relation = current._meta.get_field(step)
        missing = missing or relation.null
        current = relation.related_model
    try:
        found: Field[Any, Any] = current._meta.get_field(last)
    except LookupError:
        found = next(f for f in current._meta.concrete_fields if f.attname == last)
    return found, bool(found.null), missing


def forme_sortie(champ: Any, forme: Forme) -> tuple[Forme, bool]:
    """The shape of a column as shown, and whether its key may be absent."""
    if isinstance(champ, Calcule | serializers.SerializerMethodField | serializers.BaseSerializer):
        return forme, False
    try:
        column, null, missing = colonne(champ.parent.Meta.model, str(champ.source))
    except (LookupError, StopIteration, AttributeError):
        return forme, False  # no column: an annotation
    if column.choices:
        codes = [code for code, _label in column.flatchoices]
        blank = [""] if column.blank and "" not in codes else []
        forme = {**forme, "enum": [*codes, *blank]}
    if column.blank:
        forme = {key: value for key, value in forme.items() if key != "format" or value != "email"}
    absent = missing and champ.default is serializers.empty
    null = null or (missing and champ.default is None)
    return (_nulle(forme) if null else forme), absent


def _nulle(forme: Forme) -> Forme:
    kind = forme.get("type", "null")
    kinds = [kind] if isinstance(kind, str) else kind
    codes = {"enum": [*forme["enum"], None]} if "enum" in forme else {}
    return forme | codes | ({} if "null" in kinds else {"type": [*kinds, "null"]})
