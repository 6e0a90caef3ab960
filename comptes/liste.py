"""The list of accounts: the administrator's."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptes.choices import Role
from comptes.filters import RECHERCHE, TRIS, FiltresUtilisateurs
from comptes.models import Utilisateur
from comptes.permissions import exiger_admin
from listes import cellules
from listes.cellules import bdi, instant_court, lu, oui_non, puce
from listes.colonnes import Champ, Colonne, Moment, Valeurs
from listes.definition import Filtre, Liste
from listes.registre import enregistrer


def _actif(_user: Any) -> Iterable[tuple[str, Any]]:
    return [("true", _("Actifs")), ("false", _("Désactivés"))]


def nom_de(ligne: Valeurs) -> str:
    """The full name, or else the account's."""
    name: str = ligne["full_name"] or ligne["username"]
    return name


def _nom(ligne: Valeurs, _moment: Moment) -> str:
    return bdi(nom_de(ligne))


def _etat(ligne: Valeurs, _moment: Moment) -> str:
    if ligne["is_active"]:
        return puce("actif", _("Actif"))
    return puce("inactif", _("Désactivé"))


def _connexion(ligne: Valeurs, _moment: Moment) -> str:
    if ligne["last_login"] is None:
        return f'<span class="discret">{escape(_("jamais"))}</span>'
    return escape(instant_court(ligne["last_login"]))


COLONNES: tuple[Colonne, ...] = (
    Colonne(
        "nom",
        gettext_lazy("Nom"),
        ("full_name", "username"),
        _nom,
        (Champ(gettext_lazy("Nom"), nom_de),),
        tri="full_name",
    ),
    cellules.texte("username", gettext_lazy("Identifiant")),
    cellules.texte("email", gettext_lazy("Courriel")),
    cellules.choix("role", gettext_lazy("Rôle"), Role, pastille=False),
    Colonne(
        "is_active",
        gettext_lazy("État"),
        ("is_active",),
        _etat,
        (Champ(gettext_lazy("Actif"), lambda row: oui_non(row["is_active"])),),
    ),
    Colonne(
        "last_login",
        gettext_lazy("Dernière connexion"),
        ("last_login",),
        _connexion,
        (Champ(gettext_lazy("Dernière connexion"), lu("last_login")),),
        classe="nombre",
    ),
    cellules.jour("created_at", gettext_lazy("Ouvert le"), defaut=False),
)


@enregistrer
class ListeUtilisateurs(Liste):
    """All accounts."""

    cle = "utilisateurs"
    titre = gettext_lazy("Utilisateurs")
    route = "comptes:utilisateurs"
    route_fiche = "comptes:utilisateur"
    modele = Utilisateur
    filtres = FiltresUtilisateurs
    colonnes = COLONNES
    offres = (
        Filtre("role", gettext_lazy("Rôle"), lambda _user: Role.choices),
        Filtre("is_active", gettext_lazy("État"), _actif),
    )
    colonnes_recherche = RECHERCHE
    invite = gettext_lazy("Nom, identifiant ou courriel")
    tris_permis = TRIS
    tris = (("full_name", gettext_lazy("Nom")), ("-id", gettext_lazy("Plus récents")))
    ordre = ("full_name", "pk")

    def ouvrir(self) -> None:
        exiger_admin(self.user)

    def mots(self, nom: str) -> Mapping[str, Any]:
        return dict(_actif(self.user)) if nom == "is_active" else {}
