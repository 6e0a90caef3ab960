"""Which row of ours a row of the source became: read before writing, written with it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model

from reprise.ligne import Ligne
from reprise.models import Correspondance, Reprise


class Registre:
    """The correspondences of one source, for one run."""

    def __init__(self, reprise: Reprise) -> None:
        self.reprise = reprise

    def verrouiller(self) -> None:
        """One batch of a source at a time, whoever runs it: call first in the transaction.

        SQLite takes its one write lock as the transaction begins.
        """
        first = Reprise.objects.filter(source=self.reprise.source).order_by("pk")
        list(first.select_for_update().values_list("pk")[:1])

    def connues(self, table: str, cles: Iterable[str]) -> dict[str, Correspondance]:
        """Key -> correspondence, for those keys that have one."""
        rows = Correspondance.objects.filter(
            source=self.reprise.source, table_source=table, cle_source__in=set(cles)
        )
        return {row.cle_source: row for row in rows}

    def nos(self, table: str, cles: Iterable[Any]) -> dict[str, int]:
        """Source key -> our id; None among the keys is nobody's."""
        wanted = {str(cle) for cle in cles if cle is not None}
        return {cle: row.objet_id for cle, row in self.connues(table, wanted).items()}

    def inscrire(self, modele: type[Model], lignes: Sequence[Ligne]) -> None:
        """Remember what these rows became."""
        Correspondance.objects.bulk_create(
            [
                Correspondance(
                    reprise=self.reprise,
                    source=self.reprise.source,
                    table_source=ligne.table,
                    cle_source=ligne.cle,
                    modele=modele._meta.label_lower,
                    objet_id=ligne.objet.pk,
                    empreinte=ligne.empreinte,
                )
                for ligne in lignes
            ],
            batch_size=200,
        )
