"""The one base class of every model's admin.

Rows and columns by the visibility policies, saving by the services, nothing deleted. A model says
which values its services take (`ajoutables`, `modifiables`) and calls them in `creer` and
`modifier`; one that says nothing is read-only. What a service refuses comes back in the same form.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, ClassVar, TypeVar

from django import forms
from django.contrib.admin.options import ShowFacets
from django.contrib.admin.utils import unquote
from django.db import IntegrityError
from django.db.models import BinaryField, Field, ForeignKey, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from core.admin_actes import AvecActes, doublon
from core.admin_choix import ChoixDistant, est_id
from core.admin_formulaires import CHAMPS_STRICTS, FormulaireAdmin
from core.chemins import chemin_visible
from core.errors import DomainError, Invalide
from core.recherche import rechercher
from core.visibility import lignes_visibles

M = TypeVar("M", bound=Model)


class AdminBase(AvecActes[M]):
    """Everything that the models' admins share."""

    # What the services take, under their names (`site_id`): nothing means read-only.
    ajoutables: ClassVar[Iterable[str]] = ()
    modifiables: ClassVar[Iterable[str]] = ()
    # Inputs of the forms that are no columns, after those that are.
    saisies_ajout: ClassVar[Sequence[str]] = ()
    saisies_modification: ClassVar[Sequence[str]] = ()
    # Read-only extras of the row's page (methods), what it shows above the inputs, and columns
    # that it never shows.
    lectures: ClassVar[Sequence[str]] = ()
    en_tete: ClassVar[Sequence[str]] = ()
    omises: ClassVar[frozenset[str]] = frozenset()
    formulaire_ajout: ClassVar[type[FormulaireAdmin]] = FormulaireAdmin
    formulaire: ClassVar[type[FormulaireAdmin]] = FormulaireAdmin
    # Columns that hold text folded by `core.texte.plier`, searched beside `search_fields`.
    recherche_pliee: ClassVar[Sequence[str]] = ()

    list_select_related: ClassVar[tuple[str, ...]] = ()
    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    formfield_overrides = {**CHAMPS_STRICTS}
    change_form_template = "admin/fiche.html"
    object_history_template = "admin/journal.html"

    # --- The services ----------------------------------------------------------------------------

    def creer(self, request: HttpRequest, valeurs: dict[str, Any]) -> M:
        """Call the service that makes a row."""
        raise NotImplementedError

    def modifier(self, request: HttpRequest, ligne: M, valeurs: dict[str, Any]) -> M:
        """Call the service that changes a row; `valeurs` holds only what the person changed."""
        raise NotImplementedError

    # --- Who may ---------------------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(self.ajoutables) and super().has_add_permission(request)

    def modifiable(self, request: HttpRequest, ligne: M) -> bool:
        """Tell whether the service would take a change of this row now."""
        return True

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        if not self.modifiables or not super().has_change_permission(request, obj):
            return False
        # A row that moved on while the form was open: the service says so, and the form stays.
        return obj is None or request.method == "POST" or self.modifiable(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False

    # --- Rows ------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[M]:
        rows = lignes_visibles(super().get_queryset(request), request.user)
        return rows.select_related(*self.list_select_related)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> M | None:
        """A key that is a relation lets through numbers that no database column holds."""
        if self.opts.pk.is_relation and not est_id(object_id):
            return None
        return super().get_object(request, object_id, from_field)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[M], search_term: str
    ) -> tuple[QuerySet[M], bool]:
        found = rechercher(
            queryset,
            search_term,
            user=request.user,
            colonnes=[c for c in self.get_search_fields(request) if c not in self.recherche_pliee],
            pliees=self.recherche_pliee,
        )
        match = request.resolver_match
        if match is not None and match.url_name == "autocomplete" and self._a("archive_le"):
            found = found.filter(archive_le__isnull=True)
        return found, False

    def _a(self, nom: str) -> bool:
        return any(f.name == nom for f in self.opts.concrete_fields)

    # --- Columns ---------------------------------------------------------------------------------

    def _visibles(self, request: HttpRequest, noms: Iterable[Any]) -> list[Any]:
        """Those of `noms` (paths, methods, filters) that lead to no hidden column."""
        shown = []
        for item in noms:
            path = item[0] if isinstance(item, tuple) else item
            if not isinstance(path, str) or chemin_visible(self.model, path, request.user):
                shown.append(item)
        return shown

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return self._visibles(request, super().get_list_display(request))

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return self._visibles(request, super().get_list_filter(request))

    def get_search_fields(self, request: HttpRequest) -> list[Any]:
        return self._visibles(request, super().get_search_fields(request))

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return chemin_visible(self.model, lookup, request.user) and super().lookup_allowed(
            lookup, value, request
        )

    def _colonnes(self, request: HttpRequest) -> list[Field[Any, Any]]:
        return [
            f
            for f in self.opts.concrete_fields
            if f.name not in self.omises
            and not f.primary_key
            and not isinstance(f, BinaryField)
            and chemin_visible(self.model, f.name, request.user)
        ]

    def saisis(self, request: HttpRequest, obj: M | None) -> list[str]:
        """Names of the inputs of the page, in order."""
        if obj is None:
            taken, extra = set(self.ajoutables), self.saisies_ajout
        elif self.has_change_permission(request, obj):
            taken, extra = set(self.modifiables), self.saisies_modification
        else:
            return []
        return [*(f.name for f in self._colonnes(request) if f.attname in taken), *extra]

    def lus(self, request: HttpRequest, obj: M | None) -> list[str]:
        """Names of what the page only shows, in order."""
        if obj is None:
            return []
        inputs = set(self.saisis(request, obj))
        return [*self.lectures, *(f.name for f in self._colonnes(request) if f.name not in inputs)]

    def get_fieldsets(self, request: HttpRequest, obj: M | None = None) -> Any:
        inputs, facts = self.saisis(request, obj), self.lus(request, obj)
        if not inputs:
            return [(None, {"fields": facts})]
        head = [name for name in facts if name in self.en_tete]
        rest = [name for name in facts if name not in self.en_tete]
        first = (None, {"fields": [*head, *inputs]})
        return [first, *([(_("Suivi"), {"fields": rest})] if rest else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: M | None = None) -> list[Any]:
        return self.lus(request, obj)

    # --- The form --------------------------------------------------------------------------------

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        page: Any = self.admin_site.get_model_admin(db_field.remote_field.model)
        kwargs.setdefault("queryset", page.get_queryset(request))
        kwargs.setdefault("widget", ChoixDistant(db_field, self.admin_site))
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.label_from_instance = page.libelle
        return field

    def libelle(self, ligne: M) -> str:
        """How a choice by search names the row."""
        return str(ligne)

    def colonne(
        self, modele: type[Model], nom: str, request: HttpRequest, **options: Any
    ) -> forms.Field:
        """The input of a column, for an act's form: strict, in the admin's looks."""
        source: Any = modele._meta.get_field(nom)
        field: Any = self.formfield_for_dbfield(source, request, **options)
        named: forms.Field = field
        return named

    def get_form(  # Django's signature
        self,
        request: HttpRequest,
        obj: M | None = None,
        change: bool = False,  # noqa: FBT001, FBT002
        **kwargs: Any,
    ) -> Any:
        kwargs.setdefault("form", self.formulaire if obj is not None else self.formulaire_ajout)
        kind: Any = super().get_form(request, obj, change, **kwargs)
        kind.refus = getattr(request, "refus_admin", None)
        return kind

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """An address may name the relations of a new row by id; Django fails on odd values."""
        relations = {f.name for f in self.opts.concrete_fields if f.is_relation}
        return {k: v for k, v in request.GET.items() if k in relations and est_id(str(v))}

    # --- Saving ----------------------------------------------------------------------------------

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> M:  # noqa: FBT001
        values = form.valeurs()
        if change:
            return self.modifier(request, form.instance, values)
        return self.creer(request, values)

    def save_model(self, *_django: Any, **_aussi: Any) -> None:
        """Nothing left to do: the service has written."""

    def save_related(self, *_django: Any, **_aussi: Any) -> None:
        """Nothing: related rows have admins and services of their own."""

    @method_decorator(sensitive_post_parameters())
    def changeform_view(  # noqa: PLR0917  Django's signature
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """When the service refuses, the same page again with what was typed and why not."""
        page = partial(super().changeform_view, request, object_id, form_url, extra_context)
        refus: DomainError
        try:
            response = page()
        except DomainError as error:
            refus = error
        except IntegrityError:
            refus = doublon()
        else:
            return _avec_statut(response, Invalide.statut_http)
        if request.method != "POST":
            raise refus
        request.refus_admin = refus  # type: ignore[attr-defined]
        return _avec_statut(page(), refus.statut_http)

    def liens(self, pk: Any) -> Sequence[tuple[Any, str]]:
        """(label, address) of the lists that belong to the row of this id."""
        return ()

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        ligne = kwargs.get("obj")
        if ligne is not None:
            context["boutons"] = self.boutons(request, ligne)
            context["liens"] = self.liens(ligne.pk)
        return super().render_change_form(request, context, *args, **kwargs)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {**(extra_context or {}), "liens": self.liens(unquote(object_id))}
        return super().history_view(request, object_id, context)


def _avec_statut(response: Any, statut: int) -> Any:
    """A page that shows errors says so in its status too."""
    if isinstance(response, TemplateResponse) and (response.context_data or {}).get("errors"):
        response.status_code = statut
    return response
