"""`ETag` on details and `If-Match` on changes: the API's half of optimistic locking.

The check here answers early; the one that decides is the service's, under the row's lock. What the
service finds stale (`VersionPerimee`) is answered with 412 when the caller sent `If-Match`.
"""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from rest_framework.request import Request

from core.versions import COLONNES, nombre, perimee, version_de


def colonne_de_version(modele: type[Model]) -> str | None:
    """Where a row's version stands; without one, the moment of its last change, if it is kept."""
    names = {field.name for field in modele._meta.concrete_fields}
    return next((name for name in COLONNES if name in names), None)


def etiquette_de(pk: Any, valeur: Any) -> str | None:
    """`W/"<pk>-<version>"`: weak, because the same version looks different to each role."""
    version = nombre(valeur)
    return None if version is None else f'W/"{pk}-{version}"'


def etiquette(ligne: Model) -> str | None:
    """The same of an instance."""
    return etiquette_de(ligne.pk, version_de(ligne))


def _opaque(valeur: str) -> str:
    return valeur.strip().removeprefix("W/")


def exiger_version(request: Request | HttpRequest, ligne: Model) -> int | None:
    """The version that the caller says to have seen by `If-Match`; None without the header.

    A header that names another version, or nothing that we ever gave out, is 412.
    """
    header = request.headers.get("If-Match")
    if header is None or header.strip() == "*":
        return None
    current = etiquette(ligne)
    if current is None or _opaque(current) not in {_opaque(tag) for tag in header.split(",")}:
        raise perimee(ligne)
    return version_de(ligne)


def version_vue(request: Request, ligne: Model, envoyee: int | None = None) -> int | None:
    """The version for the service: from `If-Match`, else the one in the body, else none."""
    from_header = exiger_version(request, ligne)
    return envoyee if from_header is None else from_header
