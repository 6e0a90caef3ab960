"""Planning work from its page or from the board: plan, move or change, confirm, take back."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_htmx.http import trigger_client_event

from core.errors import DomainError, VersionPerimee
from core.formulaires_service import VueService
from core.lignes import trouver
from interventions.models import Intervention
from planning import services
from planning.dates import quand
from planning.forms.creneaux import FormulaireCreneau, propose
from planning.models import Creneau
from planning.permissions import exiger_planification
from planning.tableau import libre
from planning.views import gestes

# Told to the board by the panel once its form is done.
FAIT = "planning:fait"
_LIEES = (
    "intervention__technicien__user",
    "intervention__client",
    "intervention__equipement",
)


class _Planification(VueService):
    """About one intervention, back to whose page all of this leads; or to the board.

    htmx asks for the form alone, for the panel of the board.
    """

    template_name = "planning/formulaire.html"
    intervention: Intervention
    # Work to plan, or the slot that it has.
    modele: Any = Creneau
    liees: tuple[str, ...] = _LIEES
    verbe: Any = ""
    proposition: libre.Proposition | None = None

    @property
    def panneau(self) -> bool:
        return bool(getattr(self.request, "htmx", False))

    def ouvrir(self) -> None:
        rows = self.modele.objects.select_related(*self.liees)
        self.ligne = trouver(rows, self.kwargs["pk"], self.request.user)
        exiger_planification(self.request.user)
        self.intervention = getattr(self.ligne, "intervention", self.ligne)
        self.titre = f"{self.verbe} {self.intervention.numero}"
        self.retour_texte = _("Planning") if self._du_tableau() else self.intervention.numero

    def _du_tableau(self) -> bool:
        return self.request.GET.get("depuis") == "tableau"

    def get_template_names(self) -> list[str]:
        return ["planning/_formulaire_panneau.html"] if self.panneau else [self.template_name]

    def get_success_url(self) -> str:
        if not self._du_tableau():
            return reverse("interventions:fiche", args=[self.intervention.pk])
        slot = self.resultat if isinstance(self.resultat, Creneau) else self.ligne
        moment = slot.date_debut if isinstance(slot, Creneau) else timezone.now()
        day = timezone.localdate(moment).isoformat()
        return f"{reverse('planning:tableau')}?{urlencode({'du': day})}"

    def annoncer(self) -> None:
        if not self.panneau:
            super().annoncer()

    def suite(self) -> gestes.Reponse:
        """What the board says of it."""
        return {"message": self.dire()}

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        if not self.panneau or self.resultat is None:
            return answer
        return trigger_client_event(HttpResponse(status=204), FAIT, dict(self.suite()))

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        answer = super().render_to_response(context, **kwargs)
        patch_vary_headers(answer, ["HX-Request"])
        return answer

    def actes(self) -> list[tuple[str, Any]]:
        """Other acts on the slot, as (address, label)."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {
            "intervention": self.intervention,
            "adresse": self.request.get_full_path(),
            "actes": self.actes(),
            "libre": self._libre(),
        }
        return super().get_context_data(**{**shown, **kwargs})

    def _libre(self) -> dict[str, str] | None:
        if self.proposition is None:
            return None
        values = {
            "depuis": self.request.GET.get("depuis", ""),
            "debut": gestes.local(self.proposition.debut),
            "fin": gestes.local(self.proposition.fin),
            "technicien": self.request.POST.get("technicien", ""),
        }
        return {
            "texte": self.proposition.texte,
            "adresse": f"{self.request.path}?{urlencode(values)}",
        }


class _AvecCreneau(_Planification):
    form_class = FormulaireCreneau

    def get_form_kwargs(self) -> dict[str, Any]:
        shown = {"ligne": self.ligne, "propose": propose(self.request.GET)}
        return super().get_form_kwargs() | {"user": self.request.user} | shown

    def refuser(self, form: Any, error: DomainError) -> HttpResponse:
        """Told once that the slot has moved on, the person may insist; else, when it would do."""
        if isinstance(error, VersionPerimee):
            form.data = form.data.copy()
            form.data["version"] = str(error.etat["version"])
        else:
            values = form.cleaned_data
            self.proposition = libre.proposer(error, values["date_debut"], values["date_fin"])
        return super().refuser(form, error)


class Planifier(_AvecCreneau):
    """Give open work its slot."""

    modele = Intervention
    liees = ("technicien__user", "client", "equipement")
    verbe = gettext_lazy("Planifier")
    bouton = gettext_lazy("Planifier")
    message = gettext_lazy("L’intervention est planifiée.")

    def executer(self, valeurs: dict[str, Any]) -> Creneau:
        return services.planifier(
            par=self.request.user, intervention_id=self.intervention.pk, **valeurs
        )

    def suite(self) -> gestes.Reponse:
        return gestes.apres_pose(self.intervention, self.resultat)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        who = reverse("planning:qui_envoyer", args=[self.intervention.pk])
        return super().get_context_data(**{"adresse_qui": who, **kwargs})


class Modifier(_AvecCreneau):
    """Move or change a slot."""

    verbe = gettext_lazy("Modifier le créneau de")
    message = gettext_lazy("Le créneau est à jour.")

    def executer(self, valeurs: dict[str, Any]) -> Creneau:
        own = {n: valeurs.pop(n) for n in ("technicien_id", "version", "motif_derogation")}
        if not valeurs["creneau"]:
            del valeurs["creneau"]  # the hours, which follow by themselves
        return services.modifier(
            par=self.request.user, creneau_id=self.ligne.pk, champs=valeurs, **own
        )

    def suite(self) -> gestes.Reponse:
        held = Intervention.objects.values_list("technicien_id", flat=True)
        return gestes.apres_deplacement(
            self.ligne,
            self.resultat,
            de=self.intervention.technicien_id,
            vers=held.get(pk=self.intervention.pk),
        )

    def actes(self) -> list[tuple[str, Any]]:
        query = "?depuis=tableau" if self._du_tableau() else ""
        confirm, remove = (
            reverse(f"planning:{name}", args=[self.ligne.pk]) + query
            for name in ("confirmer", "deplanifier")
        )
        agreed = [] if self.ligne.confirme else [(confirm, _("Confirmer"))]
        return [*agreed, (remove, _("Déplanifier"))]


class _SurCreneau(_Planification):
    """An act on a slot, which is told: when, and whose."""

    def ouvrir(self) -> None:
        super().ouvrir()
        self.note = " · ".join(
            [
                capfirst(quand(self.ligne.date_debut, self.ligne.date_fin)),
                str(self.intervention.technicien or _("Sans technicien")),
            ]
        )


class Confirmer(_SurCreneau):
    """The slot is agreed on."""

    verbe = gettext_lazy("Confirmer le créneau de")
    bouton = gettext_lazy("Confirmer")
    message = gettext_lazy("Le créneau est confirmé.")

    def executer(self, valeurs: dict[str, Any]) -> Creneau:
        return services.confirmer(par=self.request.user, creneau_id=self.ligne.pk)


class Deplanifier(_SurCreneau):
    """Take the slot back."""

    verbe = gettext_lazy("Déplanifier")
    bouton = gettext_lazy("Déplanifier")
    message = gettext_lazy("L’intervention n’est plus planifiée.")
    danger = True

    def ouvrir(self) -> None:
        super().ouvrir()
        lost = _("Le créneau disparaît et le temps du technicien est rendu.")
        self.note = f"{self.note}. {lost}"

    def executer(self, valeurs: dict[str, Any]) -> Intervention:
        return services.deplanifier(par=self.request.user, creneau_id=self.ligne.pk)
