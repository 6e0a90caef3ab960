"""Instants from PostgreSQL, read by the standard library's parser in C.

psycopg's reader in C is lost where Django subclasses it to set the zone; the one in Python that is
left takes 3.4 µs for each value, and a list of fifty rows has some three hundred. Sessions are in
UTC, so the text is what `datetime.fromisoformat` reads in 0.3 µs; whatever is not (infinity, a
year of five digits) is left to Django's own.
"""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.backends.postgresql.psycopg_any import BaseTzLoader, get_adapters_template


class LecteurInstant(BaseTzLoader):
    """A `timestamptz` as a moment in UTC."""

    timezone = UTC

    def load(self, data: Any) -> datetime:
        try:
            found = datetime.fromisoformat(str(data, "ascii"))
        except ValueError:
            return super().load(data)  # type: ignore[no-any-return]
        return found if found.tzinfo is UTC else super().load(data)


def enregistrer() -> None:
    """For every connection that Django opens in UTC."""
    known = get_adapters_template(settings.USE_TZ, UTC)
    known.adapters.register_loader("timestamptz", LecteurInstant)
