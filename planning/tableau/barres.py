"""Slots as bars: plain rows of what a page draws, read for a window of time by its indexes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet, Value
from django.utils.translation import gettext as _

from interventions.choices import Priorite, Statut
from interventions.workflow import OUVERTES
from planning.dates import plage
from planning.models import Creneau, Reservation
from planning.services.creneaux import DUREE_MAX
from planning.tableau.fenetre import Fenetre

# What the calendars leave out: it will not be done.
ECARTES = (Statut.ANNULEE, Statut.ARCHIVEE)
_PAS_COMMENCEE = frozenset({Statut.OUVERTE, Statut.AFFECTEE})


class Barre(NamedTuple):
    """Time of one technician (None: of nobody yet) that a slot takes or asks for.

    `debut` and `fin` are the time taken; `entiere` tells that they are the whole slot, and not a
    sitting or what is left of one. `nom` is read where no row says it already.
    """

    creneau: int
    technicien: int | None
    debut: datetime
    fin: datetime
    entiere: bool
    version: int
    confirme: bool
    intervention: int
    porteur: int | None
    numero: str
    titre: str
    statut: str
    priorite: str
    urgence: bool
    client: int
    entreprise: str
    machine: str
    ville: str | None
    nom: str | None = None

    @property
    def heures(self) -> tuple[str, str]:
        """When it begins and ends, with the days if there are two."""
        start, _dash, end = plage(self.debut, self.fin).partition("-")
        return start, end

    @property
    def etat(self) -> str:
        """The state of the work, or before it begins whether the slot is agreed on."""
        if self.confirme and self.statut == Statut.AFFECTEE:
            return _("Confirmé")
        return str(Statut(self.statut).label)

    @property
    def urgente(self) -> bool:
        return self.urgence or self.priorite == Priorite.URGENTE

    @property
    def ouverte(self) -> bool:
        """Its slot may be moved."""
        return self.statut in OUVERTES

    @property
    def mobile(self) -> bool:
        """May be dragged: nobody has begun, and what is dragged is the slot of who has the work."""
        whole = self.entiere and self.technicien == self.porteur
        return whole and self.statut in _PAS_COMMENCEE


_INTERVENTION = (
    "technicien_id",
    "numero",
    "titre",
    "statut",
    "priorite",
    "urgence",
    "client_id",
    "client__nom_entreprise",
    "equipement__nom",
    "equipement__site__ville",
)


def _du_creneau(chemin: str) -> list[str]:
    own = ("version", "confirme", "intervention_id")
    work = (f"intervention__{name}" for name in _INTERVENTION)
    return [f"{chemin}{name}" for name in (*own, *work)]


_ENTIERE = Q(debut=F("planning__date_debut"), fin=F("planning__date_fin"))
_DE_RESERVATION = (
    "planning_id",
    "technicien_id",
    "debut",
    "fin",
    "entiere",
    *_du_creneau("planning__"),
)
_DE_CRENEAU = (
    "pk",
    "intervention__technicien_id",
    "date_debut",
    "date_fin",
    "entiere",
    *_du_creneau(""),
    "intervention__technicien__user__full_name",
)


def pris(user: Any, techniciens: Iterable[int], fenetre: Fenetre) -> list[Barre]:
    """Time of these technicians that is taken in the window, by beginning."""
    rows = Reservation.objects.visible_to(user).filter(
        technicien_id__in=list(techniciens), fin__gt=fenetre.debut, debut__lt=fenetre.fin
    )
    shown = rows.exclude(planning__intervention__statut__in=ECARTES).order_by("debut", "id")
    shown = shown.annotate(entiere=ExpressionWrapper(_ENTIERE, BooleanField()))
    return [Barre(*row) for row in shown.values_list(*_DE_RESERVATION)]


def sans_technicien(user: Any, fenetre: Fenetre) -> list[Barre]:
    """Slots of the window that nobody has yet, by beginning."""
    rows = creneaux(user, fenetre).filter(intervention__technicien__isnull=True)
    return lues(rows.filter(intervention__statut=Statut.OUVERTE))


def creneaux(user: Any, fenetre: Fenetre) -> QuerySet[Creneau, Any]:
    """The slots of the window that `user` sees; none is longer than `DUREE_MAX`."""
    rows = Creneau.objects.visible_to(user).filter(
        date_debut__lt=fenetre.fin,
        date_debut__gt=fenetre.debut - DUREE_MAX,
        date_fin__gt=fenetre.debut,
    )
    return rows.exclude(intervention__statut__in=ECARTES)


def filtres(
    rows: QuerySet[Creneau, Any], fenetre: Fenetre, lesquels: Any
) -> QuerySet[Creneau, Any]:
    """Those of `fenetre`'s client and of the technicians `lesquels` (None: of all)."""
    if fenetre.client:
        rows = rows.filter(intervention__client_id=fenetre.client)
    return rows if lesquels is None else rows.filter(intervention__technicien__in=lesquels)


def lues(rows: QuerySet[Creneau, Any], *, au_plus: int | None = None) -> list[Barre]:
    """As bars, by beginning; the technician is the one who holds the work."""
    whole = rows.annotate(entiere=Value(value=True))
    ordered = whole.order_by("date_debut", "pk").values_list(*_DE_CRENEAU)
    return [Barre(*row) for row in ordered[:au_plus]]
