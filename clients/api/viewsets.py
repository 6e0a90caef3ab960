"""/clients/: firms, their sites, contacts and logins."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from clients import services
from clients.api.serializers import (
    ClientEntree,
    ClientSortie,
    CompteEntree,
    ContactEntree,
    ContactSortie,
    SiteEntree,
    SiteSortie,
)
from clients.filters import RECHERCHE, RECHERCHE_PLIEE, TRIS, FiltresClients, FiltresSites
from clients.models import Client, Contact, Site
from comptes.api.serialiseurs import Compte
from core.api.ecriture import ligne_visible, si_inchangee, valeurs
from core.api.vues import VueModele


class VueClients(VueModele[Client]):
    modele = Client
    serializer_class = ClientSortie
    filtres = FiltresClients
    recherche_colonnes = RECHERCHE
    recherche_pliees: ClassVar[tuple[str, ...]] = RECHERCHE_PLIEE
    tris = TRIS

    def list(self, request: Request) -> Response:
        return self.liste()

    def retrieve(self, request: Request, pk: str) -> Response:
        return self.fiche()

    def create(self, request: Request) -> Response:
        row = services.creer_client(par=request.user, **valeurs(ClientEntree, request))
        return self.detail_de(row, 201)

    def partial_update(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        champs = valeurs(ClientEntree, request, partiel=True)
        with si_inchangee(request, row):
            row = services.modifier_client(par=request.user, client_id=row.pk, champs=champs)
        return self.detail_de(row)

    def destroy(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        with si_inchangee(request, row):
            services.archiver_client(par=request.user, client_id=row.pk)
        return self.rien()

    def ouvrir_compte(self, request: Request, pk: str) -> Response:
        """A login for the firm; answers the account."""
        row = self.get_object()
        user = services.ouvrir_compte(
            par=request.user, client_id=row.pk, **valeurs(CompteEntree, request)
        )
        return Response(Compte(user, context=self.get_serializer_context()).data, status=201)


class VueDuClient(VueModele[Any]):
    """Rows that belong to one firm: `/clients/{client_pk}/...`."""

    entree: ClassVar[type[Serializer[Any]]]
    creer: ClassVar[Callable[..., Model]]
    modifier: ClassVar[Callable[..., Model]]
    retirer: ClassVar[Callable[..., Any]]
    nom_id: ClassVar[str]

    def preparer(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        firm = ligne_visible(Client, self.kwargs["client_pk"], self.request.user)
        return rows.filter(client=firm)

    def list(self, request: Request, client_pk: str) -> Response:
        return self.liste()

    def retrieve(self, request: Request, client_pk: str, pk: str) -> Response:
        return self.fiche()

    def create(self, request: Request, client_pk: str) -> Response:
        firm = ligne_visible(Client, client_pk, request.user)
        row = type(self).creer(par=request.user, client_id=firm.pk, **valeurs(self.entree, request))
        return self.detail_de(row, 201)

    def partial_update(self, request: Request, client_pk: str, pk: str) -> Response:
        row = self.get_object()
        champs = valeurs(self.entree, request, partiel=True)
        with si_inchangee(request, row):
            row = type(self).modifier(par=request.user, champs=champs, **{self.nom_id: row.pk})
        return self.detail_de(row)

    def destroy(self, request: Request, client_pk: str, pk: str) -> Response:
        row = self.get_object()
        with si_inchangee(request, row):
            type(self).retirer(par=request.user, **{self.nom_id: row.pk})
        return self.rien()


class VueSites(VueDuClient):
    modele = Site
    serializer_class = SiteSortie
    filtres = FiltresSites
    entree = SiteEntree
    creer = services.creer_site
    modifier = services.modifier_site
    retirer = services.archiver_site
    nom_id = "site_id"


class VueContacts(VueDuClient):
    modele = Contact
    serializer_class = ContactSortie
    entree = ContactEntree
    creer = services.creer_contact
    modifier = services.modifier_contact
    retirer = services.supprimer_contact
    nom_id = "contact_id"
