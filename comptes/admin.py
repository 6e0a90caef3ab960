"""Admin of the accounts. Django's groups and permissions are put away: rights follow the role."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import django.contrib.auth.admin  # noqa: F401  registers Group, which is then withdrawn below
from django import forms
from django.contrib import admin
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comptes import services, sessions
from comptes.models import Echecs, Session, Utilisateur
from core.admin_actes import Acte
from core.admin_base import AdminBase
from core.admin_formulaires import FormulaireAdmin

ChampsDeDepart = Callable[[AdminBase[Any], HttpRequest], Mapping[str, forms.Field]]

# What higher apps ask when an account is shut: who takes the work over.
_au_depart: list[ChampsDeDepart] = []


def demander_au_depart(champs: ChampsDeDepart) -> None:
    """Add inputs to the form that shuts an account; `services.desactiver` gets their values."""
    _au_depart.append(champs)


def mot_de_passe(libelle: Any) -> forms.CharField:
    """A password to type; never sent back to the page."""
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=libelle, strip=False, max_length=128, widget=widget)


class FormulaireOuverture(FormulaireAdmin):
    """A new account with its first password."""

    alias = {"password": "premier_mot_de_passe"}

    premier_mot_de_passe = mot_de_passe(_("Mot de passe"))

    def valeurs(self) -> dict[str, Any]:
        return super().valeurs() | {"password": self.cleaned_data["premier_mot_de_passe"]}


@admin.register(Utilisateur)
class UtilisateurAdmin(AdminBase[Utilisateur]):
    list_display = ("username", "full_name", "email", "role", "is_active", "created_at")
    list_filter = ("role", "is_active", "langue")
    search_fields = ("username", "full_name", "email")
    ajoutables = ("username", "full_name", "email", "role")
    modifiables = (
        "username",
        "full_name",
        "email",
        "role",
        "langue",
        "theme",
        "densite",
        "raccourcis",
    )
    saisies_ajout = ("premier_mot_de_passe",)
    formulaire_ajout = FormulaireOuverture

    def libelle(self, ligne: Utilisateur) -> str:
        return f"{ligne} ({ligne.username})"

    def creer(self, request: HttpRequest, valeurs: dict[str, Any]) -> Utilisateur:
        return services.creer_utilisateur(par=request.user, **valeurs)

    def modifier(
        self, request: HttpRequest, ligne: Utilisateur, valeurs: dict[str, Any]
    ) -> Utilisateur:
        return services.modifier_utilisateur(
            par=request.user, utilisateur_id=ligne.pk, champs=valeurs
        )

    def get_actes(self, request: HttpRequest) -> Sequence[Acte]:
        return (
            Acte(
                "mot-de-passe",
                _("Définir le mot de passe"),
                self._definir_mot_de_passe,
                champs=lambda _request, _ligne: {
                    "new_password": mot_de_passe(_("Nouveau mot de passe"))
                },
                explication=_("Toutes les sessions de ce compte prennent fin."),
            ),
            Acte(
                "desactiver",
                _("Désactiver"),
                self._desactiver,
                champs=self._champs_de_depart,
                offert=lambda _request, ligne: ligne.is_active,
                explication=_("La personne est aussitôt dehors, par toutes les portes."),
            ),
            Acte(
                "reactiver",
                _("Réactiver"),
                self._reactiver,
                offert=lambda _request, ligne: not ligne.is_active,
            ),
        )

    def _champs_de_depart(self, request: HttpRequest, _ligne: Any) -> Mapping[str, forms.Field]:
        fields: dict[str, forms.Field] = {}
        for asked in _au_depart:
            fields |= asked(self, request)
        return fields

    @staticmethod
    def _desactiver(request: HttpRequest, ligne: Utilisateur, valeurs: dict[str, Any]) -> None:
        services.desactiver(par=request.user, utilisateur_id=ligne.pk, **valeurs)

    @staticmethod
    def _reactiver(request: HttpRequest, ligne: Utilisateur, _valeurs: dict[str, Any]) -> None:
        services.reactiver(par=request.user, utilisateur_id=ligne.pk)

    @staticmethod
    def _definir_mot_de_passe(
        request: HttpRequest, ligne: Utilisateur, valeurs: dict[str, Any]
    ) -> None:
        user = services.definir_mot_de_passe(
            par=request.user, utilisateur_id=ligne.pk, nouveau=valeurs["new_password"]
        )
        if user.pk == request.user.pk:
            update_session_auth_hash(request, user)
            sessions.suivre(request.session, user)


@admin.register(Session)
class SessionAdmin(AdminBase[Session]):
    """Where accounts are open, and where they were."""

    list_display = (
        "id",
        "utilisateur",
        "genre",
        "ouverte_le",
        "vue_le",
        "terminee_le",
        "fin",
        "adresse_ip",
    )
    list_filter = ("genre", "fin")
    search_fields = ("utilisateur__username", "utilisateur__full_name", "adresse_ip")
    list_select_related = ("utilisateur",)

    def get_actes(self, request: HttpRequest) -> Sequence[Acte]:
        return (
            Acte(
                "fermer",
                _("Fermer la session"),
                self._fermer,
                offert=lambda _request, ligne: ligne.terminee_le is None,
                explication=_("La personne doit se reconnecter."),
            ),
        )

    @staticmethod
    def _fermer(request: HttpRequest, ligne: Session, _valeurs: dict[str, Any]) -> None:
        sessions.terminer(par=cast("Utilisateur", request.user), session_id=ligne.pk)


@admin.register(Echecs)
class EchecsAdmin(AdminBase[Echecs]):
    """Counts of wrong passwords; whose they are is a hash that nobody reads."""

    list_display = ("id", "nombre", "dernier")


admin.site.unregister(Group)
