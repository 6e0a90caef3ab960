"""The list of interventions."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from clients.models import Client, Site
from comptes.choices import Role
from equipements.models import Equipement
from interventions.choices import Priorite, Statut, TypeIntervention
from interventions.filters import RECHERCHE_PLIEE, TRIS, FiltresInterventions
from interventions.forms import techniciens_en_activite
from interventions.models import Intervention
from interventions.presentation.liste import COLONNES, lignes, onglets
from listes.liste import Filtre, Offre, VueListe
from techniciens.models import Technicien

OUI_NON = (("true", _("oui")), ("false", _("non")))
AVANCEMENT = (("true", _("À faire")), ("false", _("Terminées")))
# A longer select is no help; the search finds the client.
CHOIX_MAX = 300
TOUTES = "toutes"

_MODELES: dict[str, Any] = {
    "technicien_id": Technicien,
    "client_id": Client,
    "site_id": Site,
    "equipement_id": Equipement,
}


def _pour(roles: frozenset[Role], options: Any) -> Callable[[Any], Any]:
    """The options for some roles, none for the others."""
    return lambda user: options if user.role in roles else ()


_CHEFS = frozenset({Role.ADMIN, Role.RESPONSABLE})
_PERSONNEL = _CHEFS | {Role.TECHNICIEN}
_TOUS = frozenset(Role)


def _clients(user: Any) -> list[tuple[Any, Any]]:
    if user.role == Role.CLIENT:
        return []
    rows = Client.objects.visible_to(user).order_by("nom_entreprise", "id")
    found = list(rows.values_list("pk", "nom_entreprise")[: CHOIX_MAX + 1])
    return found if len(found) <= CHOIX_MAX else []


def _techniciens(user: Any) -> list[tuple[Any, Any]]:
    if user.role not in _CHEFS:
        return []
    return [(row.pk, str(row)) for row in techniciens_en_activite(user)[:CHOIX_MAX]]


class Interventions(VueListe):
    """Open work unless the address says otherwise; filters are in the address, shown as chips."""

    template_name = "interventions/liste.html"
    modele = Intervention
    filtres = FiltresInterventions
    colonnes_recherche = ("equipement__nom", "client__nom_entreprise")
    colonnes_pliees = RECHERCHE_PLIEE
    tris_permis = TRIS
    tris = (
        ("-date_creation", _("Plus récentes d’abord")),
        ("date_creation", _("Plus anciennes d’abord")),
        ("numero", _("Numéro")),
        ("statut", _("Statut")),
    )
    offres = (
        Filtre("ouvertes", _("Avancement"), _pour(_TOUS, AVANCEMENT)),
        Filtre("statut", _("Statut"), _pour(_TOUS, Statut.choices)),
        Filtre("priorite", _("Priorité"), _pour(_PERSONNEL, Priorite.choices)),
        Filtre("type", _("Type"), _pour(_PERSONNEL, TypeIntervention.choices)),
        Filtre("urgence", _("Urgente"), _pour(_TOUS, OUI_NON)),
        Filtre("en_retard", _("En retard"), _pour(_CHEFS, OUI_NON)),
        Filtre("compte_rendu_manquant", _("Compte rendu manquant"), _pour(_CHEFS, OUI_NON)),
        Filtre("technicien_id", _("Technicien"), _techniciens),
        Filtre("client_id", _("Client"), _clients),
    )

    def ouvrir(self) -> None:
        """A bare address is the work to do; what the person chose is left alone."""
        chosen = {*self.filtres.base_filters, "search", "ordering", TOUTES}
        if not chosen & set(self.request.GET):
            params = self.request.GET.copy()
            params["ouvertes"] = "true"
            self.request.GET = params  # type: ignore[assignment]

    def lignes(self) -> Any:
        """Only the columns shown, in one query."""
        return Intervention.objects.visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user: Any = self.request.user
        page = context["page"]
        role = user.role
        rows = lignes(page.lignes.values(*COLONNES)) if page is not None else []
        return context | {
            "lignes": rows,
            "onglets": onglets(role, self.request.GET),
            "pour_client": role == Role.CLIENT,
            "filtree": bool(context["puces"]),
        }

    def _puces(self, offres: list[Offre], texte: str) -> list[tuple[Any, Any, str]]:
        """Chips also for filters that a link set and the panel does not offer."""
        chips = super()._puces(offres, texte)
        offered = {offre.nom for offre in offres}
        for name, filter_ in self.filtres.base_filters.items():
            value = self.request.GET.get(name, "").strip()
            if value and name not in offered:
                chips.append((filter_.label or name, self._en_mots(name, value), self._sans(name)))
        return chips

    def _en_mots(self, nom: str, valeur: str) -> Any:
        """The name behind an id, as far as the person may know it; other values as typed."""
        model = _MODELES.get(nom)
        if model is None or not valeur.isdecimal():
            return dict(OUI_NON).get(valeur, valeur)
        row = model.objects.visible_to(self.request.user).filter(pk=int(valeur)).first()
        return row or valeur

    def _sans(self, nom: str) -> str:
        """Without its last filter the list shows all, not the default again."""
        address = super()._sans(nom)
        return address if address != "?" else f"?{TOUTES}=1"
