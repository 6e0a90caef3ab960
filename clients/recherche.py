"""Client firms in the search over everything: by telephone or ICE first, then by their words."""

import re
from collections.abc import Sequence
from typing import Any

from django.db.models import F, Model, Q, QuerySet, Value
from django.db.models.functions import Replace
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clients.filters import RECHERCHE, RECHERCHE_PLIEE
from clients.models import Client, Contact
from comptes.choices import Role
from core.recherche import rechercher
from core.trouvailles import PLAFOND, Genre, Lot, Trouvaille, lot
from core.visibility import lignes_visibles, montrer

_COLONNES = ("pk", "nom_entreprise", "ville", "secteur_activite")
_TELEPHONE = re.compile(r"[+(0][\d\s().+/-]+", re.ASCII)
_CHIFFRES_MIN = 8
# Of +212 5 22 …, 00212 5 22 … and 05 22 … these are the same.
_ABONNE = 9
_ORNEMENTS = (" ", ".", "-", "/", "(", ")", "+", "\u00a0")


def telephone_de(texte: str) -> str:
    """The last digits of a telephone number, or nothing if the text is none."""
    digits = re.sub(r"\D", "", texte)
    return digits[-_ABONNE:] if _TELEPHONE.fullmatch(texte) and len(digits) >= _CHIFFRES_MIN else ""


def _finit_par(rows: QuerySet[Any], chiffres: str) -> QuerySet[Any]:
    """Rows whose telephone ends so, however it is written."""
    digits: Any = F("telephone")
    for ornament in _ORNEMENTS:
        digits = Replace(digits, Value(ornament), Value(""))
    found: QuerySet[Any] = rows.alias(chiffres=digits).filter(chiffres__endswith=chiffres)
    return found


def chercher(user: Any, texte: str) -> Lot:
    """Firms and the people there by telephone; or firms by name, place, trade, ICE."""
    rows = Client.objects.visible_to(user).filter(archive_le=None).order_by("-pk")
    if digits := telephone_de(texte):
        named = Q(pk__in=_par_telephone(user, digits))
        if "ice" in montrer(Client, ["ice"], user):
            named |= Q(ice=texte)
        if known := list(rows.filter(named).values(*_COLONNES)[: PLAFOND + 1]):
            return lot((_trouvaille(row, exacte=True) for row in known), liste=None)
    found = rechercher(
        rows, texte, user=user, colonnes=RECHERCHE, pliees=RECHERCHE_PLIEE, sonder=False
    )
    first: Sequence[Any] = found.values(*_COLONNES)[: PLAFOND + 1]
    return lot((_trouvaille(row, exacte=False) for row in first), liste={"search": texte})


def _par_telephone(user: Any, chiffres: str) -> Any:
    own, theirs = (_joignables(model, user, chiffres) for model in (Client, Contact))
    return own.values("pk").union(theirs.values("client_id"))


def _joignables(modele: type[Model], user: Any, chiffres: str) -> QuerySet[Any]:
    """The rows that `user` sees with that telephone, as far as it may read telephones."""
    rows: QuerySet[Any] = lignes_visibles(modele._base_manager.all(), user).order_by()
    shown = montrer(modele, ["telephone"], user)
    return _finit_par(rows, chiffres) if shown else rows.none()


def _trouvaille(row: Any, *, exacte: bool) -> Trouvaille:
    details = (row["ville"], row["secteur_activite"])
    return Trouvaille(
        titre=row["nom_entreprise"],
        url=reverse("clients:fiche", args=[row["pk"]]),
        details=tuple(text for text in details if text),
        exacte=exacte,
    )


GENRE = Genre(
    nom="clients",
    libelle=_("Clients"),
    icone="building",
    route="clients:liste",
    roles=(Role.ADMIN, Role.RESPONSABLE, Role.TECHNICIEN),
    chercher=chercher,
    ordre=50,
)
