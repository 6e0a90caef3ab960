"""/auth/refresh, /auth/logout and /auth/sessions: a sign-in's life after it was opened."""

from typing import Any, cast

from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from comptes import sessions
from comptes.api.authentification import SCHEMA, renouveler
from comptes.api.serialiseurs import Renouvellement, SessionSortie
from comptes.api.vues import FORMULAIRES
from comptes.choices import Role
from comptes.models import Session, Utilisateur
from core.api.ecriture import ligne_visible
from core.api.vues import VueApi, VueModele
from core.errors import Interdit, Invalide
from core.nombres import lire_id
from core.parametres import unique


def _sid(request: Request) -> str:
    """The session of the request's own token."""
    token: Any = request.auth
    return str(token[sessions.CLE])


@method_decorator(sensitive_post_parameters("refresh_token"), name="dispatch")
class VueRenouvellement(VueApi):
    """New tokens for a refresh token; a token that was used before ends its session."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    parser_classes = FORMULAIRES

    def get_authenticate_header(self, request: Request) -> str:
        return SCHEMA

    def post(self, request: Request) -> Response:
        entry = Renouvellement(data=request.data)
        entry.is_valid(raise_exception=True)
        return Response(renouveler(entry.validated_data["refresh_token"]))


class VueDeconnexion(VueApi):
    """Ends the session of the token that asks."""

    def post(self, request: Request) -> Response:
        sessions.finir(_sid(request))
        return VueModele.rien()


class VueSessions(VueModele[Session]):
    """One's own open sessions; an administrator also sees and ends those of others."""

    modele = Session
    serializer_class = SessionSortie
    tri_defaut = ("-vue_le", "-pk")
    tris = {"id": "pk"}

    def preparer(self, rows: Any) -> Any:
        return sessions.ouvertes(rows).filter(utilisateur_id=self._compte())

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "sid": _sid(self.request)}

    def _compte(self) -> int:
        """Whose sessions are meant: `user_id` for an administrator, else one's own."""
        own = cast("Utilisateur", self.request.user)
        asked = unique(self.request.GET, "user_id")
        if not asked:
            return own.pk
        try:
            number = lire_id(asked)
        except ValueError as error:
            text = _("Un identifiant entier est attendu.")
            raise Invalide(f"user_id : {text}", {"user_id": [text]}) from error
        if number != own.pk and own.role != Role.ADMIN:
            raise Interdit(_("Vous ne voyez que vos propres sessions."))
        return number

    def list(self, request: Request) -> Response:
        return self.liste()

    def terminer_les_autres(self, request: Request) -> Response:
        """All but the one that asks."""
        sessions.terminer_autres(
            par=cast("Utilisateur", request.user), utilisateur_id=self._compte(), sauf=_sid(request)
        )
        return self.rien()

    def destroy(self, request: Request, pk: str) -> Response:
        own = cast("Utilisateur", request.user)
        sessions.terminer(par=own, session_id=ligne_visible(Session, pk, own).pk)
        return self.rien()
