"""Technicians in the search over everything."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comptes.choices import Role
from core.recherche import rechercher
from core.trouvailles import PLAFOND, Genre, Lot, Trouvaille, lot
from techniciens.filters import RECHERCHE
from techniciens.models import Technicien


def chercher(user: Any, texte: str) -> Lot:
    """Technicians in activity whose name, trade, team or zone holds the words."""
    if not any(c.isalpha() for c in texte):
        return Lot()  # figures name no person
    rows = Technicien.objects.visible_to(user).filter(archive_le=None)
    found = rechercher(rows, texte, user=user, colonnes=RECHERCHE).select_related("user")
    first = found.order_by("-pk")[: PLAFOND + 1]
    return lot((_trouvaille(row) for row in first), liste={"search": texte})


def _trouvaille(row: Technicien) -> Trouvaille:
    details = (row.specialite, row.equipe, row.zone_geographique)
    return Trouvaille(
        titre=str(row),
        url=reverse("techniciens:fiche", args=[row.pk]),
        details=tuple(text for text in details if text),
        etat=row.disponibilite,
        etat_libelle=row.get_disponibilite_display(),
    )


GENRE = Genre(
    nom="techniciens",
    libelle=_("Techniciens"),
    icone="user-check",
    route="techniciens:liste",
    roles=(Role.ADMIN, Role.RESPONSABLE, Role.TECHNICIEN),
    chercher=chercher,
    ordre=60,
)
