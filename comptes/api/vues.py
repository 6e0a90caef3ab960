"""/auth/*: signing in, seeing oneself, changing one's password."""

from typing import ClassVar, cast

from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from comptes import services
from comptes.api.authentification import SCHEMA, Jetons, emettre
from comptes.api.serialiseurs import ChangementMotDePasse, Compte, Connexion
from comptes.models import Utilisateur
from core.api.analyseurs import AnalyseurFormulaire, AnalyseurJson, AnalyseurMultipart
from core.api.versions import etiquette
from core.api.vues import VueApi

FORMULAIRES = (AnalyseurJson, AnalyseurFormulaire, AnalyseurMultipart)


class MotDePasseChange(Jetons):
    """The new tokens, and that it is done."""

    detail: str


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class VueConnexion(VueApi):
    """Tokens against a password; a stale Authorization header is not even looked at."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    parser_classes = FORMULAIRES
    cle: ClassVar[str] = "username"

    def get_authenticate_header(self, request: Request) -> str:
        # Without it DRF would answer a wrong password with 403.
        return SCHEMA

    def post(self, request: Request) -> Response:
        entry = Connexion(data=request.data, context={"cle": self.cle})
        entry.is_valid(raise_exception=True)
        user = authenticate(
            request._request,  # noqa: SLF001  Django's backends know no DRF request
            username=entry.validated_data["identifiant"],
            password=entry.validated_data["password"],
        )
        if user is None:
            raise AuthenticationFailed(_("Identifiant ou mot de passe incorrect."))
        user_logged_in.send(sender=type(user), request=request._request, user=user)  # noqa: SLF001
        return Response(emettre(user))


class VueJeton(VueConnexion):
    """The same for clients that send `email`."""

    cle = "email"


class VueMoi(VueApi):
    """The signed-in account."""

    def get(self, request: Request) -> Response:
        account = cast(Utilisateur, request.user)
        body = Compte(account, context={"request": request}).data
        return Response(body, headers={"ETag": str(etiquette(account))})


@method_decorator(sensitive_post_parameters("current_password", "new_password"), name="dispatch")
class VueMotDePasse(VueApi):
    """Change one's password: every older token ends, so new ones are given."""

    parser_classes = FORMULAIRES

    def post(self, request: Request) -> Response:
        entry = ChangementMotDePasse(data=request.data)
        entry.is_valid(raise_exception=True)
        user = services.changer_mot_de_passe(
            utilisateur=cast(Utilisateur, request.user),
            ancien=entry.validated_data["current_password"],
            nouveau=entry.validated_data["new_password"],
        )
        body: MotDePasseChange = {"detail": _("Votre mot de passe est changé."), **emettre(user)}
        return Response(body)
