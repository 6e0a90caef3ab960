"""What is said of a plan's rule, read into its columns: of one machine's or of a family's."""

from collections.abc import Container, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from core.errors import Invalide
from core.validation import appliquer, valider
from planning.choices import Declencheur
from planning.frequences import Intervalle, lire, message
from planning.models import ModelePlan, Plan
from planning.recurrences import RegleInvalide, environ, lire_rrule
from planning.services.creneaux import DUREE_MAX
from techniciens.models import Competence, Technicien

CHAMPS_REGLE = frozenset(
    {
        "titre",
        "description",
        "duree_estimee",
        "competence_id",
        "technicien_id",
        "frequence",
        "rrule",
        "flottant",
        "saison_du",
        "saison_au",
        "fin_le",
        "tolerance",
        "avance",
        "jours_non_ouvres",
        "heure",
    }
)
_NULS = frozenset(
    {
        "duree_estimee",
        "competence_id",
        "technicien_id",
        "derniere_date",
        "intervalle_n",
        "intervalle_unite",
        "compteur_id",
        "pas_compteur",
        "prochain_seuil",
        "saison_du",
        "saison_au",
        "fin_le",
        "tolerance",
    }
)
_HEURES_MAX = DUREE_MAX // timedelta(hours=1)


def poser(row: Plan | ModelePlan, champs: Mapping[str, Any], par: Any) -> list[str]:
    """Set the values; `frequence` and `rrule` are read to their columns. The names that changed."""
    values = {n: v for n, v in champs.items() if n not in ("frequence", "rrule")}
    values |= _declencheur(row, champs)
    row.__dict__.pop("serie", None)
    _controler_liens(values, par)
    return appliquer(row, {n: v for n, v in values.items() if v is not None or n in _NULS})


def _declencheur(row: Plan | ModelePlan, champs: Mapping[str, Any]) -> dict[str, Any]:
    """The one thing that makes it due: a meter that is named, else a rule, else the frequency.

    What only says again what there was changes nothing.
    """
    if champs.get("compteur_id") is not None:
        return {
            "declencheur": Declencheur.COMPTEUR,
            "rrule": "",
            "intervalle_n": None,
            "intervalle_unite": None,
        }
    if champs.get("rrule"):
        return _SANS_COMPTEUR[type(row)] | _regle(champs["rrule"])
    same = row.intervalle_n is not None and champs.get("frequence") in (None, row.frequence)
    if same and champs.get("rrule") is None:
        return {}
    if "compteur_id" not in champs and "frequence" not in champs and "rrule" not in champs:
        return {}
    kept = (row.intervalle_n, row.intervalle_unite) if same else _intervalle(champs)
    values = {"declencheur": Declencheur.INTERVALLE, "rrule": ""}
    return _SANS_COMPTEUR[type(row)] | values | dict(zip(_INTERVALLE, kept, strict=True))


def _regle(texte: str) -> dict[str, Any]:
    try:
        kept = lire_rrule(texte)
    except RegleInvalide as error:
        raise Invalide(str(error), {"rrule": [str(error)]}) from error
    about = dict(zip(_INTERVALLE, environ(kept), strict=True))
    return {"declencheur": Declencheur.REGLE, "rrule": kept} | about


def _intervalle(champs: Mapping[str, Any]) -> Intervalle:
    try:
        return lire(champs.get("frequence") or "")
    except ValueError as error:
        raise Invalide(message(), {"frequence": [message()]}) from error


_INTERVALLE = ("intervalle_n", "intervalle_unite")
_SANS_COMPTEUR: Mapping[type, dict[str, Any]] = {
    ModelePlan: {},
    Plan: dict.fromkeys(("compteur_id", "pas_compteur", "prochain_seuil")),
}


def _controler_liens(values: Mapping[str, Any], par: Any) -> None:
    technicien_id, competence_id = values.get("technicien_id"), values.get("competence_id")
    if technicien_id is not None:
        person = Technicien.objects.visible_to(par).select_related("user")
        found = person.filter(pk=technicien_id).first()
        if found is None or not found.actif:
            text = _("Choisissez un technicien en activité.")
            raise Invalide(text, {"technicien_id": [text]})
    if competence_id is not None and not Competence.objects.filter(pk=competence_id).exists():
        text = _("Compétence inconnue.")
        raise Invalide(text, {"competence_id": [text]})


def controler(row: Plan | ModelePlan, champs: Iterable[str], changees: Container[str]) -> None:
    """`Invalide` unless the columns hold, each and together.

    How long a visit may be is asked of a length that is new: older plans have longer ones.
    """
    valider(row, champs)
    if (row.saison_du is None) != (row.saison_au is None):
        text = _("Donnez le premier et le dernier mois de la saison, ou aucun.")
        raise Invalide(text, {"saison_du" if row.saison_du is None else "saison_au": [text]})
    hours = row.duree_estimee if "duree_estimee" in changees else None
    if hours is not None and hours > _HEURES_MAX:
        text = _("Une visite dure %(n)s jours au plus.") % {"n": DUREE_MAX.days}
        raise Invalide(text, {"duree_estimee": [text]})
    first = row.prochaine_date if isinstance(row, Plan) else row.premiere_date
    if row.fin_le is not None and first is not None and row.fin_le < first:
        text = _("Le plan finit avant sa première échéance.")
        raise Invalide(text, {"fin_le": [text]})
