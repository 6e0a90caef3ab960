"""What a person has kept of a list: two queries for its page."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from core.pages import COMPTE_MAX, compter
from listes.colonnes import Colonne, choisies
from listes.definition import VUE, Liste
from listes.models import PreferenceListe, VueEnregistree
from listes.registre import valide

# More tabs than this are no tabs.
EPINGLEES_MAX = 8
_VUES_MAX = 100


@dataclass(frozen=True)
class Garde:
    """The views that a person may use on a list, and what it prefers there."""

    vues: list[VueEnregistree]
    preference: PreferenceListe | None

    @property
    def ouverture(self) -> VueEnregistree | None:
        """The view that a bare address means; one that is shared no more is none."""
        wanted = self.preference.vue_id if self.preference else None
        return next((vue for vue in self.vues if vue.pk == wanted), None)

    @property
    def epinglees(self) -> list[VueEnregistree]:
        return [vue for vue in self.vues if vue.epinglee][:EPINGLEES_MAX]

    def trouver(self, demande: str) -> VueEnregistree | None:
        """The view that an address names, if this person may use it."""
        return next((vue for vue in self.vues if str(vue.pk) == demande), None)

    def colonnes(self, offertes: list[Colonne], vue: VueEnregistree | None) -> list[Colonne]:
        """Those of the view, else those that the person chose, else the usual ones."""
        names = vue.colonnes if vue is not None else []
        if not names and self.preference is not None:
            names = self.preference.colonnes
        return choisies(offertes, names)


def garde(user: Any, cle: str) -> Garde:
    """What `user` has on the list `cle`."""
    views = VueEnregistree.objects.visible_to(user).filter(liste=cle)
    rows = list(views.select_related("proprietaire").order_by("ordre", "nom", "id")[:_VUES_MAX])
    # One's own first: a shared one must not push them off the tabs.
    rows.sort(key=lambda vue: vue.proprietaire_id != user.pk)
    preferences = PreferenceListe.objects.filter(utilisateur=user, liste=cle)
    return Garde(rows, preferences.first())


def requete_de(vue: VueEnregistree, classe: type[Liste], user: Any) -> str:
    """The address of a view for this person: without a sort that it may not name."""
    query = QueryDict(vue.requete, mutable=True)
    if not classe(user, vue.requete).tri_tenable():
        query.pop("ordering", None)
    query[VUE] = str(vue.pk)
    return query.urlencode()


def adresse_de(vue: VueEnregistree, classe: type[Liste], user: Any) -> str:
    """The view's tab."""
    return f"?{requete_de(vue, classe, user)}"


def nombre_de(vue: VueEnregistree, classe: type[Liste], user: Any) -> str:
    """How many rows the list would show this person; « 10000+ » past what is counted."""
    liste = classe(user, requete_de(vue, classe, user))
    if not valide(liste):
        return ""
    counted = compter(liste.retenues())
    return f"{COMPTE_MAX}+" if counted > COMPTE_MAX else str(counted)
