"""Machines in the search over everything: by serial or label first."""

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comptes.choices import Role
from core.recherche import rechercher
from core.trouvailles import PLAFOND, Genre, Lot, Trouvaille, lot
from equipements.choices import StatutEquipement
from equipements.filters import RECHERCHE_PLIEE
from equipements.models import Equipement

_MONTREES = ("nom", "code", "numero_serie", "statut", "localisation", "client__nom_entreprise")


def chercher(user: Any, texte: str) -> Lot:
    """The machine whose serial or code it is, then the newest whose words begin so."""
    named = Q(numero_serie__iexact=texte) | Q(code__iexact=texte)
    rows = Equipement.objects.visible_to(user).filter(archive_le=None)
    found = rechercher(rows, texte, user=user, pliees=RECHERCHE_PLIEE, sonder=False).annotate(
        exacte=ExpressionWrapper(named, output_field=BooleanField())
    )
    first = found.order_by("-exacte", "-pk").values("pk", "exacte", *_MONTREES)[: PLAFOND + 1]
    return lot((_trouvaille(row) for row in first), liste={"search": texte})


def _trouvaille(row: Any) -> Trouvaille:
    details = (row["client__nom_entreprise"], row["localisation"], row["numero_serie"])
    return Trouvaille(
        titre=row["nom"],
        url=reverse("equipements:fiche", args=[row["pk"]]),
        repere=row["code"],
        details=tuple(text for text in details if text),
        etat=row["statut"],
        etat_libelle=StatutEquipement(row["statut"]).label,
        exacte=bool(row["exacte"]),
    )


GENRE = Genre(
    nom="equipements",
    libelle=_("Équipements"),
    icone="building-factory-2",
    route="equipements:liste",
    roles=Role,
    chercher=chercher,
    ordre=40,
)
