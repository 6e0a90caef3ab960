"""The list of interventions: what it offers to whom."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from clients.models import Client, Site
from comptes.choices import Role
from equipements.models import Equipement
from interventions.choices import Priorite, Statut, TypeIntervention
from interventions.filters import RECHERCHE_PLIEE, TRIS, FiltresListe
from interventions.forms import techniciens_en_activite
from interventions.models import Intervention
from interventions.presentation.colonnes import APERCU, COLONNES
from listes.definition import TOUTES, Filtre, Liste
from listes.registre import enregistrer
from techniciens.models import Technicien

OUI_NON = (("true", _("oui")), ("false", _("non")))
AVANCEMENT = (("true", _("À faire")), ("false", _("Terminées")))
# A longer select is no help; the search finds the client.
CHOIX_MAX = 300

_CHEFS = frozenset({Role.ADMIN, Role.RESPONSABLE})
_PERSONNEL = _CHEFS | {Role.TECHNICIEN}
_TOUS = frozenset(Role)


def _pour(roles: frozenset[Role], options: Any) -> Any:
    """The options for some roles, none for the others."""
    return lambda user: options if user.role in roles else ()


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


@enregistrer
class ListeInterventions(Liste):
    """Open work unless the address says otherwise."""

    cle = "interventions"
    titre = _("Interventions")
    route = "interventions:liste"
    route_fiche = "interventions:fiche"
    modele = Intervention
    filtres = FiltresListe
    colonnes = COLONNES
    colonnes_apercu = APERCU
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
    objets = {
        "technicien_id": Technicien,
        "client_id": Client,
        "site_id": Site,
        "equipement_id": Equipement,
    }
    invite = _("Numéro, titre, machine, client…")

    def completer(self, parametres: QueryDict) -> QueryDict:
        """A bare address is the work to do; what the person chose is left alone."""
        chosen = {*self.filtres_declares(), "search", "ordering", TOUTES}
        if not chosen & set(parametres):
            parametres["ouvertes"] = "true"
        return parametres

    def mots(self, nom: str) -> Mapping[str, Any]:
        return dict(AVANCEMENT if nom == "ouvertes" else OUI_NON)
