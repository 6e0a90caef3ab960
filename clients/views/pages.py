"""Reading client firms: the list, and one firm with all that is known of it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from clients.choices import NiveauService, TypeClient
from clients.filters import RECHERCHE, TRIS, FiltresClients
from clients.models import Client, Contact, Site
from clients.permissions import peut_gerer
from clients.presentation import FAITS
from clients.visibility import ids_clients_de
from comptes.choices import Role
from core.faits import faits
from core.lignes import trouver
from core.visibility import colonnes_cachees
from listes.liste import Filtre, VueListe


def _villes(user: Any) -> Iterable[tuple[str, str]]:
    names = Client.objects.visible_to(user).exclude(ville="").order_by("ville")
    return [(v, v) for v in names.values_list("ville", flat=True).distinct()]


def _secteurs(user: Any) -> Iterable[tuple[str, str]]:
    rows = Client.objects.visible_to(user).exclude(secteur_activite="")
    names = rows.order_by("secteur_activite").values_list("secteur_activite", flat=True)
    return [(v, v) for v in names.distinct()]


class Clients(VueListe):
    """The firms that the person sees."""

    template_name = "clients/liste.html"
    modele = Client
    filtres = FiltresClients
    offres = (
        Filtre("ville", gettext_lazy("Ville"), _villes),
        Filtre("secteur_activite", gettext_lazy("Secteur"), _secteurs),
        Filtre("type_client", gettext_lazy("Type"), lambda _user: TypeClient.choices),
        Filtre("niveau_service", gettext_lazy("Service"), lambda _user: NiveauService.choices),
        Filtre("archives", gettext_lazy("Archives"), lambda _user: [("true", _("Incluses"))]),
    )
    colonnes_recherche = RECHERCHE
    tris_permis = TRIS
    tris = (
        ("nom_entreprise", gettext_lazy("Nom")),
        ("ville", gettext_lazy("Ville")),
        ("-id", gettext_lazy("Plus récents")),
    )
    ordre = ("nom_entreprise", "pk")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        ids = ids_clients_de(user) if user.role == Role.CLIENT else ()
        if len(ids) == 1:
            return redirect("clients:fiche", *ids)
        return super().get(request, *args, **kwargs)

    def lignes(self) -> Any:
        sites = Count("sites", filter=Q(sites__archive_le__isnull=True))
        return super().lignes().annotate(nombre_sites=sites)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        hidden = colonnes_cachees(Client, user)
        return super().get_context_data(gerer=peut_gerer(user), cachees=hidden, **kwargs)


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
        sites = Site.objects.visible_to(user).filter(client=client, archive_le__isnull=True)
        return super().get_context_data(
            client=client,
            faits=faits(client, FAITS, user, liens=_liens(client)),
            sites=sites,
            contacts=Contact.objects.visible_to(user).filter(client=client),
            cachees=colonnes_cachees(Client, user, client),
            cachees_contact=colonnes_cachees(Contact, user),
            gerer=peut_gerer(user) and client.archive_le is None,
            # Who has one firm only has no list to go back to.
            seul=user.role == Role.CLIENT,
            **kwargs,
        )
