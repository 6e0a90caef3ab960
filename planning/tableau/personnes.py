"""The rows of the board: technicians by name, as the filters ask, a page at a time."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from clients.models import Client
from core.pages import tranche_et_compte
from planning.permissions import peut_planifier
from planning.tableau import barres
from planning.tableau.fenetre import PAR_PAGE, Fenetre
from techniciens.models import Competence, Technicien
from techniciens.visibility import technicien_id_de


class Personne(NamedTuple):
    """A technician as a row says who it is."""

    pk: int
    nom_complet: str
    compte: str
    equipe: str
    zone: str

    @property
    def nom(self) -> str:
        return self.nom_complet or self.compte

    @property
    def precision(self) -> str:
        return " · ".join(part for part in (self.equipe, self.zone) if part)


@dataclass(frozen=True)
class Equipe:
    """One page of technicians, and how many there are on all."""

    lignes: list[Personne]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAR_PAGE))

    @property
    def premiere(self) -> int:
        return (self.page - 1) * PAR_PAGE + 1

    @property
    def derniere(self) -> int:
        return min(self.page * PAR_PAGE, self.total)


def _condition(fenetre: Fenetre) -> Q:
    wanted = Q()
    if fenetre.equipe:
        wanted &= Q(equipe=fenetre.equipe)
    if fenetre.zone:
        wanted &= Q(zone_geographique=fenetre.zone)
    if fenetre.competence:
        wanted &= Q(niveaux__competence_id=fenetre.competence)
    return wanted


def choisies(user: Any, fenetre: Fenetre) -> QuerySet[Technicien, Any] | None:
    """Technicians that the filters name; None when they name none."""
    wanted = _condition(fenetre)
    return Technicien.objects.visible_to(user).filter(wanted) if wanted else None


def equipe(user: Any, fenetre: Fenetre) -> Equipe:
    """Who plans sees the technicians at work; a technician itself."""
    rows = Technicien.objects.visible_to(user).filter(archive_le=None, user__is_active=True)
    if not peut_planifier(user):
        rows = rows.filter(pk=technicien_id_de(user) or 0)
    rows = rows.filter(_condition(fenetre)).order_by("user__full_name", "pk")
    names = ("pk", "user__full_name", "user__username", "equipe", "zone_geographique")
    start = (fenetre.page - 1) * PAR_PAGE
    found, total = tranche_et_compte(rows, names, debut=start, fin=start + PAR_PAGE)
    return Equipe([Personne(*row) for row in found], total, fenetre.page)


def options(user: Any, fenetre: Fenetre) -> dict[str, list[tuple[Any, str]]]:
    """What each filter offers: all teams, zones and skills; the clients of the window's slots."""
    team = Technicien.objects.visible_to(user).filter(archive_le=None)
    there = barres.creneaux(user, fenetre).values("intervention__client_id")
    firms = Client.objects.visible_to(user).filter(Q(pk__in=there) | Q(pk=fenetre.client or 0))
    return {
        "equipe": _distinctes(team, "equipe"),
        "zone": _distinctes(team, "zone_geographique"),
        "competence": competences(user),
        "client": list(firms.order_by("nom_entreprise", "pk").values_list("pk", "nom_entreprise")),
    }


def competences(user: Any) -> list[tuple[Any, str]]:
    """The skills by name."""
    return list(Competence.objects.visible_to(user).order_by("nom").values_list("pk", "nom"))


def _distinctes(rows: QuerySet[Technicien, Any], colonne: str) -> list[tuple[Any, str]]:
    found = rows.exclude(**{colonne: ""}).order_by(colonne).values_list(colonne, flat=True)
    return [(value, value) for value in found.distinct()]
