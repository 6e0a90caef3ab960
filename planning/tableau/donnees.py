"""The board's rows as one small JSON text: lists instead of objects, minutes instead of dates.

Times are minutes of Casablanca's clock since the window's first midnight, so that the browser
draws the same board in whichever zone it stands. `static/js/planning-donnees.js` reads this.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import orjson
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from interventions.choices import Priorite, Statut
from planning.tableau.barres import Barre
from planning.tableau.semaine import Tableau

TITRE_MAX = 80
_MINUTE = timedelta(minutes=1)
_ECHAPPEMENTS = [(char, f"\\u{ord(char):04x}") for char in "<>&"]
_PRIORITES = {code: rang for rang, code in enumerate(Priorite.values)}
_STATUTS = {code: rang for rang, code in enumerate(Statut.values)}


def valeurs(tableau: Tableau) -> dict[str, Any]:
    """`t` technicians with minutes taken and worked a day, `s` slots, `k` clients, `f` shades."""
    window = tableau.fenetre
    minutes = _depuis(datetime.combine(window.du, datetime.min.time()))
    days = window.jours
    people: list[list[Any]] = [
        [p.pk, p.nom, p.precision, [list(tableau.charge(p.pk, day)) for day in days]]
        for p in tableau.equipe.lignes
    ]
    if tableau.sans:
        people.insert(0, [0, _("Sans technicien"), "", []])
    bars = [*tableau.sans, *tableau.barres]
    return {
        "du": window.du.isoformat(),
        "n": len(days),
        "h": tableau.heures(),
        "t": people,
        "k": {str(bar.client): bar.entreprise for bar in bars},
        "s": [_barre(bar, minutes) for bar in bars],
        "f": [
            [o.technicien, minutes(o.debut), minutes(o.fin), o.nature, o.texte]
            for o in tableau.ombres()
        ],
    }


def ecrire(contenu: dict[str, Any]) -> bytes:
    """`valeurs` as text."""
    return orjson.dumps(contenu)


def dans_la_page(corps: bytes) -> SafeString:
    """The text inside of a `<script>`, where nothing may look like a tag."""
    text = corps.decode()
    for char, escape in _ECHAPPEMENTS:
        text = text.replace(char, escape)
    return SafeString(text)


def _depuis(origine: datetime) -> Callable[[datetime], int]:
    """Minutes of the local clock since `origine`, which is naive."""
    zone = timezone.get_current_timezone()

    @cache  # work begins and ends at the same hours for everybody
    def minutes(instant: datetime) -> int:
        return (instant.astimezone(zone).replace(tzinfo=None) - origine) // _MINUTE

    return minutes


def _barre(bar: Barre, minutes: Callable[[datetime], int]) -> list[Any]:
    # What may be done: 1 open, 2 may be dragged, 4 confirmed, 8 urgent.
    flags = bar.ouverte + 2 * bar.mobile + 4 * bar.confirme + 8 * bar.urgente
    return [
        bar.creneau,
        bar.technicien or 0,
        minutes(bar.debut),
        minutes(bar.fin),
        bar.version,
        _STATUTS[bar.statut],
        _PRIORITES[bar.priorite],
        flags,
        bar.intervention,
        bar.numero,
        bar.titre[:TITRE_MAX],
        bar.client,
        bar.ville or "",
    ]


def etiquette(corps: bytes) -> str:
    """The ETag: the board that one has is the board that there is."""
    return f'"{hashlib.blake2b(corps, digest_size=12).hexdigest()}"'
