"""A plan's rule in words: « le premier lundi de chaque mois, d’avril à septembre »."""

from collections.abc import Iterable, Sequence

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from equipements.mesures import mesure
from planning.choices import Declencheur, Unite
from planning.frequences import en_mots
from planning.models import ModelePlan, Plan
from planning.recurrences import Recurrence, compiler

_OUVRES = frozenset(range(5))


def regle(plan: Plan | ModelePlan) -> str:
    """When it falls due."""
    parts = [_quand(plan)]
    if plan.saison_du and plan.saison_au:
        names = {"du": _mois(plan.saison_du), "au": _mois(plan.saison_au)}
        parts.append(_("de %(du)s à %(au)s") % names)
    if plan.flottant:
        parts.append(_("compté depuis la dernière visite"))
    if plan.fin_le is not None:
        parts.append(_("jusqu’au %(jour)s") % {"jour": f"{plan.fin_le:%d/%m/%Y}"})
    return ", ".join(parts)


def _quand(plan: Plan | ModelePlan) -> str:
    if plan.declencheur == Declencheur.COMPTEUR and isinstance(plan, Plan):
        return _au_compteur(plan)
    if plan.rrule:
        return recurrence(plan.rrule)
    return en_mots(plan.intervalle_n, plan.intervalle_unite)


def _au_compteur(plan: Plan) -> str:
    if plan.compteur is None or plan.pas_compteur is None:
        return en_mots(None, None)
    step = mesure(plan.pas_compteur, plan.compteur.unite)
    return _("tous les %(pas)s (%(compteur)s)") % {"pas": step, "compteur": plan.compteur}


def recurrence(rule: str) -> str:
    """The calendar rule; every part of it is said."""
    kept = compiler(rule)
    days, months = _jours(kept), _les_mois(kept)
    every = _tous_les(kept)
    return " ".join(part for part in (days, every, months) if part)


def _tous_les(kept: Recurrence) -> str:
    """Of each period, or of one in several."""
    units = {
        "DAILY": (_("chaque jour"), Unite.JOUR),
        "WEEKLY": (_("chaque semaine"), Unite.SEMAINE),
        "MONTHLY": (_("de chaque mois"), Unite.MOIS),
        "YEARLY": (_("de chaque année"), Unite.ANNEE),
    }
    each, unit = units[kept.freq]
    if kept.n == 1:
        return "" if kept.freq == "YEARLY" and kept.mois else each
    return _("(%(frequence)s)") % {"frequence": en_mots(kept.n, unit)}


def _les_mois(kept: Recurrence) -> str:
    names = [_mois(month) for month in sorted(kept.mois)]
    return _("en %(mois)s") % {"mois": _et(names)} if names else ""


def _jours(kept: Recurrence) -> str:
    named = _jours_de_semaine(kept)
    dates = [_quantieme(n) for n in kept.quantiemes]
    text = _et([*named, *dates]) if not (named and dates) else f"{_et(named)} ({_et(dates)})"
    if not kept.positions:
        return text
    ranks = _et([_rang(p) for p in kept.positions])
    return _("le %(rang)s parmi : %(jours)s") % {"rang": ranks, "jours": text}


def _jours_de_semaine(kept: Recurrence) -> list[str]:
    plain = {day for rank, day in kept.jours if not rank}
    if plain == _OUVRES:
        return [_("du lundi au vendredi")]
    return [
        _("le %(rang)s %(jour)s") % {"rang": _rang(rank), "jour": WEEKDAYS[day]}
        if rank
        else _("le %(jour)s") % {"jour": WEEKDAYS[day]}
        for rank, day in kept.jours
    ]


def _quantieme(n: int) -> str:
    if n > 0:
        return _("le %(n)s") % {"n": n}
    if n == -1:
        return _("le dernier jour")
    return _("le %(n)se jour avant la fin") % {"n": -n}


def _rang(n: int) -> str:
    if n == 1:
        return _("premier")
    if n == -1:
        return _("dernier")
    return _("%(n)se") % {"n": n} if n > 0 else _("%(n)se avant la fin") % {"n": -n}


def _mois(n: int) -> str:
    return str(MONTHS[n])


def _et(mots: Sequence[str] | Iterable[str]) -> str:
    words = list(mots)
    if len(words) < 2:  # noqa: PLR2004  nothing to join
        return "".join(words)
    return _("%(debut)s et %(fin)s") % {"debut": ", ".join(words[:-1]), "fin": words[-1]}


def jours(n: int) -> str:
    """A number of days."""
    return ngettext("%(n)s jour", "%(n)s jours", n) % {"n": n}
