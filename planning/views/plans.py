"""Reading plans: the list, one plan, what is to come of all of them, the plans of families."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core.errors import Introuvable
from core.faits import Fait, faits
from core.lignes import trouver
from core.pages import decouper
from core.parametres import unique
from core.visibility import colonnes_cachees
from listes.liste import VueListe
from listes.onglets import Onglet
from planning.liste import ListePlans
from planning.models import ModelePlan, Occurrence, Plan
from planning.permissions import exiger_planification, peut_planifier
from planning.preventif import graphique, mots
from planning.preventif.previsions import ajouter_capacite, prevoir, prochaines
from planning.preventif.visites import du_mois, visites
from planning.selectors import techniciens_en_activite

_LIEES = ("entree__equipement__client", "technicien__user", "competence", "compteur", "modele")
_FAITS = (
    "derniere_date",
    "technicien",
    "competence",
    "duree_estimee",
    "heure",
    "avance",
    "jours_non_ouvres",
    "prochain_seuil",
    "modele",
    "description",
)
# Shown of what is to come, and of what was.
_PROCHAINES, _PASSEES = 6, 20


class Plans(VueListe):
    """The plans that the person sees."""

    template_name = "planning/preventif/liste.html"
    classe = ListePlans

    def onglets(self) -> list[Onglet]:
        return [
            Onglet(_("En cours"), {"toutes": "1"}),
            Onglet(_("Arrêtés"), {"actif": "false"}),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(gerer=peut_planifier(self.request.user), **kwargs)


class FichePlan(TemplateView):
    """One plan: its rule in words, what is next, what became of each due date."""

    template_name = "planning/preventif/plan.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        plan = trouver(Plan.objects.select_related(*_LIEES), self.kwargs["pk"], user)
        rows = Occurrence.objects.visible_to(user).filter(plan=plan)
        past = rows.select_related("intervention").order_by("-jour", "-pk")
        return super().get_context_data(
            plan=plan,
            machine=plan.entree.equipement,
            regle=mots.regle(plan),
            faits=_faits(plan, user),
            prochaines=prochaines(plan, _PROCHAINES) if plan.actif else [],
            occurrences=list(past[:_PASSEES]),
            cachees=colonnes_cachees(Occurrence, user),
            gerer=peut_planifier(user) and plan.actif,
            **kwargs,
        )


def _faits(plan: Plan, user: Any) -> list[Fait]:
    links = {}
    if plan.modele_id is not None:
        links["modele"] = reverse("planning:modeles")
    shown = faits(plan, _FAITS, user, liens=links)
    if plan.marge:
        shown.insert(0, Fait(_("tolérance"), f"± {mots.jours(plan.marge.days)}"))
    return shown


class Previsions(TemplateView):
    """The next twelve months, visits and hours beside the hours that there are; one of them whole.

    `mois=2027-03` chooses it; without, the first that has visits.
    """

    template_name = "planning/preventif/previsions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        exiger_planification(user)
        months = prevoir(Plan.objects.visible_to(user))
        ajouter_capacite(months, techniciens_en_activite(user))
        chosen = du_mois(months, unique(self.request.GET, "mois"))
        if chosen is None:
            raise Introuvable(_("Ce mois n’est pas dans les prévisions."))
        page = decouper(sorted(chosen.prevues), unique(self.request.GET, "page"))
        return super().get_context_data(
            mois=months,
            graphique=graphique.dessiner(months),
            choisi=chosen,
            page=page,
            visites=visites(list(page.lignes), user),
            aujourdhui=timezone.localdate(),
            **kwargs,
        )


class Modeles(TemplateView):
    """The plans of families."""

    template_name = "planning/preventif/modeles.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        exiger_planification(self.request.user)
        rows = ModelePlan.objects.visible_to(self.request.user).select_related("client", "famille")
        rows = rows.annotate(machines=Count("plans", filter=Q(plans__actif=True)))
        found = [(row, mots.regle(row)) for row in rows.order_by("-actif", "titre", "pk")]
        return super().get_context_data(modeles=found, **kwargs)
