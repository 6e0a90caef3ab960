"""Where a plan stands in its series: its next day, what is shown of it, what its machine says.

Called with the machine's lock held; none of it saves the plan's row.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Min, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Invalide
from core.temps import ANNEE_MAX
from core.validation import valider
from equipements.models import Equipement
from equipements.selectors import valeur_cumulee
from interventions.workflow import OUVERTES
from planning.models import Occurrence, Plan
from planning.models.regles import Regle

_UN_JOUR = timedelta(days=1)


def viser(row: Plan, echeance: date | None, voulue: date | None = None) -> None:
    """Make `echeance` the next due day to generate, wanted on `voulue` if it was moved."""
    wanted = voulue or echeance
    row.echeance = echeance
    row.generer_le = None if wanted is None else wanted - timedelta(days=row.avance)


def ouvertes(row: Plan, sauf: int | None = None) -> list[Occurrence]:
    """Its visits that are not done, earliest first, but for that of intervention `sauf`."""
    rows = Occurrence.objects.filter(plan=row, intervention__statut__in=OUVERTES)
    return list(rows.exclude(intervention_id=sauf or 0).order_by("jour", "id"))


def montrer(row: Plan, visites: Iterable[Occurrence]) -> None:
    """`prochaine_date`: of the first open visit, else the day wanted for the next."""
    first = next(iter(visites), None)
    row.prochaine_date = row.voulue if first is None else first.jour


def compter(row: Plan, dit: Decimal | None = None) -> None:
    """Of a plan that a meter makes due: next at `dit`, or one step after what is counted now."""
    row.ancre = None
    viser(row, None)
    seen = valeur_cumulee(row.compteur_id or 0) or Decimal(0)
    row.prochain_seuil = dit if dit is not None else seen + (row.pas_compteur or 0)
    valider(row, {"prochain_seuil"})


def commencer(row: Plan, depuis: date, *, exclu: bool) -> None:
    """Count the series from `depuis`, which is not due itself if `exclu`."""
    row.ancre = depuis
    serie = row.serie
    day = serie.suivante(depuis, depuis) if exclu else next(serie.depuis(depuis, depuis), None)
    viser(row, exiger_jour(row, day))


def continuer(row: Plan) -> None:
    """After a change of its rule: the next day stays if the rule has it, else the rule's next."""
    visits = ouvertes(row)
    if row.flottant and visits:
        viser(row, None)  # the visit under way says from when to count
        return
    if row.ancre is None:  # a meter told until now
        commencer(row, row.derniere_date or timezone.localdate(), exclu=True)
        return
    start = row.echeance
    if start is None:
        last = row.occurrences.order_by("-echeance").values_list("echeance", flat=True).first()
        start = max(d for d in (last, row.derniere_date, row.ancre) if d) + _UN_JOUR
    else:
        row.ancre = start
    viser(row, exiger_jour(row, next(row.serie.depuis(row.ancre, start), None)))


def exiger_jour(row: Regle, jour: date | None) -> date:
    """`Invalide` if the rule gives no day at all."""
    if jour is not None:
        return jour
    if row.fin_le is not None:
        text = _("Aucune échéance ne tombe avant la fin du plan.")
        raise Invalide(text, {"fin_le": [text]})
    if row.saison_du is not None:
        text = _("Aucune échéance ne tombe dans cette saison.")
        raise Invalide(text, {"saison_du": [text]})
    if row.rrule:
        text = _("À partir de cette date, aucun jour ne répond à la règle.")
        raise Invalide(text, {"rrule": [text]})
    text = _("La prochaine échéance serait après %(annee)s.") % {"annee": ANNEE_MAX}
    raise Invalide(text, {"frequence": [text]})


def suivre_machines(equipements: Iterable[int]) -> None:
    """`prochaine_maintenance` of each: the first day on which one of its plans is due."""
    plans = Plan.objects.filter(entree__equipement_id=OuterRef("pk"), actif=True).order_by()
    first = plans.values("entree__equipement_id").values(jour=Min("prochaine_date"))
    Equipement.objects.filter(pk__in=set(equipements)).update(
        prochaine_maintenance=Subquery(first), updated_at=timezone.now()
    )
