"""The list of client firms: what it offers to whom."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.choices import NiveauService, TypeClient
from clients.filters import RECHERCHE, RECHERCHE_PLIEE, TRIS, FiltresClients
from clients.models import Client
from core.visibility import colonnes_cachees
from listes import cellules
from listes.cellules import bdi, lu, sous
from listes.colonnes import Champ, Colonne, Moment, Valeurs
from listes.definition import Filtre, Liste
from listes.registre import enregistrer


def _villes(user: Any) -> Iterable[tuple[str, str]]:
    names = Client.objects.visible_to(user).exclude(ville="").order_by("ville")
    return [(v, v) for v in names.values_list("ville", flat=True).distinct()]


def _secteurs(user: Any) -> Iterable[tuple[str, str]]:
    rows = Client.objects.visible_to(user).exclude(secteur_activite="")
    names = rows.order_by("secteur_activite").values_list("secteur_activite", flat=True)
    return [(v, v) for v in names.distinct()]


def _incluses(_user: Any) -> Iterable[tuple[str, Any]]:
    return [("true", _("Incluses"))]


def _nom(ligne: Valeurs, _moment: Moment) -> str:
    return bdi(ligne["nom_entreprise"])


def _secteur(ligne: Valeurs) -> str:
    return sous(bdi(ligne["secteur_activite"]))


_sites = Count("sites", filter=Q(sites__archive_le__isnull=True))

COLONNES: tuple[Colonne, ...] = (
    Colonne(
        "nom_entreprise",
        gettext_lazy("Client"),
        ("nom_entreprise", "secteur_activite"),
        _nom,
        (
            Champ(gettext_lazy("Client"), lu("nom_entreprise")),
            Champ(gettext_lazy("Secteur"), lu("secteur_activite")),
        ),
        tri="nom_entreprise",
        complement=_secteur,
    ),
    cellules.texte("ville", gettext_lazy("Ville"), tri="ville"),
    cellules.texte("contact_principal", gettext_lazy("Contact")),
    cellules.appel("telephone", gettext_lazy("Téléphone"), classe="nowrap"),
    cellules.choix("niveau_service", gettext_lazy("Service"), NiveauService, pastille=False),
    cellules.nombre(
        "nombre_sites", gettext_lazy("Sites"), annotations={"nombre_sites": _sites}, regle=()
    ),
    cellules.choix("type_client", gettext_lazy("Type"), TypeClient, pastille=False, defaut=False),
    cellules.texte("email_commercial", gettext_lazy("Courriel"), defaut=False),
    cellules.texte("ice", gettext_lazy("ICE"), classe="nombre", defaut=False),
    cellules.texte("adresse", gettext_lazy("Adresse"), defaut=False),
    cellules.jour("archive_le", gettext_lazy("Archivé le"), defaut=False),
)


@enregistrer
class ListeClients(Liste):
    """The firms that the person sees."""

    cle = "clients"
    titre = gettext_lazy("Clients")
    route = "clients:liste"
    route_fiche = "clients:fiche"
    modele = Client
    filtres = FiltresClients
    colonnes = COLONNES
    offres = (
        Filtre("ville", gettext_lazy("Ville"), _villes),
        Filtre("secteur_activite", gettext_lazy("Secteur"), _secteurs),
        Filtre("type_client", gettext_lazy("Type"), lambda _user: TypeClient.choices),
        Filtre("niveau_service", gettext_lazy("Service"), lambda _user: NiveauService.choices),
        Filtre("archives", gettext_lazy("Archives"), _incluses),
    )
    colonnes_recherche = RECHERCHE
    colonnes_pliees = RECHERCHE_PLIEE
    invite = gettext_lazy("Nom, ville, secteur, contact")
    tris_permis = TRIS
    tris = (
        ("nom_entreprise", gettext_lazy("Nom")),
        ("ville", gettext_lazy("Ville")),
        ("-id", gettext_lazy("Plus récents")),
    )
    ordre = ("nom_entreprise", "pk")

    def mots(self, nom: str) -> Mapping[str, Any]:
        return dict(_incluses(self.user)) if nom == "archives" else {}

    def marque(self, ligne: Valeurs) -> str:
        return cellules.archivee(ligne, _("Archivé"))

    def chemins_de_marque(self) -> tuple[str, ...]:
        return () if "archive_le" in colonnes_cachees(Client, self.user) else ("archive_le",)
