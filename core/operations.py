"""Migration operations that a live PostgreSQL bears: no lock that stops readers or writers.

Each can be run again after an interruption. A migration that uses them has `atomic = False`: an
index built concurrently cannot be part of a transaction. On SQLite they do the same plainly.
"""

from collections.abc import Sequence
from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from core.texte import indexer

LOT = 2000
Editeur = BaseDatabaseSchemaEditor


def _construire(editeur: Editeur, nom: str, sql: str) -> None:
    """Build an index beside the traffic; what an interrupted attempt left is thrown away.

    It waits for older transactions to end, which blocks nobody: no timeout of ours applies.
    """
    with editeur.connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        [patience] = cursor.fetchone()
        cursor.execute("SET lock_timeout = 0")
        try:
            cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {editeur.quote_name(nom)}")
            cursor.execute(sql)
        finally:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [patience])


class AjouterIndex(migrations.AddIndex):
    """`AddIndex`, concurrently on PostgreSQL."""

    atomic = False

    def database_forwards(  # noqa: PLR0917  Django's signature
        self, app_label: str, schema_editor: Editeur, from_state: ProjectState, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.model_name)
        sql = self.index.create_sql(model, schema_editor, concurrently=True)
        _construire(schema_editor, self.index.name, str(sql))


class RemplacerControle(Operation):
    """Another condition for a CHECK of the same name; rows already there are checked afterwards.

    On PostgreSQL the table is locked for a moment only; looking at its rows stops nobody.
    """

    atomic = False
    reduces_to_sql = False
    reversible = True

    def __init__(self, model_name: str, constraint: models.CheckConstraint) -> None:
        self.model_name, self.constraint = model_name, constraint

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.remove_constraint(app_label, self.model_name, self.constraint.name)
        state.add_constraint(app_label, self.model_name, self.constraint)

    def database_forwards(  # noqa: PLR0917  Django's signature
        self, app_label: str, schema_editor: Editeur, from_state: Any, to_state: Any
    ) -> None:
        self._remplacer(app_label, schema_editor, from_state, to_state)

    def database_backwards(  # noqa: PLR0917  Django's signature
        self, app_label: str, schema_editor: Editeur, from_state: Any, to_state: Any
    ) -> None:
        self._remplacer(app_label, schema_editor, from_state, to_state)

    def _remplacer(self, app_label: str, editeur: Editeur, *etats: Any) -> None:
        name = self.constraint.name
        before, after = (e.apps.get_model(app_label, self.model_name) for e in etats)
        old, new = (next(c for c in m._meta.constraints if c.name == name) for m in (before, after))
        if editeur.connection.vendor != "postgresql":
            editeur.remove_constraint(before, old)
            editeur.add_constraint(after, new)
            return
        table, quoted = editeur.quote_name(after._meta.db_table), editeur.quote_name(name)
        text = new.constraint_sql(after, editeur)
        editeur.execute(
            f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {quoted}, ADD {text} NOT VALID",
            params=None,
        )
        editeur.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {quoted}")

    def describe(self) -> str:
        return f"Replace the check {self.constraint.name}"


class IndexDeRecherche(Operation):
    """The word index of a `TexteCherche` column, which only PostgreSQL has; no state changes.

    The words are taken as they stand: PostgreSQL's own parser reads "-000042" as a number below
    zero. Without a pending list, so that no search pays for the writes before it.
    """

    atomic = False
    reduces_to_sql = False
    reversible = True

    def __init__(self, table: str, colonne: str = "recherche") -> None:
        self.table, self.colonne = table, colonne

    @property
    def nom(self) -> str:
        return f"idx_{self.table}_{self.colonne}"

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing: the models do not know it."""

    def database_forwards(  # noqa: PLR0917  Django's signature
        self, app_label: str, schema_editor: Editeur, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        words = f"array_to_tsvector(string_to_array({self.colonne}, ' '))"
        sql = f"CREATE INDEX CONCURRENTLY {self.nom} ON {self.table} USING gin (({words})) "
        _construire(schema_editor, self.nom, sql + "WITH (fastupdate = off)")

    def database_backwards(  # noqa: PLR0917  Django's signature
        self, app_label: str, schema_editor: Editeur, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {self.nom}")

    def describe(self) -> str:
        return f"Word index of {self.table}.{self.colonne} on PostgreSQL"


# From its first digit on a word is cut: a million numbers begin in ten ways. No word is looked up
# by a join, whose plan, kept while the vocabulary is small, would read all of it once it is not.
_NOUVEAUX = """
    INSERT INTO {mots} (mot)
    SELECT v.mot FROM (
        SELECT DISTINCT substring(w.mot FROM '^[^0-9]*[0-9]?') COLLATE "C" AS mot
        FROM (SELECT DISTINCT unnest(string_to_array({colonne}, ' ')) AS mot FROM {lignes}) AS w
    ) AS v
    WHERE v.mot <> '' AND (SELECT true FROM {mots} AS m WHERE m.mot = v.mot LIMIT 1) IS NULL"""


class Vocabulaire(Operation):
    """The words of a `TexteCherche` column, which only PostgreSQL needs; no state changes.

    Triggers write what is new with the rows that bring it, by whatever door: a search that sees
    the row sees its words. No word is unique by a constraint: two who bring the same one at once
    would wait for each other, and a word that stands there twice harms nothing. None is taken away.
    """

    atomic = False
    reduces_to_sql = False
    reversible = True

    def __init__(self, table: str, colonne: str = "recherche") -> None:
        self.table, self.colonne = table, colonne

    @property
    def nom(self) -> str:
        return f"mots_{self.table}"

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing: the models do not know it."""

    def database_forwards(  # noqa: PLR0917  Django's signature
        self, app_label: str, schema_editor: Editeur, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        with schema_editor.connection.cursor() as cursor:
            for sql in self._construction():
                cursor.execute(sql)
            # Whoever wrote before the triggers were there has ended: they waited for that.
            cursor.execute(f"SELECT min(id), max(id) FROM {self.table}")  # noqa: S608  our own name
            first, last = cursor.fetchone()
            part = f"(SELECT {self.colonne} FROM {self.table} WHERE id BETWEEN %s AND %s) AS t"  # noqa: S608  our own names
            for start in range(first or 0, (last or -1) + 1, LOT):
                cursor.execute(self._nouveaux(part), [start, start + LOT - 1])
            cursor.execute(f"ANALYZE {self.nom}")

    def database_backwards(  # noqa: PLR0917  Django's signature
        self, app_label: str, schema_editor: Editeur, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {self.nom}() CASCADE")
            schema_editor.execute(f"DROP TABLE IF EXISTS {self.nom}")

    def describe(self) -> str:
        return f"Vocabulary of {self.table}.{self.colonne} on PostgreSQL"

    def _nouveaux(self, lignes: str) -> str:
        return _NOUVEAUX.format(mots=self.nom, colonne=self.colonne, lignes=lignes)

    def _construction(self) -> list[str]:
        name = self.nom
        body = f"BEGIN {self._nouveaux('lignes')}; RETURN NULL; END"
        return [
            f'CREATE TABLE IF NOT EXISTS {name} (mot text COLLATE "C" NOT NULL)',
            f"CREATE INDEX IF NOT EXISTS idx_{name} ON {name} (mot)",
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$",
            *(
                f"CREATE OR REPLACE TRIGGER {name}_{when} AFTER {when} ON {self.table} "
                f"REFERENCING NEW TABLE AS lignes FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
                for when in ("insert", "update")
            ),
        ]


class RemplirRecherche(migrations.RunPython):
    """Compute a `TexteCherche` column of rows that were there before it, some thousand at a time.

    A row that changes meanwhile has been computed by its own save and is left alone.
    """

    atomic = False

    def __init__(self, modele: str, sources: Sequence[str], codes: Sequence[str] = ()) -> None:
        self.modele, self.sources, self.codes = modele, tuple(sources), tuple(codes)
        super().__init__(self._remplir, migrations.RunPython.noop, elidable=True)

    def deconstruct(self) -> Any:
        return type(self).__name__, [self.modele, self.sources, self.codes], {}

    def _remplir(self, apps: Any, editeur: Editeur) -> None:
        app_label, name = self.modele.split(".")
        model = apps.get_model(app_label, name)
        table = editeur.quote_name(model._meta.db_table)
        update = f"UPDATE {table} SET recherche = %s WHERE id = %s AND recherche = %s"  # noqa: S608  our own names
        rows = model._base_manager.using(editeur.connection.alias).order_by("pk")
        last = 0
        while page := list(
            rows.filter(pk__gt=last).values_list("pk", "recherche", *self.sources, *self.codes)[
                :LOT
            ]
        ):
            last = page[-1][0]
            wanted = [(self._texte(row[2:]), row[0], row[1]) for row in page]
            with editeur.connection.cursor() as cursor:
                cursor.executemany(update, [w for w in wanted if w[0] != w[2]])

    def _texte(self, valeurs: Sequence[str | None]) -> str:
        cut = len(self.sources)
        return indexer(*valeurs[:cut], codes=valeurs[cut:])
