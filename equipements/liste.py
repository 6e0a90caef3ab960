"""The list of machines: what it offers to whom."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.models import Client, Site
from core.visibility import colonnes_cachees
from equipements.choices import Criticite, StatutEquipement
from equipements.filters import RECHERCHE_PLIEE, TRIS, FiltresEquipements
from equipements.models import Equipement, Famille
from listes import cellules
from listes.cellules import bdi, lu, sous
from listes.colonnes import Champ, Colonne, Moment, Valeurs
from listes.definition import Filtre, Liste
from listes.registre import enregistrer

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


def _incluses(_user: Any) -> Iterable[tuple[str, Any]]:
    return [("true", _("Incluses"))]


def _nom(ligne: Valeurs, _moment: Moment) -> str:
    return bdi(ligne["nom"])


def _parent(ligne: Valeurs) -> str:
    parent = ligne["parent__nom"]
    return sous(escape(_("fait partie de %(nom)s") % {"nom": parent})) if parent else ""


def _client(ligne: Valeurs, _moment: Moment) -> str:
    place = " · ".join(p for p in (ligne["site__nom"], ligne["localisation"]) if p)
    return f"{bdi(ligne['client__nom_entreprise'])}{sous(bdi(place))}"


COLONNES: tuple[Colonne, ...] = (
    Colonne(
        "nom",
        gettext_lazy("Machine"),
        ("nom", "parent__nom"),
        _nom,
        (
            Champ(gettext_lazy("Machine"), lu("nom")),
            Champ(gettext_lazy("Fait partie de"), lu("parent__nom")),
        ),
        regle=("nom", "parent"),
        tri="nom",
        complement=_parent,
    ),
    Colonne(
        "client",
        gettext_lazy("Client et site"),
        ("client__nom_entreprise", "site__nom", "localisation"),
        _client,
        (
            Champ(gettext_lazy("Client"), lu("client__nom_entreprise")),
            Champ(gettext_lazy("Site"), lu("site__nom")),
            Champ(gettext_lazy("Emplacement"), lu("localisation")),
        ),
        tri="client_id",
        classe="cellule-large",
    ),
    cellules.texte("famille", gettext_lazy("Famille"), "famille__nom"),
    cellules.texte("numero_serie", gettext_lazy("N° de série"), classe="nombre"),
    cellules.choix("statut", gettext_lazy("Statut"), StatutEquipement),
    cellules.choix("criticite", gettext_lazy("Criticité"), Criticite),
    cellules.jour("prochaine_maintenance", gettext_lazy("Prochaine maintenance")),
    cellules.texte(
        "code", gettext_lazy("Code d’étiquette"), classe="nombre", tri="code", defaut=False
    ),
    cellules.texte("fabricant", gettext_lazy("Fabricant"), defaut=False),
    cellules.texte("modele", gettext_lazy("Modèle"), defaut=False),
    cellules.jour("date_installation", gettext_lazy("Installée le"), defaut=False),
    cellules.jour("derniere_maintenance", gettext_lazy("Dernière maintenance"), defaut=False),
    cellules.texte("frequence_entretien", gettext_lazy("Fréquence d’entretien"), defaut=False),
)


@enregistrer
class ListeEquipements(Liste):
    """The machines that the person sees."""

    cle = "equipements"
    titre = gettext_lazy("Équipements")
    route = "equipements:liste"
    route_fiche = "equipements:fiche"
    modele = Equipement
    filtres = FiltresEquipements
    colonnes = COLONNES
    offres = (
        Filtre("statut", gettext_lazy("Statut"), lambda _user: StatutEquipement.choices),
        Filtre("criticite", gettext_lazy("Criticité"), lambda _user: Criticite.choices),
        Filtre("famille_id", gettext_lazy("Famille"), _familles),
        Filtre("client_id", gettext_lazy("Client"), _clients),
        Filtre("site_id", gettext_lazy("Site"), _sites),
        Filtre("archives", gettext_lazy("Archives"), _incluses),
    )
    objets = {
        "famille_id": Famille,
        "client_id": Client,
        "site_id": Site,
        "parent_id": Equipement,
    }
    colonnes_pliees = RECHERCHE_PLIEE
    invite = gettext_lazy("Nom, n° de série, modèle, lieu, code")
    tris_permis = TRIS
    tris = (("nom", gettext_lazy("Nom")), ("-id", gettext_lazy("Plus récents")))
    ordre = ("nom", "pk")

    def mots(self, nom: str) -> Mapping[str, Any]:
        return dict(_incluses(self.user)) if nom == "archives" else {}

    def marque(self, ligne: Valeurs) -> str:
        return cellules.archivee(ligne, _("Archivée"))

    def chemins_de_marque(self) -> tuple[str, ...]:
        return () if "archive_le" in colonnes_cachees(Equipement, self.user) else ("archive_le",)
