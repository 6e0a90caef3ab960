"""Sheets of QR labels to print: which machines, on which paper, from which place on."""

import re
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core.errors import Invalide
from core.nombres import lire_id
from core.parametres import unique
from core.recherche import PARAMETRE as RECHERCHE
from core.recherche import rechercher
from equipements.codes_qr import qr_svg
from equipements.filters import RECHERCHE_PLIEE, FiltresEquipements
from equipements.forms import FormulaireEtiquettes
from equipements.models import Equipement
from equipements.planches import ETIQUETTES_MAX, PAR_PAGE, Format, planches

_SEPARATEURS = re.compile(r"[,.\s]+")

# What says which machines; without any of them nothing is drawn.
CHOIX = (
    "ids",
    RECHERCHE,
    *(name for name in FiltresEquipements.get_filters() if name != "archives"),
)
_COLONNES = ("nom", "code", "numero_serie", "localisation", "client__nom_entreprise", "site__nom")


@dataclass(frozen=True)
class Etiquette:
    """One label."""

    machine: Equipement
    dessin: SafeString


def _ids(parametres: Any) -> set[int] | None:
    """`?ids=1,2,3`, repeated or not; None when nobody asked for ids."""
    wanted = [p for p in _SEPARATEURS.split(" ".join(parametres.getlist("ids"))) if p]
    if not wanted:
        return None
    if len(wanted) > ETIQUETTES_MAX:
        raise _trop()
    try:
        return {lire_id(p) for p in wanted}
    except ValueError as error:
        raise Invalide(str(error), {"ids": [str(error)]}) from error


def _trop() -> Invalide:
    text = _("Au plus %(n)s étiquettes à la fois : choisissez un site ou une partie de la liste.")
    return Invalide(text % {"n": ETIQUETTES_MAX}, {"ids": [text % {"n": ETIQUETTES_MAX}]})


class Etiquettes(TemplateView):
    """The sheets as they will be printed, under the form that chooses them."""

    template_name = "equipements/etiquettes.html"

    def machines(self) -> list[Equipement]:
        """The machines asked for, in the order in which one walks past them."""
        user, asked = self.request.user, self.request.GET
        if not any(asked.get(name, "").strip() for name in CHOIX):
            return []
        rows = FiltresEquipements(
            asked, Equipement.objects.visible_to(user), request=self.request
        ).valider()
        rows = rechercher(rows, unique(asked, RECHERCHE), user=user, pliees=RECHERCHE_PLIEE)
        ids = _ids(asked)
        if ids is not None:
            rows = rows.filter(pk__in=ids)
        ordered = rows.select_related("client", "site").only(*_COLONNES)
        ordered = ordered.order_by("client__nom_entreprise", "site__nom", "localisation", "nom")
        found = list(ordered[: ETIQUETTES_MAX + 1])
        if len(found) > ETIQUETTES_MAX:
            raise _trop()
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = FormulaireEtiquettes(self.request.GET or None, user=self.request.user)
        choice = form.choix()
        refusal: Invalide | None = None
        machines: list[Equipement] = []
        try:
            machines = self.machines()
        except Invalide as error:
            refusal = error
        asked = any(self.request.GET.get(name, "").strip() for name in CHOIX)
        labels = [Etiquette(m, qr_svg(m.code)) for m in machines]
        return super().get_context_data(
            form=form,
            refus=refusal,
            demande=asked,
            # Where there is no machine at all, no choice helps.
            rien=not asked and not Equipement.objects.visible_to(self.request.user).exists(),
            planches=list(planches(labels, choice.format, debut=choice.debut)),
            choix=choice,
            # Only what chooses machines: the form says the rest itself.
            gardes=[(n, v) for n in CHOIX if n not in form.fields for v in self._garde(n)],
            nombre=len(labels),
            par_page=PAR_PAGE[choice.format],
            rouleau=choice.format == Format.ROULEAU,
            liste=reverse("equipements:liste"),
            **kwargs,
        )

    def _garde(self, nom: str) -> list[str]:
        kept = [v.strip() for v in self.request.GET.getlist(nom) if v.strip()]
        if nom == "ids" and kept:
            # A full stop costs one character in an address, a comma three: 500 ids must pass.
            return [".".join(p for p in _SEPARATEURS.split(" ".join(kept)) if p)]
        return kept

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> Any:
        if context["refus"] or context["form"].errors:
            kwargs.setdefault("status", Invalide.statut_http)
        return super().render_to_response(context, **kwargs)
