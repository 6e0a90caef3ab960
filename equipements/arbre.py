"""The tree of machines, one level at a time: firm, site, machine, and what it is made of.

A level is one page of rows and a fixed number of queries, whatever hangs below it.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, When
from django.urls import reverse
from django.utils import timezone

from clients.models import Client, Site
from core.pages import TAILLE, Page, paginer
from equipements.choices import Criticite, StatutEquipement
from equipements.models import Equipement
from equipements.selectors import descendance, en_panne, travail_ouvert

_COLONNES = ("nom", "code", "statut", "criticite", "localisation", "prochaine_maintenance")
# What stands still is read first.
_URGENCE = Case(
    When(statut=StatutEquipement.PANNE, then=0),
    When(statut=StatutEquipement.MAINTENANCE, then=1),
    default=2,
    output_field=IntegerField(),
)
_ORDRE = (_URGENCE, "nom", "pk")
# On its site no part of another machine.
_A_PART = Q(parent__isnull=True) | ~Q(parent__site_id=F("site_id"))
# Only what asks for attention is said in a tree.
_CRITICITES_DITES = frozenset({Criticite.CRITIQUE, Criticite.HAUTE})


@dataclass(frozen=True)
class Noeud:
    """One line of the tree; counts are of the line and of all below it."""

    genre: str
    pk: int
    nom: str
    lien: str
    machines: int
    pannes: int
    ouvertes: int
    machine: Equipement | None = None
    precision: str = ""

    @property
    def cle(self) -> str:
        """Names the line among all that a page may show."""
        return f"{self.genre}-{self.pk}"

    @property
    def branche(self) -> str:
        """The address that opens it; empty when nothing is below."""
        return f"{reverse('equipements:arbre')}?{self.genre}={self.pk}" if self.machines else ""

    @property
    def pannes_dessous(self) -> int:
        """Stopped machines below: the line's own state has a chip of its own."""
        own = self.machine is not None and en_panne(self.machine.statut)
        return self.pannes - int(own)

    @property
    def criticite_dite(self) -> bool:
        return self.machine is not None and self.machine.criticite in _CRITICITES_DITES

    @property
    def echeance(self) -> date | None:
        return self.machine.prochaine_maintenance if self.machine is not None else None

    @property
    def en_retard(self) -> bool:
        return self.echeance is not None and self.echeance < timezone.localdate()


@dataclass(frozen=True)
class Niveau:
    """The lines of one level, one page of them."""

    noeuds: list[Noeud]
    page: Page[Any]
    adresse: str


@dataclass(frozen=True)
class Parc:
    """A firm's machines in short: how many in each state, and the tree's first lines."""

    etats: Mapping[str, int]
    noeuds: list[Noeud]


def _adresse(**parametres: int) -> str:
    query = "&".join(f"{name}={value}" for name, value in parametres.items())
    return f"{reverse('equipements:arbre')}?{query}"


def _vivantes(user: Any) -> QuerySet[Equipement]:
    return Equipement.objects.visible_to(user).filter(archive_le__isnull=True)


def _comptes(user: Any, colonne: str, ids: list[int]) -> Mapping[int, tuple[int, int]]:
    """(machines, stopped ones) for each value of `colonne`."""
    rows = _vivantes(user).filter(**{f"{colonne}__in": ids}).order_by()
    stopped = Count("pk", filter=Q(statut=StatutEquipement.PANNE))
    counted = rows.values_list(colonne).annotate(n=Count("pk"), arretees=stopped)
    return {key: (n, arretees) for key, n, arretees in counted}


def _groupes(user: Any, rows: list[Any], *, genre: str, decrire: Any) -> list[Noeud]:
    """Lines of firms or sites, whose machines are counted by one query, open work by another."""
    ids = [row.pk for row in rows]
    column = f"{genre}_id"
    counts, work = _comptes(user, column, ids), travail_ouvert(user, column, ids)
    lines = []
    for row in rows:
        machines, stopped = counts.get(row.pk, (0, 0))
        name, link, more = decrire(row)
        lines.append(
            Noeud(genre, row.pk, name, link, machines, stopped, work.get(row.pk, 0), None, more)
        )
    return lines


def clients(user: Any, page: str) -> Niveau:
    """The firms that the person sees, by name."""
    rows = Client.objects.visible_to(user).filter(archive_le__isnull=True)
    found = paginer(rows.only("nom_entreprise", "ville").order_by("nom_entreprise", "pk"), page)
    lines = _groupes(
        user,
        list(found.lignes),
        genre="client",
        decrire=lambda c: (c.nom_entreprise, reverse("clients:fiche", args=[c.pk]), c.ville),
    )
    return Niveau(lines, found, f"{reverse('equipements:arbre')}?")


def sites(user: Any, client: Client, page: str) -> Niveau:
    """The sites of a firm."""
    rows = Site.objects.visible_to(user).filter(client=client, archive_le__isnull=True)
    found = paginer(rows.only("nom", "ville").order_by("nom", "pk"), page)
    lines = _groupes(
        user,
        list(found.lignes),
        genre="site",
        decrire=lambda s: (s.nom, _liste_du_site(s), s.ville),
    )
    return Niveau(lines, found, _adresse(client=client.pk))


def parc(user: Any, client: Client) -> Parc:
    """For the firm's page: how many machines in each state, and the tree's first lines.

    A firm with one site begins at its machines.
    """
    rows = _vivantes(user).filter(client=client).order_by()
    counted = rows.values_list("site_id", "site__nom", "statut").annotate(n=Count("pk"))
    groups = list(counted.order_by("site__nom", "site_id"))
    states: dict[str, int] = defaultdict(int)
    places: dict[int, tuple[str, dict[str, int]]] = {}
    for pk, name, status, n in groups:
        states[status] += n
        places.setdefault(pk, (name, {}))[1][status] = n
    if len(places) == 1:
        (pk,) = places
        rows = _vivantes(user).filter(_A_PART, site_id=pk).only(*_COLONNES)
        return Parc(states, _noeuds(user, list(rows.order_by(*_ORDRE)[:TAILLE])))
    work = travail_ouvert(user, "site_id", places)
    link = reverse("equipements:liste")
    lines = [
        Noeud(
            genre="site",
            pk=pk,
            nom=name,
            lien=f"{link}?site_id={pk}",
            machines=sum(counts.values()),
            pannes=counts.get(StatutEquipement.PANNE, 0),
            ouvertes=work.get(pk, 0),
        )
        for pk, (name, counts) in places.items()
    ]
    return Parc(states, lines[:TAILLE])


def _liste_du_site(site: Site) -> str:
    return f"{reverse('equipements:liste')}?site_id={site.pk}"


def machines_du_site(user: Any, site: Site, page: str) -> Niveau:
    """The machines of a site that are no part of another one there."""
    rows = _vivantes(user).filter(_A_PART, site=site)
    return _machines(user, rows, page=page, adresse=_adresse(site=site.pk))


def parties(user: Any, machine: Equipement, page: str) -> Niveau:
    """What a machine is made of."""
    rows = _vivantes(user).filter(parent=machine)
    return _machines(user, rows, page=page, adresse=_adresse(machine=machine.pk))


def premieres_parties(user: Any, machine: Equipement, limite: int) -> list[Noeud]:
    """The same for the machine's own page: the first ones, not counted."""
    rows = _vivantes(user).filter(parent=machine).only(*_COLONNES).order_by(*_ORDRE)
    return _noeuds(user, list(rows[:limite]))


def _machines(user: Any, rows: QuerySet[Equipement], *, page: str, adresse: str) -> Niveau:
    found = paginer(rows.only(*_COLONNES).order_by(*_ORDRE), page)
    return Niveau(_noeuds(user, list(found.lignes)), found, adresse)


def _noeuds(user: Any, machines: list[Equipement]) -> list[Noeud]:
    below = descendance(row.pk for row in machines)
    work = travail_ouvert(user, "id", {pk for parts in below.values() for pk, _statut in parts})
    return [_noeud(row, below[row.pk], work) for row in machines]


def _noeud(row: Equipement, parties_: list[tuple[int, str]], travail: Mapping[int, int]) -> Noeud:
    return Noeud(
        genre="machine",
        pk=row.pk,
        nom=row.nom,
        lien=reverse("equipements:fiche", args=[row.pk]),
        machines=len(parties_) - 1,
        pannes=sum(en_panne(status) for _pk, status in parties_),
        ouvertes=sum(travail.get(pk, 0) for pk, _status in parties_),
        machine=row,
        precision=row.localisation,
    )
