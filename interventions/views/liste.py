"""The page of the list of interventions."""

from typing import Any

from comptes.choices import Role
from interventions.liste import ListeInterventions
from interventions.presentation.colonnes import onglets
from listes.liste import VueListe
from listes.onglets import Onglet


class Interventions(VueListe):
    """Open work unless the address says otherwise; filters are in the address, shown as chips."""

    template_name = "interventions/liste.html"
    classe = ListeInterventions

    def onglets(self) -> list[Onglet]:
        user: Any = self.request.user
        return onglets(user.role)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        return super().get_context_data(pour_client=user.role == Role.CLIENT, **kwargs)
