"""Base views of the API: rows by visibility, JSON always, the manners of the contract."""

from typing import Any, ClassVar, TypeVar, final

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from core.api.filtres import Filtres, Recherche, Tri
from core.api.idempotence import cle_de, une_fois
from core.api.lecture import Lecteur, lecteur_de
from core.api.versions import etiquette, etiquette_de
from core.errors import Introuvable
from core.filtres import FiltresStricts
from core.nombres import lire_id_de_route
from core.routes_publiques import est_publique

M = TypeVar("M", bound=Model)

PREFIXE = "/api/v1"
# Old clients call the same routes at the root (RFC 9745 and RFC 8594).
RACINE_DEPRECIEE = "@1767225600"  # 1 January 2026
RACINE_FIN = "Fri, 31 Dec 2027 23:59:59 GMT"


class Manieres(APIView):
    """What every API view shares."""

    def get_permissions(self) -> list[Any]:
        """Signed in first of all, unless the route is in the one tuple of public routes."""
        permissions: list[Any] = list(super().get_permissions())
        if not est_publique(getattr(self.request, "resolver_match", None)):
            permissions.insert(0, IsAuthenticated())
        return permissions

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """The `Allow` header alone: DRF's description would tell strangers about columns."""
        return Response(status=status.HTTP_204_NO_CONTENT)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.headers.setdefault("Cache-Control", "no-store")
        if not request.path_info.startswith(f"{PREFIXE}/"):
            answer.headers["Deprecation"] = RACINE_DEPRECIEE
            answer.headers["Sunset"] = RACINE_FIN
            answer.headers["Link"] = self._successeur(request, answer.headers.get("Link"))
        return answer

    @staticmethod
    def _successeur(request: Request, liens: str | None) -> str:
        successor = f'<{PREFIXE}{request.get_full_path()}>; rel="successor-version"'
        return f"{liens}, {successor}" if liens else successor


class VueApi(Manieres):
    """An API view that is not about the rows of one model."""


class VueModele(Manieres, GenericViewSet[M]):
    """A viewset over the rows of `modele` that the caller may see.

    A subclass says `modele` and, for joins, overrides `preparer`; it cannot override
    `get_queryset`, so it cannot forget visibility.
    """

    modele: ClassVar[type[Model]]
    # Whether `Idempotency-Key` keeps the answer; not where it holds a secret.
    rejouable: ClassVar[bool] = True
    filtres: ClassVar[type[FiltresStricts] | None] = None
    tris: ClassVar[dict[str, str]] = {}
    tri_defaut: ClassVar[tuple[str, ...]] = ("-pk",)
    recherche_colonnes: ClassVar[tuple[str, ...]] = ()
    recherche_pliees: ClassVar[tuple[str, ...]] = ()
    filter_backends = (Filtres, Recherche, Tri)
    # Dots too, so that a junk id is answered in JSON by the view.
    lookup_value_regex = "[^/]+"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "get_queryset" in cls.__dict__ or "queryset" in cls.__dict__:
            raise ImproperlyConfigured(f"{cls.__name__}: override preparer(), not get_queryset()")

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        key = cle_de(request) if self.rejouable else None
        handler: Any = getattr(self, "post", None)
        if key is not None and handler is not None:
            self.__dict__["post"] = une_fois(request, key, handler)

    @final
    def get_queryset(self) -> QuerySet[Any]:
        manager: Any = self.modele._default_manager  # noqa: SLF001  Django's public name for it
        return self.preparer(manager.visible_to(self.request.user))

    def preparer(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Joins and annotations for the output; never wider than `rows`."""
        return rows

    def numero(self) -> int:
        """The id of the path; junk and too large answer as absent does."""
        try:
            return lire_id_de_route(self.kwargs[self.lookup_url_kwarg or self.lookup_field])
        except ValueError as error:
            raise Introuvable(_("Introuvable.")) from error

    def _rows_du_chemin(self) -> QuerySet[Any]:
        """At most one row; absent and not visible look alike."""
        return self.get_queryset().filter(pk=self.numero())

    @staticmethod
    def _une(rows: QuerySet[Any]) -> Any:
        row = rows.first()
        if row is None:
            raise Introuvable(_("Introuvable."))
        return row

    def get_object(self) -> Any:
        """The row of the path, or 404."""
        row = self._une(self._rows_du_chemin())
        self.check_object_permissions(self.request, row)
        return row

    @cached_property
    def lecteur(self) -> Lecteur | None:
        """Reads rows as plain values for the serializer; None if it has to be asked itself."""
        return lecteur_de(self.get_serializer_class(), self.request)

    def lire(self, rows: QuerySet[Any]) -> list[Any]:
        """The rows of a page, for `montrer`."""
        return self.lecteur.lire(rows) if self.lecteur else list(rows)

    def valeurs_lues(self, rows: Any, colonne: str) -> list[Any]:
        """One column of what `lire` gave."""
        if self.lecteur:
            rank = self.lecteur.rang[colonne]
            return [row[rank] for row in rows]
        return [getattr(row, colonne) for row in rows]

    def montrer(self, rows: Any, **contexte: Any) -> Any:
        """What `lire` gave, as JSON values."""
        context = {**self.get_serializer_context(), **contexte}
        if self.lecteur:
            return self.lecteur.montrer(rows, context)
        return self.get_serializer_class()(rows, many=True, context=context).data

    def liste(self) -> Response:
        """The page of the list that was asked for."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.montrer(page))

    def fiche(self) -> Response:
        """The row of the path with its `ETag`."""
        return self.detail_lu(self._rows_du_chemin())

    def detail_lu(self, rows: QuerySet[Any], statut: int = status.HTTP_200_OK) -> Response:
        """The one row of `rows` with its `ETag`, or 404."""
        if self.lecteur is None:
            return self.detail_de(self._une(rows), statut)
        found = self.lecteur.lire(rows[:1])
        if not found:
            raise Introuvable(_("Introuvable."))
        tag = etiquette_de(found[0][0], self.lecteur.version_de(found[0]))
        [body] = self.montrer(found)
        return Response(body, status=statut, headers={"ETag": tag} if tag else None)

    def detail_de(self, ligne: Model, statut: int = status.HTTP_200_OK) -> Response:
        """One row with its `ETag`."""
        body = self.get_serializer(ligne).data
        tag = etiquette(ligne)
        return Response(body, status=statut, headers={"ETag": tag} if tag else None)

    @staticmethod
    def rien() -> Response:
        """204, without body or content type."""
        return Response(status=status.HTTP_204_NO_CONTENT)
