"""Every write to a meter itself; what is read on it is written by `releves`."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Introuvable, Invalide, VersionPerimee
from core.texte import plier
from core.validation import appliquer, refuser_autres, valider
from equipements.choices import RemiseAZero
from equipements.models import Compteur, Equipement
from equipements.permissions import exiger_gestion

CHAMPS_COMPTEUR = frozenset({"nom", "unite", "sens", "remise_a_zero", "maximum", "max_par_jour"})
MODIFIABLES_COMPTEUR = CHAMPS_COMPTEUR | {"actif"}


def creer_compteur(*, par: Any, equipement_id: int, **champs: Any) -> Compteur:
    """A meter of a machine that is in use."""
    exiger_gestion(par)
    refuser_autres(champs, CHAMPS_COMPTEUR)
    with transaction.atomic():
        seen = Equipement.objects.visible_to(par).filter(archive_le__isnull=True)
        machine = seen.select_for_update(no_key=True, of=("self",)).filter(pk=equipement_id).first()
        if machine is None:
            text = _("Choisissez une machine en service.")
            raise Invalide(text, {"equipement_id": [text]})
        row = Compteur(equipement=machine)
        _changer(row, champs)
        row.save()
    return row


def modifier_compteur(
    *, par: Any, compteur_id: int, champs: Mapping[str, Any], version: int | None = None
) -> Compteur:
    """Change how a meter counts; the way it turns stays, once something was read on it.

    One that is no longer `actif` keeps its readings and takes no more.
    """
    exiger_gestion(par)
    refuser_autres(champs, MODIFIABLES_COMPTEUR)
    with transaction.atomic():
        row = verrouiller_compteur(compteur_id, par, version)
        changed = _changer(row, champs)
        if "sens" in changed and row.releves.exists():
            text = _("Le sens ne change plus : des relevés sont saisis.")
            raise Invalide(text, {"sens": [text]})
        if changed:
            row.version += 1
            row.save()
    return row


def retirer_compteur(*, par: Any, compteur_id: int, version: int | None = None) -> Compteur | None:
    """Take it out of use; one on which nothing was ever read is deleted, and None given back."""
    exiger_gestion(par)
    with transaction.atomic():
        row = verrouiller_compteur(compteur_id, par, version)
        if _a_un_passe(row):
            return modifier_compteur(par=par, compteur_id=compteur_id, champs={"actif": False})
        row.delete()
        return None


def verrouiller_compteurs(ids: Iterable[int], par: Any) -> dict[int, Compteur]:
    """Those of them that `par` sees, locked in one order whoever asks."""
    seen = Compteur.objects.visible_to(par).filter(pk__in=set(ids))
    rows = Compteur.objects.select_related("equipement").order_by("pk")
    locked = rows.select_for_update(no_key=True, of=("self",)).filter(pk__in=seen.values("pk"))
    return {row.pk: row for row in locked}


def verrouiller_compteur(compteur_id: int, par: Any, version: int | None = None) -> Compteur:
    """The one, locked, and still the one that the caller has seen."""
    row = verrouiller_compteurs([compteur_id], par).get(compteur_id)
    if row is None:
        raise Introuvable(_("Compteur introuvable."))
    if version is not None and version != row.version:
        raise VersionPerimee(
            _("Ce compteur a changé depuis que vous l’avez ouvert."),
            etat={"version": row.version, "version_lue": version},
        )
    return row


def _changer(row: Compteur, champs: Mapping[str, Any]) -> list[str]:
    changed = appliquer(row, champs)
    row.nom, row.unite = " ".join(row.nom.split()), row.unite.strip()
    if "nom" in changed:
        _refuser_homonyme(row)
    if (row.remise_a_zero == RemiseAZero.MAXIMUM) != (row.maximum is not None):
        text = _("Le bout de l’affichage se donne quand le compteur y repart de zéro.")
        raise Invalide(text, {"maximum": [text]})
    valider(row)
    return changed


def _refuser_homonyme(row: Compteur) -> None:
    """Whatever case and accents; compared here, for SQLite ignores case for ASCII only."""
    Equipement.objects.select_for_update(no_key=True).get(pk=row.equipement_id)
    others = Compteur.objects.filter(equipement_id=row.equipement_id).exclude(pk=row.pk)
    if plier(row.nom) in {plier(nom) for nom in others.values_list("nom", flat=True)}:
        text = _("Cette machine a déjà un compteur de ce nom.")
        raise Invalide(text, {"nom": [text]})


def _a_un_passe(row: Compteur) -> bool:
    """Tell whether any row of any table points at this meter."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: row}).exists()
        for relation in Compteur._meta.related_objects
    )
