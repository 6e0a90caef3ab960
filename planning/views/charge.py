"""The load of the week: technicians by days, each with its bar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from core.errors import Interdit
from core.pages import paginer
from core.parametres import unique
from planning.charge import Charge, charger, ensemble
from planning.dates import en_heures
from planning.periode import SEMAINE, en_semaine, periode
from planning.permissions import lit_la_charge, peut_planifier
from planning.selectors import techniciens_en_charge
from techniciens.filters import FiltresTechniciens
from techniciens.models import Competence, Technicien

# A bar ends here, what is over it is said in figures.
PLEIN = 1.0
PAR_PAGE = 50


@dataclass(frozen=True)
class Barre:
    """A share of working time, for the eye and in words; `taux` None: there is none."""

    reserve: timedelta
    net: timedelta
    taux: float | None
    jour: date | None = None
    ferie: str = ""

    @property
    def valeur(self) -> str:
        """The length of the bar, from 0 to 1, with a point in every language."""
        return f"{min(self.taux or 0.0, PLEIN):.3f}"

    @property
    def pourcent(self) -> int | None:
        return None if self.taux is None else round(100 * self.taux)

    @property
    def trop(self) -> bool:
        """More than there is time for; also anything at all when there is none."""
        return self.reserve > self.net

    @property
    def heures(self) -> str:
        return f"{en_heures(self.reserve)} / {en_heures(self.net)}"


@dataclass(frozen=True)
class Ligne:
    """A row of the table; without a technician, the team's."""

    technicien: Technicien | None
    charge: Charge

    @property
    def jours(self) -> list[Barre]:
        return [Barre(d.reserve, d.net, d.taux, d.jour, d.ferie) for d in self.charge.jours]

    @property
    def total(self) -> Barre:
        return Barre(self.charge.reserve, self.charge.net, self.charge.taux)

    @property
    def realise(self) -> Barre:
        return Barre(self.charge.realise, self.charge.net, self.charge.utilisation)


def _choix(user: Any) -> list[tuple[str, Any, Iterable[tuple[Any, Any]]]]:
    """The filters: name, label, values in use."""
    rows = Technicien.objects.visible_to(user).filter(archive_le=None)
    found: list[tuple[str, Any, Iterable[tuple[Any, Any]]]] = []
    for column, label in (("equipe", _("équipe")), ("zone_geographique", _("zone"))):
        names = rows.exclude(**{column: ""}).order_by(column).values_list(column, flat=True)
        found.append((column, label, [(name, name) for name in names.distinct()]))
    skills = Competence.objects.visible_to(user).values_list("pk", "nom")
    found.append(("competence_id", _("compétence"), skills))
    return found


class PageCharge(View):
    """`?semaine=2026-W48`; this week without it. A technicien reads its own row."""

    def get(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        if not lit_la_charge(user):
            raise Interdit(_("La charge est réservée à l’équipe."))
        chief = peut_planifier(user)
        seen = techniciens_en_charge(Technicien.objects.visible_to(user), user)
        filters = FiltresTechniciens.demandes(request.GET, seen, request=request)
        people = filters.valider()
        first, last = periode(unique(request.GET, "semaine"), None, None)
        found = charger(people.values_list("pk", flat=True), first, last)
        loads = {load.technicien_id: load for load in found}
        page = paginer(people, unique(request.GET, "page"), taille=PAR_PAGE)
        context = {
            "page": page,
            "lignes": [Ligne(who, loads[who.pk]) for who in page.lignes if who.pk in loads],
            "ensemble": Ligne(None, ensemble(found)) if len(found) > 1 else None,
            "jours": [first + timedelta(days=n) for n in range(SEMAINE.days)],
            "aujourd_hui": timezone.localdate(),
            "debut": first,
            "fin": last,
            "semaine": en_semaine(first),
            "precedente": en_semaine(first - SEMAINE),
            "suivante": en_semaine(first + SEMAINE),
            "choix": [
                (name, label, values, unique(request.GET, name))
                for name, label, values in (_choix(user) if chief else ())
            ],
        }
        return render(request, "planning/charge.html", context)
