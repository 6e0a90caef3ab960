"""How often: the words of the older front-ends read to (n, unit), and said back in French."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _

from core.texte import plier
from planning.choices import Unite

INTERVALLE_MAX = 1000
# What a slot, which does not come round again, says for its frequency.
PONCTUEL = "ponctuel"
# What a plan says that counts units of a meter.
COMPTEUR = "au compteur"


class Intervalle(NamedTuple):
    n: int
    unite: Unite


# The word that is said back, first; then every other that means the same. All folded.
_MOTS: Mapping[Intervalle, tuple[str, ...]] = {
    Intervalle(1, Unite.JOUR): ("journalier", "journaliere", "quotidien", "quotidienne", "daily"),
    Intervalle(1, Unite.SEMAINE): ("hebdomadaire", "weekly"),
    Intervalle(2, Unite.SEMAINE): ("bimensuel", "bimensuelle", "fortnightly"),
    Intervalle(1, Unite.MOIS): ("mensuel", "mensuelle", "monthly"),
    Intervalle(2, Unite.MOIS): ("bimestriel", "bimestrielle", "bimonthly"),
    Intervalle(3, Unite.MOIS): ("trimestriel", "trimestrielle", "quarterly"),
    Intervalle(6, Unite.MOIS): (
        "semestriel",
        "semestrielle",
        "semiannual",
        "semi-annual",
        "biannual",
    ),
    Intervalle(1, Unite.ANNEE): ("annuel", "annuelle", "yearly", "annual", "annually"),
}
_LUS = {mot: intervalle for intervalle, mots in _MOTS.items() for mot in mots}
_PLURIELS = {
    "jours": Unite.JOUR,
    "semaines": Unite.SEMAINE,
    "mois": Unite.MOIS,
    "ans": Unite.ANNEE,
}
_TOUS_LES = re.compile(r"tou(?:s|tes) les ([0-9]{1,4}) (jours|semaines|mois|ans)")
# For messages: one word each, and the open form.
PROPOSES = (*(mots[0] for mots in _MOTS.values()), "tous les 45 jours")


def lire(texte: str) -> Intervalle:
    """The interval that `texte` says, whatever its case and accents; else `ValueError`."""
    folded = plier(texte)
    known = _LUS.get(folded)
    if known is not None:
        return known
    said = _TOUS_LES.fullmatch(folded)
    if said is None or not 1 <= int(said[1]) <= INTERVALLE_MAX:
        raise ValueError(texte)
    return Intervalle(int(said[1]), _PLURIELS[said[2]])


def en_mots(n: int | None, unite: str | None) -> str:
    """The French word; an interval without one as `tous les 45 jours`, which `lire` takes too.

    Without an interval it is a meter that tells.
    """
    if n is None or unite is None:
        return COMPTEUR
    known = _MOTS.get(Intervalle(n, Unite(unite)))
    if known is not None:
        return known[0]
    plural = next(mot for mot, u in _PLURIELS.items() if u == unite)
    every = "toutes" if unite == Unite.SEMAINE else "tous"
    return f"{every} les {n} {plural}"


def message() -> str:
    """What to answer to a word that is not known."""
    return _("Fréquence inconnue. Par exemple : %(mots)s.") % {"mots": ", ".join(PROPOSES)}
