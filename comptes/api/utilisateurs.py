"""/users/: accounts. Shut, never deleted."""

from typing import Any, cast

from django.db import transaction
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from rest_framework.request import Request
from rest_framework.response import Response

from comptes import services
from comptes.api.authentification import emettre
from comptes.api.depart import Depart, depart
from comptes.api.serialiseurs import Compte
from comptes.filters import RECHERCHE, TRIS, FiltresUtilisateurs
from comptes.models import Utilisateur
from core.api.champs import Booleen, MotDePasse, Texte
from core.api.ecriture import valeurs
from core.api.entrees import EntreeModele
from core.api.serialiseurs import SerialiseurStrict
from core.api.versions import exiger_version
from core.api.vues import VueModele


class CompteCreation(EntreeModele[Utilisateur]):
    password = MotDePasse()

    class Meta:
        model = Utilisateur
        fields = ("username", "full_name", "email", "role", "password")


class CompteModification(EntreeModele[Utilisateur], Depart):
    """`is_active` opens or shuts the account; the names of `Depart` go with shutting it."""

    is_active = Booleen(required=False)

    class Meta:
        model = Utilisateur
        fields = (
            "username",
            "full_name",
            "email",
            "role",
            "langue",
            "theme",
            "is_active",
            "successeur_id",
            "interventions_vues",
        )


class PropreCompte(SerialiseurStrict):
    """One's own name and password; the older front-end sends no proof of the old one."""

    full_name = Texte(max_length=255, required=False, allow_blank=True)
    password = MotDePasse(required=False)
    current_password = MotDePasse(required=False)


@method_decorator(sensitive_post_parameters("password", "current_password"), name="dispatch")
class VueUtilisateurs(VueModele[Utilisateur]):
    modele = Utilisateur
    serializer_class = Compte
    filtres = FiltresUtilisateurs
    recherche_colonnes = RECHERCHE
    tris = TRIS

    def list(self, request: Request) -> Response:
        return self.liste()

    def retrieve(self, request: Request, pk: str) -> Response:
        return self.detail_de(self.get_object())

    def create(self, request: Request) -> Response:
        row = services.creer_utilisateur(par=request.user, **valeurs(CompteCreation, request))
        return self.detail_de(row, 201)

    def partial_update(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        champs = valeurs(CompteModification, request, partiel=True)
        leaving = {n: champs.pop(n) for n in ("successeur_id", "interventions_vues") if n in champs}
        active: bool | None = champs.pop("is_active", None)
        seen: dict[str, Any] = {"par": request.user, "utilisateur_id": row.pk}
        seen["version"] = exiger_version(request, row)
        with transaction.atomic():
            if champs or active is None:
                row = services.modifier_utilisateur(champs=champs, **seen)
                del seen["version"]  # the change is our own
            if active is True:
                row = services.reactiver(**seen)
            elif active is False:
                row = services.desactiver(**seen, **leaving)
        return self.detail_de(row)

    def modifier_le_sien(self, request: Request) -> Response:
        """PUT /users/update: one's own name and password."""
        own = cast("Utilisateur", request.user)
        champs = valeurs(PropreCompte, request)
        secret = champs.pop("password", None)
        proof = champs.pop("current_password", None)
        row = services.modifier_le_sien(
            utilisateur=own,
            champs=champs,
            nouveau=secret,
            ancien=proof,
            version=exiger_version(request, own),
        )
        answer = self.detail_de(row)
        if secret is not None:
            # Every older token has ended, the one of this request too.
            answer.data.update(emettre(row))
        return answer

    def destroy(self, request: Request, pk: str) -> Response:
        """Shuts the account."""
        row = self.get_object()
        services.desactiver(
            par=request.user,
            utilisateur_id=row.pk,
            version=exiger_version(request, row),
            **depart(request),
        )
        return self.rien()

    def activer(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        version = exiger_version(request, row)
        row = services.reactiver(par=request.user, utilisateur_id=row.pk, version=version)
        return self.detail_de(row)
