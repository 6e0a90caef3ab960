"""A list as a whole: rows that the person may see, typed filters, search, sorts and columns.

One `Liste` answers for one person and one address; the page, the export, the counts of saved views
and the way to the next row all ask it, so that they cannot differ.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import django_filters
from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.filtres import FiltresStricts
from core.parametres import unique
from core.querysets import VisibleQuerySet
from core.recherche import PARAMETRE as RECHERCHE
from core.recherche import rechercher, termes
from core.tri import PARAMETRE as TRI
from core.tri import criteres, ordonner
from core.visibility import lignes_visibles
from listes.colonnes import Colonne, Valeurs, visibles

Options = Iterable[tuple[Any, Any]]

# What an address may carry beside filters: none of it narrows the list.
PAGE = "page"
VUE = "vue"
PANNEAU = "filtres"
COLONNES = "colonnes"
TOUTES = "toutes"
# Digits of the largest id.
_ID_MAX = 18
HORS_FILTRES = frozenset({PAGE, VUE, PANNEAU, COLONNES})


@dataclass(frozen=True)
class Demande:
    """What a filter set asks of a request: whose it is."""

    user: Any


@dataclass(frozen=True)
class Filtre:
    """A filter that the page offers: a select whose options depend on the person."""

    nom: str
    libelle: Any
    options: Callable[[Any], Options]


@dataclass(frozen=True)
class Offre:
    """A filter as the panel shows it."""

    nom: str
    libelle: Any
    options: list[tuple[str, Any]]
    valeurs: tuple[str, ...]
    plusieurs: bool


class Jeton(NamedTuple):
    """What narrows the list now, in words, and the address without it."""

    libelle: Any
    valeur: Any
    sans: str


class Liste:
    """The base of every list; a subclass declares, and is registered by its key."""

    cle: ClassVar[str]
    titre: ClassVar[Any]
    # Names of the routes of the list's page and of a row's.
    route: ClassVar[str]
    route_fiche: ClassVar[str]
    modele: ClassVar[type[models.Model]]
    filtres: ClassVar[type[FiltresStricts]]
    colonnes: ClassVar[Sequence[Colonne]] = ()
    offres: ClassVar[Sequence[Filtre]] = ()
    colonnes_recherche: ClassVar[Sequence[str]] = ()
    # Columns that hold text folded by `core.texte.plier`.
    colonnes_pliees: ClassVar[Sequence[str]] = ()
    # The sorts that the URL may name, and those that the page offers: (name, label).
    tris_permis: ClassVar[Mapping[str, str]] = {}
    tris: ClassVar[Sequence[tuple[str, Any]]] = ()
    ordre: ClassVar[Sequence[str]] = ("-pk",)
    # Filters whose value is a row's id, which the person may know by name.
    objets: ClassVar[Mapping[str, type[models.Model]]] = {}
    # What the search box says to look for.
    invite: ClassVar[Any] = ""
    # What says « everything » where a bare address may mean less.
    toutes: ClassVar[Mapping[str, str]] = {TOUTES: "1"}
    # Shown of a row in the peek only.
    colonnes_apercu: ClassVar[Sequence[Colonne]] = ()

    def __init__(self, user: Any, parametres: QueryDict | str) -> None:
        self.user = user
        given = QueryDict(parametres) if isinstance(parametres, str) else parametres
        self.parametres: QueryDict = self.completer(given.copy())

    def completer(self, parametres: QueryDict) -> QueryDict:
        """For a subclass: what a bare address means."""
        return parametres

    def ouvrir(self) -> None:
        """For a subclass: refuse those who have no business here (`Interdit`)."""

    @classmethod
    def filtres_declares(cls) -> Mapping[str, Any]:
        """Every filter of the list by name, whoever asks."""
        found: Mapping[str, Any] = cls.filtres.base_filters  # type: ignore[misc]
        return found

    # --- Rows ------------------------------------------------------------------------------------

    def lignes(self) -> Any:
        """The rows of the list before any filter."""
        return lignes_visibles(VisibleQuerySet(self.modele), self.user)

    def jeu(self, *, entier: bool = False) -> FiltresStricts:
        """The filters that the address names, or all; never those over hidden columns."""
        build = self.filtres if entier else self.filtres.demandes
        return build(self.parametres, self.lignes(), request=Demande(self.user))

    def retenues(self, jeu: FiltresStricts | None = None) -> Any:
        """The rows asked for, in the order asked for; raises `Invalide`."""
        rows = (jeu or self.jeu()).valider()
        rows = rechercher(
            rows,
            self.parametre(RECHERCHE),
            user=self.user,
            colonnes=self.colonnes_recherche,
            pliees=self.colonnes_pliees,
        )
        terms = self._tri()
        return ordonner(rows, terms) if terms else rows.order_by(*self.ordre)

    def _tri(self) -> list[str]:
        asked = self.parametre(TRI)
        return criteres(asked, tris=self.tris_permis, modele=self.modele, user=self.user)

    def tri_tenable(self) -> bool:
        """Tell whether the person may name the sort in force."""
        try:
            self._tri()
        except DomainError:
            return False
        return True

    def parametre(self, nom: str) -> str:
        """The one value of a parameter, or 400."""
        return unique(self.parametres, nom)

    @property
    def texte(self) -> str:
        return self.parametres.get(RECHERCHE, "").strip()

    @property
    def tri(self) -> str:
        return self.parametres.get(TRI, "").strip()

    def tris_offerts(self) -> list[tuple[str, Any]]:
        """The offered sorts, and the one in force if a heading asked for it."""
        offered = list(self.tris)
        if self.tri and self.tri not in dict(offered):
            label = dict(offered).get(self.tri.removeprefix("-"), self.tri.removeprefix("-"))
            offered.append((self.tri, _("%(tri)s, à l’envers") % {"tri": label}))
        return offered

    # --- Columns ---------------------------------------------------------------------------------

    def colonnes_offertes(self) -> list[Colonne]:
        """Those that the person may choose among."""
        return visibles(self.colonnes, self.modele, self.user)

    def chemins_de_marque(self) -> Sequence[str]:
        """For a subclass: what `marque` reads and the person may see."""
        return ()

    def marque(self, ligne: Valeurs) -> str:
        """For a subclass: safe HTML beside the row's name, whatever columns are shown."""
        return ""

    # --- The address -----------------------------------------------------------------------------

    def adresse(self, requete: str = "") -> str:
        """The page of this list, with a query string."""
        url = reverse(self.route)
        return f"{url}?{requete}" if requete else url

    def requete(self, **changements: str | None) -> str:
        """The query string in force, with some parameters changed, on its first page."""
        params = self.parametres.copy()
        params.pop(PAGE, None)
        params.pop(PANNEAU, None)
        for name, value in changements.items():
            params.pop(name, None)
            if value:
                params[name] = value
        return params.urlencode()

    def gardes(self, *, panneau: bool) -> list[tuple[str, str]]:
        """What a new search or choice of filters keeps: all that the form has no input for."""
        inputs = {RECHERCHE, PAGE, PANNEAU}
        if panneau:
            inputs |= {TRI, *(f.nom for f in self.offres)}
        return [
            (name, value)
            for name, values in self.parametres.lists()
            if name not in inputs
            for value in values
        ]

    def portes(self) -> list[tuple[str, str]]:
        """Everything in force but the page, for a form that acts on the list."""
        lists = self.parametres.lists()
        return [(k, v) for k, values in lists if k not in (PAGE, PANNEAU) for v in values]

    def sans(self, nom: str, valeur: str | None = None) -> str:
        """The address without a filter, or without one of its values."""
        params = self.parametres.copy()
        left = [v for v in params.getlist(nom) if valeur is not None and v.strip() != valeur]
        for gone in (PAGE, PANNEAU, *(() if left else (nom,))):
            params.pop(gone, None)
        if left:
            params.setlist(nom, left)
        if not self.narrows(params):
            params.update(self.toutes)
        return f"?{params.urlencode()}"

    def narrows(self, parametres: QueryDict) -> bool:
        """Tell whether an address says anything but where one stands in the list."""
        return any(v for k, v in parametres.items() if k not in HORS_FILTRES)

    def requete_propre(self) -> str:
        """What a saved view keeps: filters, search and sort that hold for this person.

        Raises `Invalide` when one does not; names that the list does not know are dropped.
        """
        jeu = self.jeu()
        jeu.valider()
        self._tri()
        termes(self.parametre(RECHERCHE))
        known = {*jeu.filters, RECHERCHE, TRI, *self.toutes}
        params = QueryDict(mutable=True)
        for name in sorted(known & set(self.parametres)):
            values = [v.strip() for v in self.parametres.getlist(name) if v.strip()]
            if values:
                params.setlist(name, values)
        return params.urlencode()

    # --- Filters in words ------------------------------------------------------------------------

    def est_multiple(self, nom: str) -> bool:
        """Tell whether a filter takes several values."""
        found = self.filtres_declares().get(nom)
        return isinstance(found, django_filters.MultipleChoiceFilter)

    def valeurs(self, nom: str) -> tuple[str, ...]:
        """The values that the address gives a filter."""
        return tuple(v.strip() for v in self.parametres.getlist(nom) if v.strip())

    def panneau(self) -> list[Offre]:
        """The filters of the panel with their options: the costly part, built on demand."""
        jeu, found = self.jeu(entier=True), []
        for filtre in self.offres:
            if filtre.nom not in jeu.filters:
                continue
            values = self.valeurs(filtre.nom)
            options = [(str(v), label) for v, label in filtre.options(self.user)]
            known = dict(options)
            # What the address asks for stays on the page, offered or not.
            options += [(v, self.en_mots(filtre.nom, v)) for v in values if v not in known]
            if options:
                several = self.est_multiple(filtre.nom)
                found.append(Offre(filtre.nom, filtre.libelle, options, values, several))
        return found

    def jetons(self, jeu: FiltresStricts) -> list[Jeton]:
        """One per value that narrows the list, in the panel's order; also for those of links."""
        offered = [f.nom for f in self.offres]
        chips = []
        if self.texte:
            chips.append(
                Jeton(self.libelle(jeu, RECHERCHE), f"« {self.texte} »", self.sans(RECHERCHE))
            )
        for name in (*offered, *(n for n in jeu.filters if n not in offered)):
            if name not in jeu.filters:
                continue
            label = self.libelle(jeu, name)
            for value in self.valeurs(name):
                words = self.en_mots(name, value)
                chips.append(Jeton(label, words, self.sans(name, value)))
        return chips

    def libelle(self, jeu: FiltresStricts, nom: str) -> Any:
        """What people call a parameter of the address: its label, or else its name."""
        offered = {RECHERCHE: _("Recherche"), TRI: _("Tri")}
        offered |= {f.nom: f.libelle for f in self.offres}
        declared = jeu.filters[nom].label if nom in jeu.filters else None
        return offered.get(nom) or declared or nom

    def en_mots(self, nom: str, valeur: str) -> Any:
        """A value as people read it: a label, or the name of a row that the person may see."""
        found: Any = self.filtres_declares().get(nom)
        choices = dict(found.extra.get("choices", ())) if found is not None else {}
        word = choices.get(valeur) or self.mots(nom).get(valeur)
        return word or self._nom_de(nom, valeur) or valeur

    def _nom_de(self, nom: str, valeur: str) -> Any:
        model = self.objets.get(nom)
        if model is None or not valeur.isascii() or not valeur.isdecimal() or len(valeur) > _ID_MAX:
            return None
        return lignes_visibles(model._base_manager.filter(pk=int(valeur)), self.user).first()

    def mots(self, nom: str) -> Mapping[str, Any]:
        """The words of a filter whose options are few and cost nothing."""
        return {}
