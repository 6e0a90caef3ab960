"""Reading client firms: the list, and one firm with all that is known of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from clients.liste import ListeClients
from clients.models import Client, Contact, Site
from clients.permissions import peut_gerer
from clients.presentation import FAITS
from clients.selectors import comptes_du_client
from clients.visibility import ids_clients_de
from comptes.choices import Role
from core.faits import faits
from core.lignes import trouver
from core.visibility import colonnes_cachees
from listes.liste import VueListe


class Clients(VueListe):
    """The firms that the person sees."""

    template_name = "clients/liste.html"
    classe = ListeClients

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        ids = ids_clients_de(user) if user.role == Role.CLIENT else ()
        if len(ids) == 1:
            return redirect("clients:fiche", *ids)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(gerer=peut_gerer(self.request.user), **kwargs)


def _liens(client: Client) -> dict[str, str]:
    return {
        "telephone": f"tel:{''.join(client.telephone.split())}",
        "email_commercial": f"mailto:{client.email_commercial}",
    }


class Fiche(TemplateView):
    """One firm: facts, sites, contacts, and what higher apps show of it."""

    template_name = "clients/fiche.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        client = trouver(Client.objects.select_related("user"), self.kwargs["pk"], user)
        manager = peut_gerer(user)
        sites = list(Site.objects.visible_to(user).filter(client=client))
        contacts = Contact.objects.visible_to(user).filter(client=client)
        if manager:
            contacts = contacts.select_related("user")
        return super().get_context_data(
            client=client,
            faits=faits(client, FAITS, user, liens=_liens(client)),
            sites=[site for site in sites if site.archive_le is None],
            contacts=contacts,
            # For those who may take them back.
            archives=[site for site in sites if manager and site.archive_le is not None],
            comptes=comptes_du_client(client, contacts) if manager else [],
            cachees=colonnes_cachees(Client, user, client),
            cachees_contact=colonnes_cachees(Contact, user),
            gerer=manager and client.archive_le is None,
            retablir=manager and client.archive_le is not None,
            regarder=manager,
            # Who has one firm only has no list to go back to.
            seul=user.role == Role.CLIENT,
            **kwargs,
        )
