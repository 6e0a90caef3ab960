"""How people want to be told: the defaults of their role, and what they changed."""

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from comptes.choices import Role
from core.errors import Invalide
from core.validation import appliquer, valider
from notifications.choices import CanalNotification, Sujet
from notifications.models import Preferences
from notifications.regles import COURRIELS, sujets_de

CANAUX = (CanalNotification.IN_APP, CanalNotification.EMAIL)
Matrice = dict[str, dict[str, bool]]
# A client's phone stays silent at night; who works shifts says when.
_NUIT: Mapping[str, tuple[time, time]] = {Role.CLIENT: (time(21), time(7))}


def par_defaut(user: Any) -> Preferences:
    """Those of whoever never chose: not saved."""
    start, end = _NUIT.get(user.role, (None, None))
    return Preferences(user=user, silence_debut=start, silence_fin=end)


def de(user: Any) -> Preferences:
    """Those of one person."""
    return Preferences.objects.filter(user_id=user.pk).first() or par_defaut(user)


def de_chacun(users: Iterable[Any]) -> dict[int, Preferences]:
    """{id of account: its preferences}, in one statement."""
    people = {user.pk: user for user in users}
    known = {row.user_id: row for row in Preferences.objects.filter(user_id__in=people)}
    return {pk: known.get(pk) or par_defaut(user) for pk, user in people.items()}


def libelle(canal: str) -> str:
    """A channel in words."""
    return str(CanalNotification(canal).label)


def veut(preferences: Preferences, role: str, *, sujet: str, canal: str) -> bool:
    """Whether a message of that subject goes that way."""
    default = canal == CanalNotification.IN_APP or sujet in COURRIELS[role]
    return bool(preferences.choix.get(sujet, {}).get(canal, default))


def matrice(preferences: Preferences, role: str) -> Matrice:
    """Each subject that the role is told of, with each channel."""
    return {
        str(sujet): {
            str(canal): veut(preferences, role, sujet=sujet, canal=canal) for canal in CANAUX
        }
        for sujet in sujets_de(role)
    }


def _ecarts(choix: Mapping[str, Mapping[str, bool]], role: str) -> Matrice:
    """What is not the default; a name that the role is not told of is refused."""
    bare, known = Preferences(), [str(s) for s in sujets_de(role)]
    if not set(choix) <= set(known):
        text = _("Sujets possibles : %(noms)s.") % {"noms": ", ".join(known)}
        raise Invalide(text, {"choix": [text]})
    if any(not set(canaux) <= {str(c) for c in CANAUX} for canaux in choix.values()):
        text = _("Canaux possibles : %(noms)s.") % {"noms": ", ".join(CANAUX)}
        raise Invalide(text, {"choix": [text]})
    found: Matrice = {}
    for sujet, canaux in choix.items():
        other = {c: v for c, v in canaux.items() if v != veut(bare, role, sujet=sujet, canal=c)}
        if other:
            found[str(Sujet(sujet))] = other
    return found


def enregistrer(*, par: Any, choix: Mapping[str, Mapping[str, bool]], **champs: Any) -> Preferences:
    """Keep one's own: `choix` whole, a missing subject by default; `rythme`, `silence_...`."""
    start, end = champs.get("silence_debut"), champs.get("silence_fin")
    if (start is None) != (end is None) or (start is not None and start == end):
        text = _("Dites le début et la fin du silence, à deux heures différentes, ou aucun.")
        raise Invalide(text, {"silence_fin": [text]})
    differences = _ecarts(choix, par.role)
    with transaction.atomic():
        Preferences.objects.get_or_create(user_id=par.pk)
        row = Preferences.objects.select_for_update(no_key=True).get(user_id=par.pk)
        appliquer(row, champs)
        row.choix = differences
        valider(row, {"rythme", "silence_debut", "silence_fin"})
        row.save()
    return row
