"""Reading machines: the list, and one machine with its place in the tree."""

from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from core.faits import faits
from core.lignes import trouver
from core.visibility import colonnes_cachees
from equipements.arbre import premieres_parties
from equipements.codes_qr import qr_svg
from equipements.liste import ListeEquipements
from equipements.models import PROFONDEUR_MAX, Equipement
from equipements.permissions import peut_gerer, peut_relever
from equipements.presentation import FAITS
from equipements.services import MODIFIABLES
from listes.liste import VueListe

PARTIES_MAX = 30
# The machines above, in the one query of the machine itself.
_ANCETRES = "__".join(["parent"] * (PROFONDEUR_MAX - 1))


class Equipements(VueListe):
    """The machines that the person sees."""

    template_name = "equipements/liste.html"
    classe = ListeEquipements

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(gerer=peut_gerer(user), releve=peut_relever(user), **kwargs)


def _ancetres(machine: Equipement) -> list[Equipement]:
    above: list[Equipement] = []
    parent = machine.parent
    while parent is not None and len(above) < PROFONDEUR_MAX:
        above.insert(0, parent)
        parent = parent.parent
    return above


class Fiche(TemplateView):
    """One machine: state, facts, what it is part of and made of, and what higher apps show."""

    template_name = "equipements/fiche.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        rows = Equipement.objects.select_related("client", "site", "famille", _ANCETRES)
        machine = trouver(rows, self.kwargs["pk"], user)
        parts = premieres_parties(user, machine, PARTIES_MAX + 1)
        tree = reverse("equipements:arbre")
        links = {
            "client": reverse("clients:fiche", args=[machine.client_id]),
            "site": f"{tree}?site={machine.site_id}",
        }
        return super().get_context_data(
            machine=machine,
            ancetres=_ancetres(machine),
            niveau={"noeuds": parts[:PARTIES_MAX]},
            # In the tree, where the lines that do not fit here are.
            encore=f"{tree}?machine={machine.pk}" if len(parts) > PARTIES_MAX else "",
            qr=qr_svg(machine.code),
            faits=faits(machine, FAITS, user, liens=links),
            cachees=colonnes_cachees(Equipement, user, machine),
            gerer=peut_gerer(user),
            modifiable=user.role in MODIFIABLES,
            **kwargs,
        )
