"""Interventions in the search over everything: by number first, then the newest by their words."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comptes.choices import Role
from core.recherche import rechercher
from core.trouvailles import PLAFOND, Genre, Lot, Trouvaille, lot
from interventions.choices import Statut
from interventions.filters import RECHERCHE_PLIEE
from interventions.models import Intervention

_COLONNES = ("pk", "numero", "titre", "statut", "equipement__nom", "client__nom_entreprise")
# « INT-2026-000042 » as people type it, and its rank alone.
_NUMERO = re.compile(r"(?:int)?[\s-]*(\d{4})[\s-]+(\d{1,6})", re.IGNORECASE | re.ASCII)
_RANG = re.compile(r"0*(\d{1,6})", re.ASCII)
_ANNEES = 10


def numeros_de(texte: str) -> list[str]:
    """The numbers that the text may name: one, or that rank in each of the last years."""
    if whole := _NUMERO.fullmatch(texte):
        return [f"INT-{whole[1]}-{int(whole[2]):06d}"]
    if rank := _RANG.fullmatch(texte):
        year = timezone.localtime().year
        return [f"INT-{year - back}-{int(rank[1]):06d}" for back in range(_ANNEES)]
    return []


def chercher(user: Any, texte: str) -> Lot:
    """The number that is named, before the rows that hold the words."""
    return lot(_lignes(user, texte), liste={"search": texte})


def _lignes(user: Any, texte: str) -> Iterator[Trouvaille]:
    rows = Intervention.objects.visible_to(user).order_by("-pk")
    named = []
    if numbers := numeros_de(texte):
        named = list(rows.filter(numero__in=numbers).values(*_COLONNES))
        yield from (_trouvaille(row, exacte=True) for row in named)
    if named and len(numbers) == 1:
        return  # a whole number names one row: nothing else was meant
    found = rechercher(rows, texte, user=user, pliees=RECHERCHE_PLIEE)
    seen = {row["pk"] for row in named}
    for row in found.values(*_COLONNES)[: PLAFOND + 1]:
        if row["pk"] not in seen:
            yield _trouvaille(row, exacte=False)


def _trouvaille(row: Any, *, exacte: bool) -> Trouvaille:
    return Trouvaille(
        titre=row["titre"],
        url=reverse("interventions:fiche", args=[row["pk"]]),
        repere=row["numero"],
        details=(row["equipement__nom"], row["client__nom_entreprise"]),
        etat=row["statut"],
        etat_libelle=Statut(row["statut"]).label,
        exacte=exacte,
    )


GENRE = Genre(
    nom="interventions",
    libelle=_("Interventions"),
    icone="clipboard-list",
    route="interventions:liste",
    roles=Role,
    chercher=chercher,
    ordre=20,
)
