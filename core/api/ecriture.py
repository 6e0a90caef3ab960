"""What views share when they write: the input, the row of a path, and that it has not moved."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

from core.api.versions import exiger_version
from core.errors import Introuvable
from core.nombres import lire_id_de_route
from core.parametres import ParametreDouble, unique

M = TypeVar("M", bound=Model)


def ligne_visible(modele: type[M], identifiant: str, user: Any) -> M:
    """The row that a path names, or 404: junk, absent and not visible look alike."""
    try:
        number = lire_id_de_route(identifiant)
    except ValueError as error:
        raise Introuvable(_("Introuvable.")) from error
    rows = modele._default_manager.visible_to(user)  # type: ignore[attr-defined]  # noqa: SLF001
    row: M | None = rows.filter(pk=number).first()
    if row is None:
        raise Introuvable(_("Introuvable."))
    return row


@contextmanager
def si_inchangee(request: Request, ligne: Model) -> Iterator[None]:
    """A transaction in which the row is still the one that `If-Match` names, under its lock.

    For models without a version of their own, whose services cannot ask.
    """
    with transaction.atomic():
        if "If-Match" in request.headers:
            rows = type(ligne)._base_manager.select_for_update(no_key=True, of=("self",))
            exiger_version(request, rows.get(pk=ligne.pk))
        yield


def valeurs(
    classe: type[serializers.Serializer[Any]],
    request: Request,
    *,
    partiel: bool = False,
    donnees: Any = None,
) -> dict[str, Any]:
    """The validated input of the request, or 422."""
    entry = classe(
        data=request.data if donnees is None else donnees,
        partial=partiel,
        context={"request": request},
    )
    entry.is_valid(raise_exception=True)
    found: dict[str, Any] = dict(entry.validated_data)
    return found


def requete_et_corps(request: Request, *noms: str) -> dict[str, Any]:
    """The values of a route that takes them by address or by body, each at one place only."""
    query = {n: v for n in noms if (v := unique(request.query_params, n))}
    body = cast("dict[str, Any]", request.data)
    both = query.keys() & body.keys()
    if both:
        raise ParametreDouble(_("Dites-le une seule fois : %(n)s.") % {"n": ", ".join(both)})
    return {**query, **body}
