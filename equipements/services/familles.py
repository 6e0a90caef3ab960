"""The list of families of machines, and the skill that each asks for (ADR 15)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Conflit, Introuvable, Invalide
from core.texte import plier
from core.validation import appliquer, refuser_autres, valider
from equipements.models import Famille
from equipements.permissions import exiger_gestion

CHAMPS_FAMILLE = frozenset({"nom", "competence_id"})


def _homonyme(nom: str) -> Famille | None:
    """The family of that name, whatever case and accents."""
    # Compared here: SQLite ignores case for ASCII only.
    return next((f for f in Famille.objects.all() if plier(f.nom) == plier(nom)), None)


def _verrouiller(famille_id: int, par: Any) -> Famille:
    seen = Famille.objects.visible_to(par).filter(pk=famille_id)
    row = Famille.objects.select_for_update(of=("self",)).filter(pk__in=seen.values("pk")).first()
    if row is None:
        raise Introuvable(_("Famille introuvable."))
    return row


def _controler(row: Famille) -> None:
    row.nom = " ".join(row.nom.split())
    same = _homonyme(row.nom) if row.nom else None
    if same is not None and same.pk != row.pk:
        text = _("La famille « %(nom)s » existe déjà.") % {"nom": same}
        raise Invalide(text, {"nom": [text]})
    valider(row)


def creer_famille(*, par: Any, **champs: Any) -> Famille:
    """A new family, with the skill that work on it asks for."""
    exiger_gestion(par)
    refuser_autres(champs, CHAMPS_FAMILLE)
    row = Famille(**champs)
    with transaction.atomic():
        _controler(row)
        row.save()
    return row


def modifier_famille(*, par: Any, famille_id: int, champs: Mapping[str, Any]) -> Famille:
    """Rename a family, or say which skill it asks for."""
    exiger_gestion(par)
    refuser_autres(champs, CHAMPS_FAMILLE)
    with transaction.atomic():
        row = _verrouiller(famille_id, par)
        appliquer(row, champs)
        _controler(row)
        row.save()
    return row


def supprimer_famille(*, par: Any, famille_id: int) -> None:
    """Forget a family that no machine is of."""
    exiger_gestion(par)
    with transaction.atomic():
        row = _verrouiller(famille_id, par)
        if row.equipements.exists():
            raise Conflit(_("Des machines sont de cette famille : donnez-leur-en une autre."))
        row.delete()


def famille_nommee(*, par: Any, nom: str) -> Famille | None:
    """The family of that name (whatever case and accents), made if new; the API's text `type`."""
    exiger_gestion(par)
    nom = " ".join(nom.split())
    if not nom:
        return None
    with transaction.atomic():
        row = _homonyme(nom)
        if row is None:
            row = Famille(nom=nom)
            valider(row, {"nom"})
            row, _cree = Famille.objects.get_or_create(nom=nom)
    return row
