"""The table of a list: headings that sort, and rows read in one query of the columns shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.errors import Introuvable
from core.tri import PARAMETRE as TRI
from listes.colonnes import Colonne, Moment, Valeurs, visibles
from listes.definition import Liste
from listes.voisins import suite


@dataclass(frozen=True)
class Entete:
    """A heading; `sens` is its `aria-sort` when it can sort, `adresse` turns the sort."""

    libelle: Any
    classe: str
    sens: str = ""
    adresse: str = ""


def entetes(liste: Liste, colonnes: Iterable[Colonne]) -> list[Entete]:
    """The headings: ascending first, then descending, then the list's own order again."""
    sortable = {name.removeprefix("-") for name, _label in liste.tris}
    asked = liste.tri
    found = []
    for column in colonnes:
        kind = "fin" if "fin" in column.classe.split() else ""
        if column.tri not in sortable:
            found.append(Entete(column.libelle, kind))
            continue
        turns = {column.tri: f"-{column.tri}", f"-{column.tri}": None}
        state = {column.tri: "ascending", f"-{column.tri}": "descending"}.get(asked, "none")
        after = liste.requete(**{TRI: turns.get(asked, column.tri)})
        found.append(Entete(column.libelle, kind, state, f"?{after}"))
    return found


def lire(liste: Liste, rows: QuerySet[Any], colonnes: Sequence[Colonne]) -> list[dict[str, Any]]:
    """The values of these rows: one query, and one more for each column that needs its own."""
    found = list(valeurs(liste, rows, colonnes))
    completer(found, colonnes, liste.user)
    return found


def valeurs(liste: Liste, rows: QuerySet[Any], colonnes: Sequence[Colonne]) -> Any:
    """A queryset of dictionaries of what the columns and the row's mark read."""
    extra: dict[str, Any] = {}
    for column in colonnes:
        extra |= column.annotations
    paths = dict.fromkeys(path for column in colonnes for path in column.chemins)
    paths |= dict.fromkeys(liste.chemins_de_marque())
    return rows.annotate(**extra).values("pk", *paths)


def completer(lignes: Sequence[dict[str, Any]], colonnes: Sequence[Colonne], user: Any) -> None:
    """Add to the rows what the columns read by a query of their own."""
    for column in colonnes:
        if column.lot is not None and lignes:
            values = column.lot(user, [row["pk"] for row in lignes])
            for row in lignes:
                row[column.nom] = values.get(row["pk"])


def moment(liste: Liste) -> Moment:
    """Now, and what links carry so that a row's page knows its neighbours."""
    return Moment(timezone.now(), suite(liste.requete()))


def corps(liste: Liste, colonnes: Sequence[Colonne], lignes: Iterable[Valeurs]) -> SafeString:
    """The rows of the table: one string, made without a template node per cell."""
    now = moment(liste)
    first, others = colonnes[0], colonnes[1:]
    opening = [(column.cellule, _ouvrante(column)) for column in others]
    address = _adresse(liste)
    choose, peek = escape(_("Choisir")), escape(_("Aperçu"))
    parts: list[str] = []
    for row in lignes:
        name = escape(str(row[first.chemins[0]]))
        pk = row["pk"]
        beside = first.complement(row) if first.complement else ""
        parts.append(
            f'<tr data-id="{pk}"><td class="cellule-choix">'
            f'<label><input class="form-check-input" type="checkbox" name="ids" value="{pk}" '
            f'form="selection" aria-label="{choose} {name}"></label></td>'
            f'<th scope="row"{_classe(first)}>'
            f'<a href="{address(pk)}{now.suite}">{first.cellule(row, now)}</a>'
            f"{beside}{liste.marque(row)}"
            f'<button type="button" class="btn-apercu" aria-label="{peek} {name}" hidden>'
            f"{peek}</button></th>"
        )
        parts += [f"{start}{cell(row, now)}</td>" for cell, start in opening]
        parts.append("</tr>")
    return SafeString("".join(parts))


def _adresse(liste: Liste) -> Any:
    """Address of a row's page, without resolving the route once per row."""
    before, after = reverse(liste.route_fiche, args=[_REPERE]).split(str(_REPERE))
    return lambda pk: f"{before}{pk}{after}"


_REPERE = 987654321


def _classe(column: Colonne) -> str:
    return f' class="{column.classe}"' if column.classe else ""


def _ouvrante(column: Colonne) -> str:
    label = f' data-libelle="{escape(str(column.libelle))}"' if column.carte else ""
    return f"<td{_classe(column)}{label}>"


def apercu(liste: Liste, pk: int) -> dict[str, Any]:
    """What the peek says of a row: its name and every column that has something to say."""
    offered = liste.colonnes_offertes()
    columns = [*offered, *visibles(liste.colonnes_apercu, liste.modele, liste.user)]
    found = lire(liste, liste.lignes().filter(pk=pk), columns)
    if not found:
        raise Introuvable(_("Cette ligne n’est pas dans la liste."))
    [row], now = found, moment(liste)
    cells = [(column.libelle, column.cellule(row, now)) for column in columns[1:]]
    beside = columns[0].complement
    return {
        "nom": SafeString(columns[0].cellule(row, now)),
        "cote": SafeString((beside(row) if beside else "") + liste.marque(row)),
        "faits": [(label, SafeString(html)) for label, html in cells if html],
    }


def sommes(rows: QuerySet[Any], colonnes: Sequence[Colonne]) -> list[tuple[Any, Any]]:
    """(heading, total) of the columns that add up, over all rows of the list, in one query."""
    adding = [column for column in colonnes if column.somme]
    if not adding:
        return []
    totals = rows.order_by().aggregate(**{f"s_{c.nom}": Sum(c.chemins[0]) for c in adding})
    found = [(column.libelle, totals[f"s_{column.nom}"]) for column in adding]
    return [(label, total) for label, total in found if total is not None]
