"""List pages: visible rows, typed filters from the URL shown as chips, search, sorts, pages."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core.errors import Invalide
from core.filtres import FiltresStricts
from core.pages import paginer
from core.parametres import unique
from core.recherche import PARAMETRE as RECHERCHE
from core.recherche import rechercher
from core.tri import PARAMETRE as TRI
from core.tri import criteres, ordonner
from core.visibility import lignes_visibles

Options = Iterable[tuple[Any, Any]]


@dataclass(frozen=True)
class Filtre:
    """A filter that the page offers: a select whose options depend on the person."""

    nom: str
    libelle: Any
    options: Callable[[Any], Options]


@dataclass(frozen=True)
class Offre:
    """A filter as this request shows it."""

    nom: str
    libelle: Any
    options: list[tuple[str, Any]]
    valeur: str

    @property
    def libelle_valeur(self) -> Any:
        """The chosen option in words; what is no option is shown as it was typed."""
        return dict(self.options).get(self.valeur, self.valeur)


class VueListe(TemplateView):
    """A page of rows that the person may see; a filter that does not hold answers 422."""

    modele: ClassVar[type[models.Model]]
    filtres: ClassVar[type[FiltresStricts]]
    offres: ClassVar[Sequence[Filtre]] = ()
    colonnes_recherche: ClassVar[Sequence[str]] = ()
    # Columns that hold text folded by `core.texte.plier`.
    colonnes_pliees: ClassVar[Sequence[str]] = ()
    # The sorts that the URL may name, and those that the page offers: (name, label).
    tris_permis: ClassVar[Mapping[str, str]] = {}
    tris: ClassVar[Sequence[tuple[str, Any]]] = ()
    ordre: ClassVar[Sequence[str]] = ("-pk",)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.ouvrir()
        return super().dispatch(request, *args, **kwargs)

    def ouvrir(self) -> None:
        """For a subclass: refuse those who have no business here (`Interdit`)."""

    def lignes(self) -> Any:
        """The rows of the list before any filter, with what the page shows of each."""
        return lignes_visibles(self.modele._base_manager.all(), self.request.user)

    def _parametre(self, nom: str) -> str:
        return unique(self.request.GET, nom)

    def _jeu(self) -> FiltresStricts:
        """The filter set of this request, without filters over columns hidden from the person."""
        return self.filtres(self.request.GET, self.lignes(), request=self.request)

    def _retenues(self, jeu: FiltresStricts) -> Any:
        user = self.request.user
        rows = jeu.valider()
        texte = self._parametre(RECHERCHE)
        rows = rechercher(
            rows, texte, user=user, colonnes=self.colonnes_recherche, pliees=self.colonnes_pliees
        )
        asked = self._parametre(TRI)
        terms = criteres(asked, tris=self.tris_permis, modele=self.modele, user=user)
        return ordonner(rows, terms) if terms else rows.order_by(*self.ordre)

    def _offres(self, jeu: FiltresStricts) -> Iterator[Offre]:
        for filtre in self.offres:
            if filtre.nom not in jeu.filters:
                continue
            options = [(str(v), label) for v, label in filtre.options(self.request.user)]
            value = self.request.GET.get(filtre.nom, "").strip()
            if value and value not in dict(options):
                # What the address asks for stays on the page, offered or not.
                options.append((value, value))
            if options:
                yield Offre(filtre.nom, filtre.libelle, options, value)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        erreurs: Mapping[str, list[str]] = {}
        page, jeu = None, self._jeu()
        try:
            page = paginer(self._retenues(jeu), self._parametre("page"))
        except Invalide as error:
            erreurs = error.errors or {"": [error.detail]}
        offres = list(self._offres(jeu))
        texte = self.request.GET.get(RECHERCHE, "").strip()
        return super().get_context_data(
            page=page,
            lignes=page.lignes if page is not None else [],
            erreurs=erreurs,
            offres=offres,
            puces=self._puces(offres, texte),
            recherche=texte,
            cherchable=bool(self.colonnes_recherche or self.colonnes_pliees),
            tris=self.tris,
            tri=self.request.GET.get(TRI, "").strip(),
            **kwargs,
        )

    def _puces(self, offres: list[Offre], texte: str) -> list[tuple[Any, Any, str]]:
        """(label, value in words, address without it) of what narrows the list now."""
        chips = [(o.libelle, o.libelle_valeur, self._sans(o.nom)) for o in offres if o.valeur]
        if texte:
            chips.insert(0, (_("Recherche"), f"« {texte} »", self._sans(RECHERCHE)))
        return chips

    def _sans(self, nom: str) -> str:
        params = self.request.GET.copy()
        params.pop(nom, None)
        params.pop("page", None)
        return f"?{params.urlencode()}"

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if context["erreurs"]:
            kwargs.setdefault("status", Invalide.statut_http)
        return super().render_to_response(context, **kwargs)
