"""Model fields of the project."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.texte import indexer


class TexteCherche(models.TextField[str, str]):
    """The words that `core.recherche` finds a row by, kept up at each `save()` and `bulk_create()`.

    `sources` and `codes` name the columns that they are taken from. In migrations it is a plain
    TextField; on PostgreSQL `core.operations.IndexDeRecherche` gives it its index, and
    `core.operations.Vocabulaire` the table that `vocabulaire` names.
    """

    def __init__(
        self,
        *args: Any,
        sources: Sequence[str] = (),
        codes: Sequence[str] = (),
        vocabulaire: str = "",
        **kwargs: Any,
    ) -> None:
        self.sources, self.codes, self.vocabulaire = tuple(sources), tuple(codes), vocabulaire
        own: dict[str, Any] = {"default": "", "db_default": "", "editable": False}
        own["verbose_name"] = _("recherche")
        super().__init__(*args, **own | kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001  Django's signature
        text = indexer(
            *(getattr(model_instance, name) for name in self.sources),
            codes=[getattr(model_instance, name) for name in self.codes],
        )
        setattr(model_instance, self.attname, text)
        return text
