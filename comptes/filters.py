"""Filters, search and sorting of accounts, for the page and the API alike."""

import django_filters

from comptes.choices import Role
from comptes.models import Utilisateur
from core.filtres import FiltreBooleen, FiltresStricts

RECHERCHE = ("full_name", "username")
TRIS = {"id": "pk", "username": "username", "full_name": "full_name", "role": "role"}


class FiltresUtilisateurs(FiltresStricts):
    role = django_filters.ChoiceFilter(choices=Role.choices)
    is_active = FiltreBooleen()

    class Meta:
        model = Utilisateur
        fields: list[str] = []
