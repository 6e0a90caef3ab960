"""The list of technicians: what it offers to whom."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import Interdit
from core.visibility import colonnes_cachees
from listes import cellules
from listes.cellules import bdi, puce
from listes.colonnes import Champ, Colonne, Moment, Valeurs
from listes.definition import Filtre, Liste
from listes.registre import enregistrer
from techniciens.choices import Disponibilite
from techniciens.filters import RECHERCHE, TRIS, FiltresTechniciens
from techniciens.models import Competence, CompetenceTechnicien, Technicien


def _valeurs(colonne: str) -> Any:
    """The values of a column that are in use, as a filter's choices."""

    def options(user: Any) -> Iterable[tuple[str, str]]:
        rows = Technicien.objects.visible_to(user).exclude(**{colonne: ""})
        names = rows.order_by(colonne).values_list(colonne, flat=True).distinct()
        return [(name, name) for name in names]

    return options


def _competences(user: Any) -> Any:
    return Competence.objects.visible_to(user).values_list("pk", "nom")


def _incluses(_user: Any) -> Iterable[tuple[str, Any]]:
    return [("true", _("Incluses"))]


def nom_de(ligne: Valeurs) -> str:
    """The full name, or else the account's."""
    name: str = ligne["user__full_name"] or ligne["user__username"]
    return name


def _nom(ligne: Valeurs, _moment: Moment) -> str:
    return bdi(nom_de(ligne))


def _detenues(user: Any, ids: Sequence[int]) -> dict[int, str]:
    """The names of the skills held, by technician."""
    held = CompetenceTechnicien.objects.visible_to(user).filter(technicien_id__in=ids)
    found: dict[int, str] = {}
    for pk, name in held.order_by("competence__nom").values_list(
        "technicien_id", "competence__nom"
    ):
        found[pk] = f"{found[pk]}, {name}" if pk in found else name
    return found


def _niveaux(ligne: Valeurs) -> str:
    return ligne["niveaux"] or ""


COLONNES: tuple[Colonne, ...] = (
    Colonne(
        "nom",
        gettext_lazy("Nom"),
        ("user__full_name", "user__username", "user__is_active"),
        _nom,
        (Champ(gettext_lazy("Nom"), nom_de),),
        regle=("user",),
    ),
    cellules.texte("specialite", gettext_lazy("Spécialité")),
    cellules.texte("equipe", gettext_lazy("Équipe"), tri="equipe"),
    cellules.texte("zone_geographique", gettext_lazy("Zone")),
    cellules.choix(
        "disponibilite", gettext_lazy("Disponibilité"), Disponibilite, tri="disponibilite"
    ),
    Colonne(
        "niveaux",
        gettext_lazy("Compétences"),
        (),
        lambda row, _m: bdi(_niveaux(row)),
        (Champ(gettext_lazy("Compétences"), _niveaux),),
        regle=("niveaux",),
        lot=_detenues,
    ),
    cellules.texte("email", gettext_lazy("Courriel"), "user__email", defaut=False),
    cellules.jour("date_embauche", gettext_lazy("Embauché le"), defaut=False),
)


def exiger_la_maison(user: Any) -> None:
    """Only those whom the visibility of technicians knows."""
    if "user" in colonnes_cachees(Technicien, user):
        raise Interdit(_("Cette page est réservée à l’équipe."))


@enregistrer
class ListeTechniciens(Liste):
    """The team; a technician sees its colleagues by name."""

    cle = "techniciens"
    titre = gettext_lazy("Techniciens")
    route = "techniciens:liste"
    route_fiche = "techniciens:fiche"
    modele = Technicien
    filtres = FiltresTechniciens
    colonnes = COLONNES
    offres = (
        Filtre("disponibilite", gettext_lazy("Disponibilité"), lambda _user: Disponibilite.choices),
        Filtre("equipe", gettext_lazy("Équipe"), _valeurs("equipe")),
        Filtre("zone_geographique", gettext_lazy("Zone"), _valeurs("zone_geographique")),
        Filtre("competence_id", gettext_lazy("Compétence"), _competences),
        Filtre("archives", gettext_lazy("Archives"), _incluses),
    )
    objets = {"competence_id": Competence}
    colonnes_recherche = RECHERCHE
    invite = gettext_lazy("Nom, spécialité, équipe")
    tris_permis = TRIS
    tris = (
        ("equipe", gettext_lazy("Équipe")),
        ("disponibilite", gettext_lazy("Disponibilité")),
        ("-id", gettext_lazy("Plus récents")),
    )
    ordre = ("user__full_name", "pk")

    def ouvrir(self) -> None:
        """Clients have nothing to do here: not even the number of technicians."""
        exiger_la_maison(self.user)

    def mots(self, nom: str) -> Mapping[str, Any]:
        return dict(_incluses(self.user)) if nom == "archives" else {}

    def marque(self, ligne: Valeurs) -> str:
        if not ligne["user__is_active"] and not ligne.get("archive_le"):
            return f" {puce('inactif', _('Compte désactivé'))}"
        return cellules.archivee(ligne, _("Archivé"))

    def chemins_de_marque(self) -> tuple[str, ...]:
        return () if "archive_le" in colonnes_cachees(Technicien, self.user) else ("archive_le",)
