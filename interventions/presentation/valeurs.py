"""Columns and recorded values in words: labels of codes, local times, names behind ids."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.faits import en_clair
from interventions.choices import CauseAttente
from interventions.models import Intervention

# Reasons that audit rows carry beside the columns.
_COMPLEMENTS: Mapping[str, Any] = {
    "motif": gettext_lazy("motif"),
    "motif_annulation": gettext_lazy("motif"),
    "texte": gettext_lazy("précision"),
    "ancien": gettext_lazy("autres valeurs de l’ancien logiciel"),
    "cause_attente": gettext_lazy("cause de l’attente"),
    "creneau_debut": gettext_lazy("début du créneau"),
    "creneau_fin": gettext_lazy("fin du créneau"),
}


def _colonne(nom: str) -> Any:
    """The model's column named by its attname (`technicien_id`) or name."""
    for candidate in (nom, nom.removesuffix("_id")):
        try:
            field: Any = Intervention._meta.get_field(candidate)
        except FieldDoesNotExist:
            continue
        if field.concrete:  # not the slot of an app above, which points here
            return field
    return None


def libelle_colonne(nom: str) -> Any:
    """What people call it."""
    column = _colonne(nom)
    return column.verbose_name if column is not None else _COMPLEMENTS.get(nom, nom)


def _instant(texte: Any) -> Any:
    try:
        return en_clair(datetime.fromisoformat(texte))
    except (TypeError, ValueError):
        return texte


def _selon_colonne(colonne: Any, valeur: Any) -> Any:
    if getattr(colonne, "choices", None):
        return dict(colonne.flatchoices).get(valeur, valeur)
    if isinstance(colonne, models.DateTimeField):
        return _instant(valeur)
    if isinstance(colonne, models.DecimalField):
        return str(valeur).replace(".", ",")
    return en_clair(valeur)


def valeur_lisible(nom: str, valeur: Any, techniciens: Mapping[int, str]) -> str:
    """A recorded value in words; empty for nothing."""
    if valeur in (None, ""):
        return ""
    if nom == "cause_attente":
        return str(dict(CauseAttente.choices).get(valeur, valeur))
    if nom == "technicien_id":
        return techniciens.get(valeur) or _("technicien n° %(id)s") % {"id": valeur}
    if nom in ("creneau_debut", "creneau_fin"):
        return str(_instant(valeur))
    return str(_selon_colonne(_colonne(nom), valeur))
