"""Accounts in the search over everything, for those who manage them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comptes.choices import Role
from comptes.filters import RECHERCHE
from comptes.models import Utilisateur
from core.recherche import rechercher
from core.trouvailles import PLAFOND, Genre, Lot, Trouvaille, lot
from core.visibility import montrer


def chercher(user: Any, texte: str) -> Lot:
    """The account with that address, then those whose name holds the words."""
    if not any(c.isalpha() for c in texte):
        return Lot()  # figures name no person
    rows = Utilisateur.objects.visible_to(user)
    if "@" in texte and montrer(Utilisateur, ["email"], user):
        named = rows.filter(email__iexact=texte)
        if known := list(named[:1]):
            return lot((_trouvaille(row, exacte=True) for row in known), liste=None)
    found = rechercher(rows, texte, user=user, colonnes=RECHERCHE).order_by("-pk")
    first = found[: PLAFOND + 1]
    return lot((_trouvaille(row, exacte=False) for row in first), liste={"search": texte})


def _trouvaille(row: Utilisateur, *, exacte: bool) -> Trouvaille:
    return Trouvaille(
        titre=str(row),
        url=reverse("comptes:utilisateur", args=[row.pk]),
        repere=row.username,
        details=(str(row.get_role_display()),),
        exacte=exacte,
    )


GENRE = Genre(
    nom="comptes",
    libelle=_("Comptes"),
    icone="users",
    route="comptes:utilisateurs",
    roles=(Role.ADMIN,),
    chercher=chercher,
    ordre=90,
)
