"""Reading machines: the list, and one machine with its place in the tree."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from clients.models import Client, Site
from core.faits import faits
from core.lignes import trouver
from core.visibility import colonnes_cachees
from equipements.choices import Criticite, StatutEquipement
from equipements.filters import RECHERCHE, TRIS, FiltresEquipements
from equipements.models import PROFONDEUR_MAX, Equipement, Famille
from equipements.permissions import peut_gerer
from equipements.presentation import FAITS
from equipements.services import MODIFIABLES
from listes.liste import Filtre, VueListe

# The machines above, in the one query of the machine itself.
_ANCETRES = "__".join(["parent"] * (PROFONDEUR_MAX - 1))


# A longer select is no help: search finds the machine by other ways.
CHOIX_MAX = 300


def _clients(user: Any) -> Any:
    """No choice for whoever sees one firm only, nor among thousands."""
    rows = Client.objects.visible_to(user).values_list("pk", "nom_entreprise")
    firms = list(rows[: CHOIX_MAX + 1])
    return firms if 1 < len(firms) <= CHOIX_MAX else ()


def _sites(user: Any) -> Any:
    rows = Site.objects.visible_to(user).filter(archive_le__isnull=True)
    names = rows.order_by("client__nom_entreprise", "nom")
    found = list(names.values_list("pk", "client__nom_entreprise", "nom")[: CHOIX_MAX + 1])
    if len(found) > CHOIX_MAX:
        return ()
    return [(pk, f"{firm} · {name}") for pk, firm, name in found]


def _familles(user: Any) -> Any:
    return Famille.objects.visible_to(user).values_list("pk", "nom")


class Equipements(VueListe):
    """The machines that the person sees."""

    template_name = "equipements/liste.html"
    modele = Equipement
    filtres = FiltresEquipements
    offres = (
        Filtre("statut", gettext_lazy("Statut"), lambda _user: StatutEquipement.choices),
        Filtre("criticite", gettext_lazy("Criticité"), lambda _user: Criticite.choices),
        Filtre("famille_id", gettext_lazy("Famille"), _familles),
        Filtre("client_id", gettext_lazy("Client"), _clients),
        Filtre("site_id", gettext_lazy("Site"), _sites),
        Filtre("archives", gettext_lazy("Archives"), lambda _user: [("true", _("Incluses"))]),
    )
    colonnes_recherche = RECHERCHE
    tris_permis = TRIS
    tris = (("nom", gettext_lazy("Nom")), ("-id", gettext_lazy("Plus récents")))
    ordre = ("nom", "pk")

    def lignes(self) -> Any:
        rows = super().lignes().select_related("client", "site", "famille", "parent")
        return rows.only(
            *("nom", "code", "statut", "criticite", "localisation", "numero_serie"),
            *("client__nom_entreprise", "site__nom", "famille__nom", "parent__nom"),
            *("prochaine_maintenance", "archive_le"),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        hidden = colonnes_cachees(Equipement, user)
        return super().get_context_data(gerer=peut_gerer(user), cachees=hidden, **kwargs)


def _ancetres(machine: Equipement) -> list[Equipement]:
    above: list[Equipement] = []
    parent = machine.parent
    while parent is not None and len(above) < PROFONDEUR_MAX:
        above.insert(0, parent)
        parent = parent.parent
    return above


class Fiche(TemplateView):
    """One machine: state, facts, what it is part of and made of, and what higher apps show."""

    template_name = "equipements/fiche.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        rows = Equipement.objects.select_related("client", "site", "famille", _ANCETRES)
        machine = trouver(rows, self.kwargs["pk"], user)
        children = Equipement.objects.visible_to(user).filter(
            parent=machine, archive_le__isnull=True
        )
        links = {"client": reverse("clients:fiche", args=[machine.client_id])}
        return super().get_context_data(
            machine=machine,
            ancetres=_ancetres(machine),
            enfants=children.only("nom", "statut", "criticite", "code"),
            faits=faits(machine, FAITS, user, liens=links),
            cachees=colonnes_cachees(Equipement, user, machine),
            gerer=peut_gerer(user),
            modifiable=user.role in MODIFIABLES,
            **kwargs,
        )
