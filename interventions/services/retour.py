"""Taking back one's own last act, at once, by the act that is its inverse: the trail shows both.

What the inverse is, and with which values, is read from the audit row of the act, never from the
person's request. Starting, closing and cancelling have no inverse in the workflow's table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Conflit, Introuvable
from interventions.choices import ActionHistorique, NatureSegment, Statut
from interventions.models import Intervention, Segment
from interventions.services import contenu, cycle
from interventions.services.passage import etat
from interventions.visibility import HistoriqueIntervention, acteur_de
from interventions.workflow import ACTIONS, MODIFIABLES

# The page offers it for a moment; a page left open must not undo this morning's work.
DELAI_RETOUR = timedelta(minutes=10)

_ACTES = {
    "affecter": cycle.affecter,
    "desaffecter": cycle.desaffecter,
    "modifier": contenu.modifier,
    "reprendre": cycle.reprendre,
    "suspendre": cycle.suspendre,
}


@dataclass(frozen=True)
class Retour:
    """The act that takes the last one back, and its arguments."""

    nom: str
    arguments: Mapping[str, Any]


def _affectation(avant: Mapping[str, Any]) -> Retour | None:
    """Given back to whom it was with, or to nobody."""
    held = avant.get("technicien_id")
    if held is not None:
        return Retour("affecter", {"technicien_id": held})
    if avant.get("statut") == Statut.OUVERTE:
        return Retour("desaffecter", {"motif": _("Affectation annulée")})
    return None


def _reprise(row: Intervention) -> Retour | None:
    """Waiting again, for the same reason."""
    pauses = Segment.objects.filter(intervention=row, nature=NatureSegment.PAUSE)
    last = pauses.order_by("-debut", "-id").first()
    if last is None or not last.cause or not last.texte:
        return None
    return Retour("suspendre", {"cause": last.cause, "texte": last.texte})


def _modification(avant: Mapping[str, Any]) -> Retour | None:
    columns: dict[str, Any] = {name: Intervention._meta.get_field(name) for name in avant}
    values = {name: column.to_python(avant[name]) for name, column in columns.items()}
    return Retour("modifier", {"champs": values}) if values else None


def _inverse(ligne: Any, row: Intervention, acteur: Any) -> Retour | None:
    before, after = ligne.ancienne_valeur or {}, ligne.nouvelle_valeur or {}
    moved = (before.get("statut"), after.get("statut"))
    if moved == (Statut.EN_COURS, Statut.EN_ATTENTE):
        return Retour("reprendre", {})
    if moved == (Statut.EN_ATTENTE, Statut.EN_COURS):
        return _reprise(row)
    if ligne.action == ActionHistorique.AFFECTATION and Statut.EN_ATTENTE not in moved:
        return _affectation(before)
    # Columns alone: a correction of the report and a rating carry more than columns of this act.
    if ligne.action == ActionHistorique.MODIFICATION and set(after) == set(before):
        return _modification(before) if set(before) <= MODIFIABLES.get(acteur, set()) else None
    return None


def retour_de(intervention: Intervention, par: Any) -> Retour | None:
    """How `par` may take back what it did last to `intervention`, if that was just now."""
    rows = HistoriqueIntervention.objects.filter(id=intervention.pk, version=intervention.version)
    acts = rows.exclude(action=ActionHistorique.AJOUT_COMMENTAIRE).order_by("-history_id")
    last = acts.first()
    if last is None or last.history_user_id != par.pk:
        return None
    if timezone.now() - last.history_date > DELAI_RETOUR:
        return None
    acteur = acteur_de(par, intervention)
    found = _inverse(last, intervention, acteur)
    if found is None or not ACTIONS[found.nom].permise(intervention.statut, acteur):
        return None
    return found


def defaire(*, intervention_id: int, par: Any, version: int) -> Intervention:
    """Take back what `par` did last, which made the row `version`; anything since refuses it."""
    row = Intervention.objects.visible_to(par).filter(pk=intervention_id).first()
    if row is None:
        raise Introuvable(_("Intervention introuvable."))
    found = retour_de(row, par) if row.version == version else None
    if found is None:
        raise Conflit(
            _("%(numero)s : cela ne peut plus être défait.") % {"numero": row.numero},
            etat=etat(row, par),
        )
    act: Any = _ACTES[found.nom]
    done: Intervention = act(
        intervention_id=row.pk, par=par, version=version, **dict(found.arguments)
    )
    return done
