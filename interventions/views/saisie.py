"""Opening an intervention, and editing one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from comptes.choices import Role
from core.envoi_unique import une_fois
from core.errors import Conflit, Interdit, Invalide, VersionPerimee
from core.formulaires_service import porter_erreurs
from core.lignes import trouver
from core.nombres import lire_id
from core.parametres import unique
from core.retours import reussir
from equipements.models import Equipement
from interventions import services
from interventions.forms import FormulaireCreation, FormulaireModification
from interventions.models import Intervention
from interventions.presentation import actes as presentation
from interventions.presentation import choix_machine
from interventions.presentation.conflit import vue_a
from interventions.views.actes import defaire_de
from interventions.views.communs import adresse, brouillon, id_demande, lire, retour
from interventions.views.refus import montrer_conflit, montrer_refus
from interventions.visibility import acteur_de
from interventions.workflow import MODIFIABLES

# The button that creates and stays for the next one.
ENCORE = "encore"


class Creation(View):
    """Two steps: the machine (search, or a link that names it), then what happens to it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        suite = self._suite(request)
        pk = suite.equipement_id if suite else id_demande(request, "equipement")
        if pk is None:
            context = choix_machine.contexte(user, unique(request.GET, "search"))
            return render(request, "interventions/choix_machine.html", context)
        initial: dict[str, Any] = {"equipement": pk}
        if suite is not None:
            initial |= {"suite_de": suite.pk, "titre": suite.titre}
        form = FormulaireCreation(user, initial=initial)
        return self._page(request, form, machine_id=pk, suite=suite)

    def post(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        form = FormulaireCreation(user, data=request.POST)
        if not form.is_valid():
            return self._refuser(request, form, Invalide.statut_http)
        try:
            pk, first = une_fois(user, form.cleaned_data["jeton"], lambda: self._creer(form, user))
        except (Invalide, Conflit) as error:
            porter_erreurs(form, error)
            return self._refuser(request, form, error.statut_http)
        return self._ensuite(request, pk, first=first)

    @staticmethod
    def _creer(form: FormulaireCreation, user: Any) -> int:
        return services.creer(par=user, **form.valeurs()).pk

    @staticmethod
    def _suite(request: HttpRequest) -> Intervention | None:
        pk = id_demande(request, "suite_de")
        return lire(pk, request.user) if pk is not None else None

    def _refuser(self, request: HttpRequest, form: FormulaireCreation, statut: int) -> HttpResponse:
        """The form again with all that was typed; without a machine, the choice of one."""
        try:
            pk = lire_id(str(form.data.get("equipement", "")))
        except ValueError:
            return redirect("interventions:creer")
        suite = form.cleaned_data.get("suite_de")
        before = lire(suite, request.user) if suite else None
        return self._page(request, form, machine_id=pk, suite=before, statut=statut)

    def _page(
        self,
        request: HttpRequest,
        form: FormulaireCreation,
        *,
        machine_id: int,
        suite: Intervention | None,
        statut: int = 200,
    ) -> HttpResponse:
        user: Any = request.user
        rows = Equipement.objects.select_related("client", "site", "famille")
        machine = trouver(rows, machine_id, user)
        context = {
            "form": form,
            "machine": machine,
            "suite": suite,
            "brouillon": _brouillon(user, machine_id),
            "ouvertes": choix_machine.deja_ouvertes(machine, user),
            "pour_client": user.role == Role.CLIENT,
        }
        return render(request, "interventions/creation.html", context, status=statut)

    @staticmethod
    def _ensuite(request: HttpRequest, pk: int, *, first: bool) -> HttpResponse:
        """The new page; a technician that was not given it gets the machine's, and the number.

        Whoever has more to enter is asked for the next machine instead.
        """
        row = Intervention.objects.select_related("technicien__user").get(pk=pk)
        if first:
            key = _brouillon(request.user, row.equipement_id)
            reussir(request, presentation.dire("creer", row), brouillon=key)
        else:
            messages.info(request, _("%(numero)s était déjà enregistrée.") % {"numero": row.numero})
        if ENCORE in request.POST:
            return redirect("interventions:creer")
        if Intervention.objects.visible_to(request.user).filter(pk=pk).exists():
            return redirect(adresse(row))
        return HttpResponseRedirect(_page_machine(row.equipement_id))


def _brouillon(user: Any, machine_id: int) -> str:
    return brouillon(user, f"machine{machine_id}", "creer")


def _page_machine(pk: int) -> str:
    return reverse("equipements:fiche", args=[pk])


class Modification(View):
    """The columns that this person may change; two at once are shown both versions."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = lire(pk, request.user)
        suite = retour(request, unique(request.GET, "suite"), "")
        form = self._formulaire(request, row, initial={"suite": suite})
        return self._page(request, row, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = lire(pk, request.user)
        form = self._formulaire(request, row, data=request.POST)
        if not form.is_valid():
            return self._page(request, row, form, statut=Invalide.statut_http)
        version = form.cleaned_data["version"]
        seen = row if version == row.version else vue_a(row, version, request.user)
        champs = {name: form.cleaned_data[name] for name in form.changees(seen)}
        try:
            done = services.modifier(
                intervention_id=pk, par=request.user, champs=champs, version=version
            )
        except Invalide as error:
            porter_erreurs(form, error)
            return self._page(request, row, form, statut=error.statut_http)
        except VersionPerimee as error:
            return self._perimee(request, pk, form=form, error=error)
        except (Conflit, Interdit) as error:
            return montrer_refus(request, lire(pk, request.user), form=form, error=error)
        target = retour(request, form.cleaned_data["suite"], adresse(row))
        changed = done.version != row.version
        reussir(
            request,
            presentation.dire("modifier", done),
            defaire=defaire_de(request, done, target) if changed else "",
            brouillon=brouillon(request.user, pk, "modifier"),
        )
        return redirect(target)

    @staticmethod
    def _formulaire(
        request: HttpRequest, row: Intervention, **options: Any
    ) -> FormulaireModification:
        """The form of this actor; whoever may only read is refused as the service would."""
        acteur = acteur_de(request.user, row)
        if acteur is None or not MODIFIABLES.get(acteur):
            raise Interdit(_("Vous ne pouvez que lire cette intervention."))
        return FormulaireModification(row, request.user, acteur, **options)

    @staticmethod
    def _page(
        request: HttpRequest,
        row: Intervention,
        form: FormulaireModification,
        *,
        statut: int = 200,
    ) -> HttpResponse:
        asked = str(form["suite"].value() or "")
        context = {
            "form": form,
            "intervention": row,
            "brouillon": brouillon(request.user, row.pk, "modifier"),
            "abandon": retour(request, asked, adresse(row)),
        }
        return render(request, "interventions/modification.html", context, status=statut)

    def _perimee(
        self,
        request: HttpRequest,
        pk: int,
        *,
        form: FormulaireModification,
        error: VersionPerimee,
    ) -> HttpResponse:
        row = lire(pk, request.user)
        contexte = {
            "action": request.path,
            "titre": _("Modifier"),
            "bouton": _("Garder ma saisie"),
            "refaire": lambda kept: self._formulaire(request, row, initial=kept),
        }
        return montrer_conflit(request, row, form=form, error=error, contexte=contexte)
