"""Admin of client firms, their sites and contacts."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clients import services
from clients.models import Client, Contact, Site
from comptes.admin import mot_de_passe
from comptes.models import Utilisateur
from core.admin_actes import Acte
from core.admin_base import AdminBase


def _en_vie(_request: HttpRequest, ligne: Any) -> bool:
    return ligne.archive_le is None


def _range(_request: HttpRequest, ligne: Any) -> bool:
    return ligne.archive_le is not None


@admin.register(Client)
class ClientAdmin(AdminBase[Client]):
    list_display = ("nom_entreprise", "ville", "type_client", "niveau_service", "user", "archive")
    list_filter = ("type_client", "niveau_service", ("archive_le", admin.EmptyFieldListFilter))
    search_fields = ("nom_entreprise", "ville", "ice", "contact_principal", "email_commercial")
    list_select_related = ("user",)
    ajoutables = modifiables = services.CHAMPS_CLIENT

    @admin.display(description=_("archivé"), boolean=True)
    def archive(self, ligne: Client) -> bool:
        return ligne.archive_le is not None

    def creer(self, request: HttpRequest, valeurs: dict[str, Any]) -> Client:
        return services.creer_client(par=request.user, **valeurs)

    def modifier(self, request: HttpRequest, ligne: Client, valeurs: dict[str, Any]) -> Client:
        return services.modifier_client(par=request.user, client_id=ligne.pk, champs=valeurs)

    def liens(self, pk: Any) -> Sequence[tuple[Any, str]]:
        query = f"?client__id__exact={pk}"
        return (
            (_("Sites"), reverse("admin:clients_site_changelist") + query),
            (_("Contacts"), reverse("admin:clients_contact_changelist") + query),
        )

    def get_actes(self, request: HttpRequest) -> Sequence[Acte]:
        return (
            Acte(
                "ouvrir-compte",
                _("Ouvrir un compte"),
                self._ouvrir_compte,
                champs=self._champs_du_compte,
                offert=_en_vie,
                explication=_("Le premier est le compte principal, les autres sont des contacts."),
            ),
            Acte(
                "archiver",
                _("Archiver"),
                self._archiver,
                offert=_en_vie,
                en_lot=True,
                explication=_("Le client n’est plus proposé ; son passé reste."),
            ),
            Acte("retablir", _("Rétablir"), self._retablir, offert=_range, en_lot=True),
        )

    def _champs_du_compte(self, request: HttpRequest, _ligne: Client) -> Mapping[str, forms.Field]:
        columns = ("full_name", "email", "username")
        fields: dict[str, forms.Field] = {
            name: self.colonne(Utilisateur, name, request, required=True) for name in columns
        }
        return fields | {"password": mot_de_passe(_("Mot de passe"))}

    @staticmethod
    def _ouvrir_compte(request: HttpRequest, ligne: Client, valeurs: dict[str, Any]) -> None:
        services.ouvrir_compte(par=request.user, client_id=ligne.pk, **valeurs)

    @staticmethod
    def _archiver(request: HttpRequest, ligne: Client, _valeurs: dict[str, Any]) -> None:
        services.archiver_client(par=request.user, client_id=ligne.pk)

    @staticmethod
    def _retablir(request: HttpRequest, ligne: Client, _valeurs: dict[str, Any]) -> None:
        services.desarchiver_client(par=request.user, client_id=ligne.pk)


@admin.register(Site)
class SiteAdmin(AdminBase[Site]):
    list_display = ("nom", "client", "ville", "horaires", "archive")
    list_filter = (("archive_le", admin.EmptyFieldListFilter),)
    search_fields = ("nom", "ville", "client__nom_entreprise")
    list_select_related = ("client",)
    ajoutables = services.CHAMPS_SITE | {"client_id"}
    modifiables = services.CHAMPS_SITE

    @admin.display(description=_("archivé"), boolean=True)
    def archive(self, ligne: Site) -> bool:
        return ligne.archive_le is not None

    def libelle(self, ligne: Site) -> str:
        return f"{ligne} · {ligne.client}"

    def creer(self, request: HttpRequest, valeurs: dict[str, Any]) -> Site:
        return services.creer_site(par=request.user, **valeurs)

    def modifier(self, request: HttpRequest, ligne: Site, valeurs: dict[str, Any]) -> Site:
        return services.modifier_site(par=request.user, site_id=ligne.pk, champs=valeurs)

    def get_actes(self, request: HttpRequest) -> Sequence[Acte]:
        return (
            Acte("archiver", _("Archiver"), self._archiver, offert=_en_vie, en_lot=True),
            Acte("retablir", _("Rétablir"), self._retablir, offert=_range, en_lot=True),
        )

    @staticmethod
    def _archiver(request: HttpRequest, ligne: Site, _valeurs: dict[str, Any]) -> None:
        services.archiver_site(par=request.user, site_id=ligne.pk)

    @staticmethod
    def _retablir(request: HttpRequest, ligne: Site, _valeurs: dict[str, Any]) -> None:
        services.desarchiver_site(par=request.user, site_id=ligne.pk)


@admin.register(Contact)
class ContactAdmin(AdminBase[Contact]):
    list_display = ("nom", "client", "fonction", "telephone", "email", "principal", "user")
    list_filter = ("principal", ("user", admin.EmptyFieldListFilter))
    search_fields = ("nom", "email", "telephone", "client__nom_entreprise")
    list_select_related = ("client", "user")
    ajoutables = services.CHAMPS_CONTACT | {"client_id"}
    modifiables = services.CHAMPS_CONTACT

    def creer(self, request: HttpRequest, valeurs: dict[str, Any]) -> Contact:
        return services.creer_contact(par=request.user, **valeurs)

    def modifier(self, request: HttpRequest, ligne: Contact, valeurs: dict[str, Any]) -> Contact:
        return services.modifier_contact(par=request.user, contact_id=ligne.pk, champs=valeurs)

    def get_actes(self, request: HttpRequest) -> Sequence[Acte]:
        return (
            Acte(
                "oublier",
                _("Oublier ce contact"),
                self._oublier,
                offert=lambda _request, ligne: ligne.user_id is None,
                explication=_("Son nom et ses coordonnées sont effacés."),
            ),
        )

    @staticmethod
    def _oublier(request: HttpRequest, ligne: Contact, _valeurs: dict[str, Any]) -> None:
        services.supprimer_contact(par=request.user, contact_id=ligne.pk)
