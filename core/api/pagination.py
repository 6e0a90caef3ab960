"""Pages of lists: bare arrays with `X-Total-Count` and `Link`, or an envelope on request.

The count is exact up to 10,000, because counting a million rows costs more than the page itself;
`total=exact` asks for the true one. `cursor=` walks the whole list by id at a constant price.
"""

import base64
import binascii
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from core import tri
from core.errors import Invalide
from core.nombres import lire_id
from core.pages import COMPTE_MAX, compter, filtrees_et_peu, tranche
from core.parametres import unique

DEFAUT, MAXIMUM = 500, 1000
DECALAGE_MAX = 10_000_000
_PREFIXE = "id:"
# Cut to so many digits, a number is still over any maximum.
_CHIFFRES_MAX = 18


def _refuser(nom: str, message: str) -> Invalide:
    return Invalide(f"{nom} : {message}", {nom: [message]})


def _entier(request: Request, nom: str, *, defaut: int, maximum: int) -> int:
    text = unique(request.query_params, nom)
    if not text:
        return defaut
    if not (text.isascii() and text.isdecimal()):
        raise _refuser(nom, _("Un nombre entier positif est attendu."))
    return min(int(text.lstrip("0")[:_CHIFFRES_MAX] or "0"), maximum)


def _un_de(request: Request, nom: str, *permis: str) -> str:
    text = unique(request.query_params, nom)
    if text and text not in permis:
        raise _refuser(nom, _("Valeurs possibles : %(valeurs)s.") % {"valeurs": ", ".join(permis)})
    return text


def coder(identifiant: int) -> str:
    """The opaque cursor that continues after row `identifiant`."""
    return base64.urlsafe_b64encode(f"{_PREFIXE}{identifiant}".encode()).decode().rstrip("=")


def decoder(curseur: str) -> int:
    """The id inside a cursor; anything else is refused."""
    try:
        text = base64.urlsafe_b64decode(curseur + "=" * (-len(curseur) % 4)).decode("ascii")
        number = lire_id(text.removeprefix(_PREFIXE))
    except (ValueError, binascii.Error) as error:
        raise _refuser("cursor", _("Ce curseur n’est pas valable.")) from error
    if coder(number) != curseur:
        raise _refuser("cursor", _("Ce curseur n’est pas valable."))
    return number


def _id(ligne: Any) -> int:
    """Rows are instances, or the tuples of a `Lecteur`, which begin with the id."""
    number: int = ligne[0] if isinstance(ligne, tuple) else ligne.pk
    return number


class Pages(BasePagination):
    """limit, offset, cursor, total, envelope: see the module."""

    request: Request
    limite: int
    decalage: int
    curseur: bool
    total: int
    total_exact: bool
    suite: str | None

    def paginate_queryset(  # type: ignore[override]
        self, queryset: QuerySet[Any], request: Request, view: Any = None
    ) -> list[Any]:
        self.request = request
        self._lire: Callable[[QuerySet[Any]], list[Any]] = getattr(view, "lire", list)
        self.limite = _entier(request, "limit", defaut=DEFAUT, maximum=MAXIMUM)
        self.decalage = _entier(request, "offset", defaut=0, maximum=DECALAGE_MAX)
        self.enveloppe = _un_de(request, "envelope", "0", "1") == "1"
        exact = _un_de(request, "total", "exact") == "exact"
        self.curseur = "cursor" in request.query_params
        few = filtrees_et_peu(queryset)
        if self.curseur:
            rows = self._par_curseur(queryset, peu=few)
        else:
            end = self.decalage + self.limite + 1
            rows = self._lire(tranche(queryset, self.decalage, end, peu=few))
        more, rows = len(rows) > self.limite, rows[: self.limite]
        self._compter(queryset, rows, more=more, exact=exact)
        self.suite = self._lien_suivant(rows) if more and rows else None
        return rows

    def _par_curseur(self, queryset: QuerySet[Any], *, peu: bool) -> list[Any]:
        if unique(self.request.query_params, tri.PARAMETRE) or self.decalage:
            raise _refuser("cursor", _("Un curseur ne va ni avec un tri ni avec un décalage."))
        token = unique(self.request.query_params, "cursor")
        rows = queryset.order_by("-pk")
        if token:
            rows = rows.filter(pk__lt=decoder(token))
        return self._lire(tranche(rows, 0, self.limite + 1, peu=peu))

    def _compter(
        self, queryset: QuerySet[Any], rows: list[Any], *, more: bool, exact: bool
    ) -> None:
        """The last page tells the total without asking the database."""
        whole = not self.curseur and not more and (bool(rows) or self.decalage == 0)
        if whole and self.limite:
            self.total, self.total_exact = self.decalage + len(rows), True
        elif exact:
            self.total, self.total_exact = queryset.order_by().count(), True
        else:
            counted = compter(queryset)
            self.total, self.total_exact = min(counted, COMPTE_MAX), counted <= COMPTE_MAX

    def _url(self, **parametres: Any) -> str:
        url = self.request.build_absolute_uri()
        for name, value in parametres.items():
            if value is None:
                url = remove_query_param(url, name)
            else:
                url = replace_query_param(url, name, value)
        return url

    def _lien_suivant(self, rows: list[Any]) -> str:
        if self.curseur:
            return self._url(limit=self.limite, cursor=coder(_id(rows[-1])))
        return self._url(limit=self.limite, offset=self.decalage + self.limite)

    def _lien_precedent(self) -> str | None:
        if self.curseur or self.decalage == 0 or not self.limite:
            return None
        before = max(0, self.decalage - self.limite)
        return self._url(limit=self.limite, offset=before or None)

    def _liens(self) -> dict[str, str]:
        first = self._url(limit=self.limite, offset=None, cursor="" if self.curseur else None)
        links = {"first": first, "prev": self._lien_precedent(), "next": self.suite}
        if self.total_exact and self.total and self.limite and not self.curseur:
            last = (self.total - 1) // self.limite * self.limite
            links["last"] = self._url(limit=self.limite, offset=last or None)
        return {rel: url for rel, url in links.items() if url}

    def entetes_de_page(self) -> dict[str, str]:
        """What says how many rows there are, and where the other pages are."""
        return {
            "X-Total-Count": str(self.total),
            "X-Total-Count-Exact": "true" if self.total_exact else "false",
            "Link": ", ".join(f'<{url}>; rel="{rel}"' for rel, url in self._liens().items()),
        }

    def get_paginated_response(self, data: Any) -> Response:
        if self.enveloppe:
            links = self._liens()
            ends = {"next": links.get("next"), "previous": links.get("prev")}
            data = {"count": self.total, **ends, "results": data}
        return Response(data, headers=self.entetes_de_page())

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The list itself: the envelope is the exception."""
        return schema
