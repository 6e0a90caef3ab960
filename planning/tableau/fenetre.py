"""What of the planning a page shows, as its address says: the view, the days, the filters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptes.choices import Role
from core.errors import Invalide
from core.nombres import lire_id
from core.parametres import unique
from core.temps import InstantInvalide, lire_jour
from planning.choices import Unite
from planning.dates import apres, minuit
from planning.permissions import peut_planifier


class Vue(TextChoices):
    """How the planning is looked at."""

    JOUR = "jour", gettext_lazy("Jour")
    SEMAINE = "semaine", gettext_lazy("Semaine")
    MOIS = "mois", gettext_lazy("Mois")
    LISTE = "liste", gettext_lazy("Liste")


# Technicians on one page of the board: what a person can look over, and a browser can draw.
PAR_PAGE = 50
PAGES_MAX = 1000
TABLE = "table"  # the board's rows as a table
TEXTE_MAX = 100
# How far one step leads, and how far a view reaches.
_PAS = {
    Vue.JOUR: (1, Unite.JOUR),
    Vue.SEMAINE: (1, Unite.SEMAINE),
    Vue.MOIS: (1, Unite.MOIS),
    Vue.LISTE: (1, Unite.SEMAINE),
}


@dataclass(frozen=True)
class Fenetre:
    """A view of the days from `du` to before `au`, for the technicians and the client named."""

    vue: str
    du: date
    au: date
    equipe: str = ""
    zone: str = ""
    competence: int | None = None
    client: int | None = None
    page: int = 1
    forme: str = ""

    @property
    def debut(self) -> datetime:
        return minuit(self.du)

    @property
    def fin(self) -> datetime:
        return minuit(self.au)

    @property
    def jours(self) -> list[date]:
        return [self.du + timedelta(days=n) for n in range((self.au - self.du).days)]

    @property
    def dernier(self) -> date:
        return self.au - timedelta(days=1)

    @property
    def precedente(self) -> date:
        n, unite = _PAS[Vue(self.vue)]
        return apres(self.du, -n, unite)

    @property
    def suivante(self) -> date:
        return self.au

    @property
    def filtres(self) -> dict[str, Any]:
        """What is filtered by, as the address says it."""
        named = ("equipe", "zone", "competence", "client")
        return {name: value for name in named if (value := getattr(self, name))}

    def adresse(self, **changements: Any) -> str:
        """The query of this window with some parts changed; another filter begins at page 1."""
        kept = {"vue": self.vue, "du": self.du.isoformat(), "forme": self.forme, **self.filtres}
        if not changements.keys() - {"du", "forme", "filtres"}:
            kept["page"] = self.page
        wanted = {k: v for k, v in (kept | changements).items() if v and (k, v) != ("page", 1)}
        return "?" + urlencode(wanted)


def lire(parametres: Any, user: Any) -> Fenetre:
    """The window that the address asks for; `Invalide` names what it says wrongly."""
    read = _Lecture(parametres)
    usual = Vue.LISTE if user.role == Role.CLIENT else Vue.SEMAINE
    vue = read("vue", lambda text: _vue(text, user), usual)
    day = read("du", lire_jour, timezone.localdate())
    du, au = _jours(vue, day)
    filters: dict[str, Any] = {}
    if peut_planifier(user):
        filters = {
            "equipe": read("equipe", _texte, ""),
            "zone": read("zone", _texte, ""),
            "competence": read("competence", lire_id, None),
            "client": read("client", lire_id, None),
            "page": read("page", _page, 1),
            "forme": read("forme", _forme, ""),
        }
    if read.errors:
        raise Invalide(_("L’adresse demande ce qui n’existe pas."), read.errors)
    return Fenetre(vue, du, au, **filters)


class _Lecture:
    """Reads one parameter after another and gathers what is wrong with them."""

    def __init__(self, parametres: Any) -> None:
        self.parametres = parametres
        self.errors: dict[str, list[str]] = {}

    def __call__(self, nom: str, lire: Callable[[str], Any], sinon: Any) -> Any:
        text = unique(self.parametres, nom)
        try:
            return lire(text) if text else sinon
        except (ValueError, InstantInvalide) as error:
            self.errors[nom] = [str(error)]
            return sinon


def _vue(texte: str, user: Any) -> str:
    # A client's visits have no rows of technicians.
    known = (Vue.LISTE, Vue.MOIS) if user.role == Role.CLIENT else Vue.values
    if texte not in known:
        raise ValueError(_("Cette vue n’existe pas."))
    return texte


def _texte(texte: str) -> str:
    if len(texte) > TEXTE_MAX:
        raise ValueError(_("Ce texte est trop long."))
    return texte


def _page(texte: str) -> int:
    number = lire_id(texte)
    if number > PAGES_MAX:
        raise ValueError(_("Cette page n’existe pas."))
    return number


def _forme(texte: str) -> str:
    if texte != TABLE:
        raise ValueError(_("Cette forme n’existe pas."))
    return texte


def _jours(vue: str, jour: date) -> tuple[date, date]:
    """The days of the view in which `jour` is: a day, from Monday to Sunday, or a month."""
    if vue == Vue.JOUR:
        return jour, jour + timedelta(days=1)
    if vue == Vue.MOIS:
        first = jour.replace(day=1)
        return first, apres(first, 1, Unite.MOIS)
    monday = jour - timedelta(days=jour.weekday())
    return monday, monday + timedelta(weeks=1)


ICONES: Mapping[str, str] = {
    Vue.JOUR: "calendar-event",
    Vue.SEMAINE: "calendar-week",
    Vue.MOIS: "calendar-month",
    Vue.LISTE: "list",
}
