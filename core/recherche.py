"""Text search of lists: bounded, folded where a folded column exists, blind to hidden columns.

One rule for pages and API on both databases. Every word that is typed must be found: in a plain
column anywhere, in a folded one (`TexteCherche`) at the beginning of one of its words. What is
typed in one piece with signs in it ("INT-2026-42") is several words, whole but for the last. A
folded column of a related table ("client__recherche") is matched there first, among the rows that
the caller sees: the few firms or machines that a word names. A word that more than `NOMMES_MAX` of
them have in common names none; it then counts in the row's own text alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import product
from math import prod
from operator import and_, or_
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Lookup, Model, Q, QuerySet, TextField
from django.utils.translation import gettext as _

from core.caracteres import interdit
from core.chemins import chemin_visible
from core.errors import Invalide
from core.pages import COMPTE_MAX
from core.querysets import VisibleQuerySet
from core.sondes import Requete, ecrire, interroger, par_les_index, requete, vocabulaire
from core.texte import mots
from core.visibility import lignes_visibles

M = TypeVar("M", bound=Model)

PARAMETRE = "search"
LONGUEUR_MAX = 200
TERMES_MAX = 10
NOMMES_MAX = 1000
ECRITS_MAX = 30
# Five times what lists count to: reading so much of the index would cost more than the page.
TRES_NOMBREUSES = 50_000
# Three words that related rows have too; of more, the planner may do as it can.
BRAS_MAX = 8
RIEN = Q(pk__in=[])


@TextField.register_lookup
class Mot(Lookup[Any]):
    """`recherche__mot="pomp"`: a word of a `TexteCherche` begins so; with "pomp ", it is just that.

    The value is a word of `core.texte.mots`: letters and digits, so nothing in it needs quoting.
    """

    lookup_name = "mot"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"(' ' || {column} || ' ') LIKE %s", (*params, f"% {self.rhs}%")

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """By a function that the planner takes to be true of a third of the rows: it is many."""
        column, params = self.process_lhs(compiler, connection)
        return f"strpos(' ' || {column} || ' ', %s) > 0", (*params, f" {self.rhs}")


@TextField.register_lookup
class MotIndexe(Mot):
    """The same by the index of `core.operations.IndexDeRecherche`, which PostgreSQL has."""

    lookup_name = "mot_indexe"

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        words = f"array_to_tsvector(string_to_array({column}, ' '))"
        whole = str(self.rhs).endswith(" ")
        query = f"'{self.rhs.strip()}'" if whole else f"'{self.rhs}':*"
        return f"{words} @@ %s::tsquery", (*params, query)


@TextField.register_lookup
class MotsEcrits(MotIndexe):
    """The same for a beginning whose words are known: `{"pompe", "pompes"}`.

    GIN collects every row of a beginning before it compares two of them; of whole words it skips
    from one row that has both to the next.
    """

    lookup_name = "mots_ecrits"

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        sql, params = super().as_postgresql(compiler, connection)
        # Of a word with digits the vocabulary has the beginning: see `core.operations.Vocabulaire`.
        words = (f"'{word}'{'' if word.isalpha() else ':*'}" for word in sorted(self.rhs))
        return sql, (*params[:-1], " | ".join(words))


def _refuser(message: str) -> Invalide:
    return Invalide(f"{PARAMETRE} : {message}", {PARAMETRE: [message]})


def termes(texte: str) -> list[str]:
    """The words searched for; too long or too many are refused (SQLite fails on them)."""
    if len(texte) > LONGUEUR_MAX:
        raise _refuser(_("La recherche est limitée à 200 caractères."))
    if interdit(texte):
        raise _refuser(_("La recherche contient des caractères interdits."))
    words = texte.split()
    if len(words) > TERMES_MAX:
        raise _refuser(_("La recherche est limitée à 10 mots."))
    return words


@dataclass(frozen=True)
class _Liee:
    """A related table: its foreign key, and the ids that each word names there."""

    cle: str
    nommes: Mapping[str, list[int]]


def rechercher(
    rows: QuerySet[M],
    texte: str,
    *,
    user: Any,
    colonnes: Sequence[str] = (),
    pliees: Sequence[str] = (),
    sonder: bool = True,
) -> QuerySet[M]:
    """Rows where every word is found in one of the columns, as the module says.

    A caller that may see none of the columns finds nothing. `sonder=False` spares the query that
    asks the index first, where the table is small or the order is not that of a whole index.
    """
    words = termes(texte)
    if not words:
        return rows
    plain = [c for c in colonnes if chemin_visible(rows.model, c, user)]
    folded = [c for c in pliees if chemin_visible(rows.model, c, user)]
    if not plain and not folded:
        return rows.none()
    own = [c for c in folded if "__" not in c]
    parts = {part for word in words for part in _parties(word)}
    paths = [c for c in folded if "__" in c]
    search = _Recherche(words, plain, own)
    indexed = sonder and bool(own) and connection.vendor == "postgresql"
    before = _a_savoir(rows, search, sorted(parts)) if indexed else None
    search.liees, known = _liees(rows.model, paths, user, parts=sorted(parts), avant=before)
    if not indexed:
        return rows.filter(search.condition("mot" if sonder else "mot_indexe"))
    if len(parts) > 1:
        search.ecrits = ecrire(known, ECRITS_MAX)
        if before:
            written = {beginning for beginning, _word in known}
            search.liees = _resserrer(search.liees, _lettres(parts) - written)
    many = len(parts) == 1 and bool(known) and known[0][0][0]["Plan"]["Plan Rows"] > TRES_NOMBREUSES
    return _par_index(rows, search, many=many)


def _parties(mot: str) -> list[str]:
    """The values of the lookups for one typed word: each whole (see `Mot`) but the last."""
    *whole, last = mots(mot) or [""]
    return [*(f"{part} " for part in whole), last] if last else []


@dataclass
class _Recherche:
    """What is looked for, and in which of the caller's columns.

    `ecrits` has the words of a beginning, where they are few.
    """

    mots: Sequence[str]
    colonnes: Sequence[str]
    propres: Sequence[str]
    liees: Sequence[_Liee] = ()
    ecrits: Mapping[str, set[str]] = field(default_factory=dict)

    def condition(self, lookup: str) -> Q:
        """Every word is found."""
        return reduce(and_, (self._un(word, lookup) for word in self.mots))

    def bras(self) -> list[Q]:
        """The same of the index as alternatives, in none of which a word may be here or there.

        PostgreSQL meets two indexes in one bitmap only where no OR holds them together; else it
        splits the text of every row that the commoner of two words has.
        """
        parts = sorted({part for word in self.mots for part in _parties(word)})
        ways = [[q for q in (self._ici(p, "mot_indexe"), self._ailleurs(p)) if q] for p in parts]
        if self.colonnes or not parts[1:] or prod(map(len, ways)) > BRAS_MAX:
            return [self.condition("mot_indexe")]
        return [reduce(and_, way) for way in product(*ways)]

    def _un(self, mot: str, lookup: str) -> Q:
        choices = [Q(**{f"{c}__icontains": mot}) for c in self.colonnes]
        # A word of mere accents folds to nothing; nothing must not match everything.
        if inner := _parties(mot):
            choices.append(reduce(and_, (self._partie(part, lookup) for part in inner)))
        return reduce(or_, choices, RIEN)

    def _partie(self, mot: str, lookup: str) -> Q:
        return self._ici(mot, lookup) | self._ailleurs(mot) or RIEN

    def _ici(self, mot: str, lookup: str) -> Q:
        """In the row's own text."""
        known = self.ecrits.get(mot) if lookup == "mot_indexe" else None
        name, value = ("mots_ecrits", known) if known else (lookup, mot)
        return reduce(or_, (Q(**{f"{c}__{name}": value}) for c in self.propres), Q())

    def _ailleurs(self, mot: str) -> Q:
        """In a related row; empty where the word names none."""
        among = "parmi" if connection.vendor == "postgresql" else "in"
        named = ((t.cle, t.nommes.get(mot)) for t in self.liees)
        return reduce(or_, (Q(**{f"{key}__{among}": ids}) for key, ids in named if ids), Q())


def _par_index(rows: QuerySet[M], recherche: _Recherche, *, many: bool) -> QuerySet[M]:
    """The rows found, in a form that PostgreSQL reads quickly whatever the words.

    The planner guesses how many rows hold two words by how many hold each. Where it is wrong it
    walks through a million rows in order of date for a page that does not fill. So the index is
    asked first, up to the number that lists count to: fewer rows are named by their ids; of more,
    a page is soon full by reading on from the newest. Of `many` the index need not be asked.
    """
    if many:
        total, ids = COMPTE_MAX + 1, None
    else:
        bare = rows.order_by()
        arms = [bare.filter(arm).values("pk") for arm in recherche.bras()]
        total, ids = interroger(arms, COMPTE_MAX)
    found = rows.filter(recherche.condition("mot") if ids is None else Q(pk__parmi=ids))
    if isinstance(found, VisibleQuerySet):
        found.compte_connu, found.ids_connus = total, ids
    return found


def _liees(
    modele: type[Model],
    chemins: Sequence[str],
    user: Any,
    *,
    parts: Sequence[str],
    avant: Requete | None,
) -> tuple[list[_Liee], list[tuple[Any, ...]]]:
    """What the words name in each of the related tables, and what `avant` gives."""
    keys: list[str] = []
    wanted: dict[tuple[int, str], QuerySet[Any, Any]] = {}
    for number, path in enumerate(chemins):
        name, _sep, column = path.partition("__")
        relation: Any = modele._meta.get_field(name)
        keys.append(relation.attname)
        rows = lignes_visibles(relation.related_model._base_manager.order_by(), user)
        for part in parts:
            named = rows.filter(**{f"{column}__mot_indexe": part})
            wanted[number, part] = named.values("pk")[: NOMMES_MAX + 1]
    found, known = _lire(wanted, avant)
    related = [
        _Liee(
            key,
            {p: ids for p in parts if len(ids := found[number, p]) <= NOMMES_MAX},
        )
        for number, key in enumerate(keys)
    ]
    return related, known


def _lettres(parts: Iterable[str]) -> set[str]:
    """Those that a vocabulary knows: from its first digit on, a word is not in there."""
    return {part for part in parts if part.isalpha()}


def _resserrer(liees: Sequence[_Liee], absents: Iterable[str]) -> list[_Liee]:
    """With the ids that are left where no row has words that only one related table has.

    A firm of three words is then looked up as that firm, not as all that have one word of them.
    """
    lone: dict[str, list[str]] = {}
    for part in absents:
        keys = [t.cle for t in liees if t.nommes.get(part)]
        if len(keys) == 1:
            lone.setdefault(keys[0], []).append(part)
    return [_Liee(t.cle, {**t.nommes, **_ensemble(t, lone.get(t.cle, []))}) for t in liees]


def _ensemble(liee: _Liee, parts: Sequence[str]) -> dict[str, list[int]]:
    """For each of these words the ids that all of them name."""
    if not parts:
        return {}
    shared = sorted(set.intersection(*(set(liee.nommes[part]) for part in parts)))
    return dict.fromkeys(parts, shared)


def _lire(
    demandes: Mapping[tuple[int, str], QuerySet[Any, Any]], avant: Requete | None
) -> tuple[dict[tuple[int, str], list[int]], list[tuple[Any, ...]]]:
    """The ids of all these queries in one, and what `avant` gives.

    Written by hand, because SQLite takes a limit only in a subquery of its own.
    """
    found: dict[tuple[int, str], list[int]] = {key: [] for key in demandes}
    selects: list[str] = []
    params: list[Any] = []
    for number, rows in enumerate(demandes.values()):
        if query := requete(rows):
            selects.append(f"SELECT {number}, t.* FROM ({query[0]}) AS t")  # noqa: S608  the ORM's own SQL
            params += query[1]
    asked = [avant] if avant else []
    if selects:
        asked.append((" UNION ALL ".join(selects), params))
    answers = par_les_index(*asked) if asked else []
    keys = list(demandes)
    for number, pk in answers.pop() if selects else ():
        found[keys[number]].append(pk)
    return found, answers[0] if answers else []


def _a_savoir(rows: QuerySet[Any], recherche: _Recherche, parts: list[str]) -> Requete | None:
    """What is asked before the index: of one word how common it is, of several their vocabulary.

    How many rows hold one word PostgreSQL knows, unless it is rare.
    """
    if len(parts) == 1:
        query = requete(rows.order_by().filter(recherche.condition("mot_indexe")).values("pk"))
        return (f"EXPLAIN (FORMAT JSON) {query[0]}", query[1]) if query else None
    column: Any = rows.model._meta.get_field(recherche.propres[0])
    table = getattr(column, "vocabulaire", "")
    letters = sorted(_lettres(parts))
    return vocabulaire(table, letters, ECRITS_MAX) if table and letters else None
