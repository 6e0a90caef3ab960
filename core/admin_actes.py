"""Acts of the Django admin: what one does to a row beside editing it, by a service, through a form.

An act is a button on the row's page that leads to a page with its form (none of its own: a
confirmation); `en_lot` offers it in the list's action menu too. The service alone decides; its
refusal is shown on the act's page with everything typed kept.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME, AdminForm
from django.contrib.admin.utils import unquote
from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from core.admin_choix import est_id
from core.admin_formulaires import FormulaireActe
from core.errors import Conflit, DomainError, Invalide

M = TypeVar("M", bound=Model)
Champs = Mapping[str, forms.Field]

LOT_MAX = 200


def sans_champ(_request: HttpRequest, _ligne: Any) -> Champs:
    """The act needs no value."""
    return {}


def toujours(_request: HttpRequest, _ligne: Any) -> bool:
    """The act is offered on every row."""
    return True


@dataclass(frozen=True)
class Acte:
    """One act: its button, its form, the service behind it, when it is offered.

    `executer(request, row, values)` calls the service and may return warnings to show.
    """

    nom: str
    libelle: Any
    executer: Callable[[HttpRequest, Any, dict[str, Any]], Sequence[str] | None]
    champs: Callable[[HttpRequest, Any], Champs] = sans_champ
    offert: Callable[[HttpRequest, Any], bool] = toujours
    en_lot: bool = False
    explication: Any = ""


@dataclass(frozen=True)
class Demande:
    """One act asked for on one row, with what the person typed."""

    acte: Acte
    ligne: Any
    form: FormulaireActe

    @property
    def noms(self) -> dict[str, Any]:
        """For messages."""
        return {"acte": self.acte.libelle, "ligne": self.ligne}


def _formulaire(request: HttpRequest, champs: Champs) -> FormulaireActe:
    kind = type("FormulaireDeLActe", (FormulaireActe,), dict(champs))
    form: FormulaireActe = kind(request.POST) if request.method == "POST" else kind()
    return form


def doublon() -> Conflit:
    """What a unique index refuses when two people write the same at once."""
    return Conflit(_("Quelqu’un vient d’enregistrer la même valeur : vérifiez, puis recommencez."))


class AvecActes(admin.ModelAdmin[M]):
    """The routes, pages and list actions of a model's acts."""

    def get_actes(self, request: HttpRequest) -> Sequence[Acte]:
        """The acts of this model, in the order of their buttons."""
        return ()

    # --- Routes ----------------------------------------------------------------------------------

    def nom_url(self, suffixe: str) -> str:
        """Route name of one of this model's admin pages."""
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_{suffixe}"

    def get_urls(self) -> list[URLPattern]:
        name = self.nom_url("acte").removeprefix("admin:")
        view = self.admin_site.admin_view(self.acte_view)
        return [path("<path:object_id>/actes/<slug:nom>/", view, name=name), *super().get_urls()]

    def boutons(self, request: HttpRequest, ligne: M) -> list[tuple[Any, str]]:
        """(label, address) of the acts that the row's page offers."""
        return [
            (acte.libelle, reverse(self.nom_url("acte"), args=[ligne.pk, acte.nom]))
            for acte in self.get_actes(request)
            if acte.offert(request, ligne)
        ]

    # --- The act's page --------------------------------------------------------------------------

    @method_decorator(sensitive_post_parameters())
    @method_decorator(csrf_protect)
    def acte_view(self, request: HttpRequest, object_id: str, nom: str) -> HttpResponse:
        """GET: the form of the act; POST: the act."""
        acte = next((a for a in self.get_actes(request) if a.nom == nom), None)
        ligne = self.get_object(request, unquote(object_id))
        if acte is None or ligne is None:
            raise Http404
        form = _formulaire(request, acte.champs(request, ligne))
        demande = Demande(acte, ligne, form)
        if request.method == "POST":
            return self._poster(request, demande)
        if not acte.offert(request, ligne):
            text = _("« %(acte)s » n’est pas possible sur %(ligne)s en l’état.")
            self.message_user(request, text % demande.noms, messages.WARNING)
            return HttpResponseRedirect(reverse(self.nom_url("change"), args=[ligne.pk]))
        return self._page(request, demande)

    def _poster(self, request: HttpRequest, demande: Demande) -> HttpResponse:
        form, ligne = demande.form, demande.ligne
        if not form.is_valid():
            return self._page(request, demande, statut=Invalide.statut_http)
        try:
            warnings = self._executer(request, demande, form.valeurs())
        except DomainError as refus:
            form.refuser(refus)
            return self._page(request, demande, statut=refus.statut_http)
        for text in warnings:
            self.message_user(request, text, messages.WARNING)
        text = _("« %(acte)s » : c’est fait pour %(ligne)s.")
        self.message_user(request, text % demande.noms, messages.SUCCESS)
        if self.get_object(request, str(ligne.pk)) is None:
            return HttpResponseRedirect(reverse(self.nom_url("changelist")))
        return HttpResponseRedirect(reverse(self.nom_url("change"), args=[ligne.pk]))

    def _executer(
        self, request: HttpRequest, demande: Demande, valeurs: dict[str, Any]
    ) -> Sequence[str]:
        """The act and its line in the admin's journal, whole or not at all."""
        try:
            with transaction.atomic():
                warnings = demande.acte.executer(request, demande.ligne, valeurs)
                self.log_change(request, demande.ligne, str(demande.acte.libelle))
        except IntegrityError as error:
            raise doublon() from error
        return warnings or ()

    def _page(self, request: HttpRequest, demande: Demande, *, statut: int = 200) -> HttpResponse:
        form, refus = demande.form, demande.form.refus
        etat = refus.etat if isinstance(refus, Conflit) else {}
        fieldsets: Any = [(None, {"fields": list(form.fields)})]
        # Any form will do: the layout only reads its fields.
        adminform = AdminForm(form, fieldsets, {}, (), self)  # type: ignore[arg-type]
        context = {
            **self.admin_site.each_context(request),
            "title": demande.acte.libelle,
            "subtitle": str(demande.ligne),
            "opts": self.opts,
            "original": demande.ligne,
            "acte": demande.acte,
            "adminform": adminform,
            "errors": form.errors,
            "ouvertes": etat.get("interventions_ouvertes", ()),
            "retour": reverse(self.nom_url("change"), args=[demande.ligne.pk]),
            "media": self.media + adminform.media,
        }
        return TemplateResponse(request, "admin/acte.html", context, status=statut)

    # --- Several rows at once --------------------------------------------------------------------

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Only our acts: nothing is deleted from a list."""
        return {
            acte.nom: (partial(AvecActes._lot, acte=acte), acte.nom, str(acte.libelle))
            for acte in self.get_actes(request)
            if acte.en_lot
        }

    def response_action(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Django would fail on a ticked box that is no row id."""
        if not all(est_id(v) for v in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise Invalide(_("Cette sélection n’est pas lisible : recommencez depuis la liste."))
        return super().response_action(request, *args, **kwargs)

    def _lot(self, request: HttpRequest, queryset: QuerySet[M], *, acte: Acte) -> None:
        rows = list(queryset[: LOT_MAX + 1])
        if len(rows) > LOT_MAX:
            text = _("Au plus %(n)s lignes à la fois : rien n’a été fait.") % {"n": LOT_MAX}
            self.message_user(request, text, messages.ERROR)
            return
        done = 0
        for ligne in rows:
            try:
                self._executer(request, Demande(acte, ligne, FormulaireActe()), {})
            except DomainError as refus:
                text = f"{ligne} : {refus.detail}"
                self.message_user(request, text, messages.ERROR)
            else:
                done += 1
        if done:
            text = _("« %(acte)s » : c’est fait pour %(n)s ligne(s).")
            self.message_user(request, text % {"acte": acte.libelle, "n": done}, messages.SUCCESS)
