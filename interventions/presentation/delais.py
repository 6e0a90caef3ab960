"""Deadlines in words: since when, what is planned, what is left, what it waits for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from comptes.choices import Role
from core.visibility import montrer
from interventions.choices import Statut
from interventions.models import Intervention
from interventions.presentation.liste import duree_courte
from interventions.workflow import OUVERTES

# From here on « bientôt » is said in colour.
BIENTOT = timedelta(hours=4)
_PAS_COMMENCEE = frozenset({Statut.OUVERTE, Statut.AFFECTEE})


@dataclass(frozen=True)
class Delai:
    """One clock in words; `ton` is empty, `bientot` or `retard`."""

    texte: str
    moment: datetime
    icone: str
    ton: str = ""


def depuis(moment: datetime, maintenant: datetime) -> str:
    """« depuis 3 jours »."""
    return _("depuis %(duree)s") % {
        "duree": duree_courte(max(0.0, (maintenant - moment).total_seconds()))
    }


def _echeance(limite: datetime, maintenant: datetime, *, pour_client: bool) -> Delai | None:
    left = (limite - maintenant).total_seconds()
    words = {"duree": duree_courte(abs(left))}
    if left >= 0:
        tone = "bientot" if left <= BIENTOT.total_seconds() else ""
        return Delai(_("échéance dans %(duree)s") % words, limite, "clock", tone)
    if pour_client:
        return None  # the date stands among the facts; the clock is the firm's own
    return Delai(_("en retard de %(duree)s") % words, limite, "alert-triangle", "retard")


def _prevue(moment: datetime, maintenant: datetime) -> Delai:
    days = (timezone.localdate(moment) - timezone.localdate(maintenant)).days
    local = timezone.localtime(moment)
    hour = local.strftime("%H:%M")
    if moment < maintenant:
        late = duree_courte((maintenant - moment).total_seconds())
        text = _("devait commencer il y a %(duree)s") % {"duree": late}
        return Delai(text, moment, "calendar-event", "bientot")
    if days == 0:
        text = _("prévue aujourd’hui à %(heure)s") % {"heure": hour}
    elif days == 1:
        text = _("prévue demain à %(heure)s") % {"heure": hour}
    else:
        text = _("prévue le %(jour)s à %(heure)s") % {
            "jour": local.strftime("%d/%m/%Y"),
            "heure": hour,
        }
    return Delai(text, moment, "calendar-event")


def _tenue(fin: datetime, limite: datetime) -> Delai:
    """How closing stood to the deadline."""
    gap = (limite - fin).total_seconds()
    words = {"duree": duree_courte(abs(gap))}
    if gap >= 0:
        return Delai(_("finie %(duree)s avant l’échéance") % words, limite, "check")
    return Delai(_("finie %(duree)s après l’échéance") % words, limite, "alert-triangle", "retard")


def _tous(intervention: Intervention, user: Any, maintenant: datetime) -> Iterator[Delai | None]:
    seen = montrer(Intervention, ("date_planifiee", "date_limite"), user)
    planned = intervention.date_planifiee if "date_planifiee" in seen else None
    limit = intervention.date_limite if "date_limite" in seen else None
    client = user.role == Role.CLIENT
    if planned and intervention.statut in _PAS_COMMENCEE:
        yield _prevue(planned, maintenant)
    if limit and intervention.statut in OUVERTES:
        yield _echeance(limit, maintenant, pour_client=client)
    elif limit and intervention.date_fin and not client:
        yield _tenue(intervention.date_fin, limit)


def delais(intervention: Intervention, user: Any) -> list[Delai]:
    """The clocks that this person may read, the plan first."""
    return [d for d in _tous(intervention, user, timezone.now()) if d is not None]


def en_etat_depuis(intervention: Intervention) -> str:
    """How long it has stood in its state."""
    return depuis(intervention.date_statut, timezone.now())
