"""Forms over the columns of one row: strict fields, hidden columns left out, no lost update.

An edit form carries a digest of each value that the person saw. Only the columns that the person
changed are handed to the service, so two people who change different columns do not undo each
other; when both changed the same one, the second is told, keeps what it typed, and may insist.
"""

import hashlib
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from core.caracteres import normaliser
from core.champs_formulaire import TEXTE_MAX, InstantField, JourField, TexteField
from core.errors import Conflit, Invalide
from core.visibility import montrer

Groupes = Sequence[tuple[Any, Sequence[str]]]

VU = "vu"


def champ_strict(colonne: Any, **options: Any) -> Any:
    """The form field of a model's column, as strict as the API's."""
    if isinstance(colonne, models.DateTimeField):
        options["form_class"] = InstantField
    elif isinstance(colonne, models.DateField):
        options["form_class"] = JourField
    elif isinstance(colonne, models.TextField):
        options |= {"form_class": TexteField, "max_length": TEXTE_MAX}
    elif type(colonne) is models.CharField and not colonne.choices:
        options["form_class"] = TexteField
    field = colonne.formfield(**options)
    # Django leaves the column's own validators to the model: here they speak with the others.
    field.validators += [v for v in colonne.validators if v not in field.validators]
    return field


class FormulaireLigne(forms.Form):
    """Fields of `modele` in the order of `groupes`; `ligne` is the row to edit, None to create.

    `permis` holds the names that the service takes from this person (`site_id` for `site`).
    """

    modele: ClassVar[type[models.Model]]
    groupes: ClassVar[Groupes]

    def __init__(
        self,
        *args: Any,
        user: Any,
        ligne: Any = None,
        permis: Container[str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.ligne, self.permis = user, ligne, permis
        self.perimes: set[str] = set()
        self.fields |= self._champs_visibles()
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                rows: Any = field.queryset
                field.queryset = rows.visible_to(user)
        source = ligne if ligne is not None else self.modele()
        # Also of columns that no other form edits: `model_to_dict` leaves those out.
        columns = {f.name: f for f in self.modele._meta.fields if f.name in self.fields}
        stored = {name: f.value_from_object(source) for name, f in columns.items()}
        self.initial = {**stored, **self.initial}
        self.amenager()
        # What is wrong is told in the order of the page.
        self.order_fields(self._nommes())

    def amenager(self) -> None:
        """For a subclass: narrow choices, add help, once the fields stand."""

    def _champs_visibles(self) -> dict[str, Any]:
        columns = {f.name: f for f in self.modele._meta.fields}
        wanted = [name for name in self._nommes() if name in columns and name not in self.fields]
        shown = montrer(self.modele, wanted, self.user, ligne=self.ligne)
        return {n: champ_strict(columns[n]) for n in shown if self._permise(n)}

    def _nommes(self) -> list[str]:
        return [name for _label, names in self.groupes for name in names]

    def _permise(self, nom: str) -> bool:
        return self.permis is None or self.cle(nom) in self.permis

    def cle(self, nom: str) -> str:
        """The service's name for a field: a relation is given by id."""
        column = {f.name: f for f in self.modele._meta.fields}.get(nom)
        return str(column.attname) if column is not None else nom

    @property
    def ensembles(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """The groups that have fields, for the template."""
        for label, names in self.groupes:
            fields = [self[name] for name in names if name in self.fields]
            if fields:
                yield label, fields

    # --- What the person saw -------------------------------------------------------------------

    def _empreinte(self, nom: str, valeur: Any) -> str:
        field = self.fields[nom]
        if isinstance(field, forms.BooleanField):
            text = str(bool(valeur))
        else:
            shown: Any = field.widget
            text = str(shown.format_value(field.prepare_value(valeur)) or "")
        return hashlib.sha256(normaliser(text).strip().encode()).hexdigest()[:12]

    def _actuelles(self) -> dict[str, str]:
        return {
            name: self._empreinte(name, self.get_initial_for_field(field, name))
            for name, field in self.fields.items()
        }

    def _vues(self) -> dict[str, str]:
        """Digest of each value on the page that was sent; today's where it does not say."""
        seen = dict(self._actuelles())
        for part in str(self.data.get(self.add_prefix(VU), "")).split():
            name, _point, digest = part.partition(".")
            if name in seen:
                seen[name] = digest
        return seen

    @property
    def vu(self) -> str:
        """For the hidden input: what this page shows, so that the next sending can be compared."""
        if self.ligne is None:
            return ""
        seen, now = self._vues(), self._actuelles()
        return " ".join(f"{n}.{now[n] if n in self.perimes else d}" for n, d in seen.items())

    def clean(self) -> dict[str, Any] | None:
        values = super().clean()
        if self.ligne is not None:
            seen, now = self._vues(), self._actuelles()
            for name in [n for n in self.cleaned_data if n in seen]:
                typed = self._empreinte(name, self.cleaned_data[name])
                if now[name] not in (seen[name], typed) and typed != seen[name]:
                    self._signaler(name)
        return values

    def _signaler(self, nom: str) -> None:
        self.perimes.add(nom)
        field = self.fields[nom]
        value = self.get_initial_for_field(field, nom)
        choices = getattr(field, "choices", None)
        labels: Mapping[str, Any] = {str(k): v for k, v in choices} if choices else {}
        text = labels.get(str(value), value)
        self.add_error(
            nom,
            _(
                "Quelqu’un vient d’y mettre « %(valeur)s ». Enregistrez de nouveau pour garder "
                "votre saisie."
            )
            % {"valeur": text if text not in (None, "") else "—"},
        )

    @property
    def statut_http(self) -> int:
        """409 when somebody else changed what this person changed, otherwise 422."""
        return Conflit.statut_http if self.perimes else Invalide.statut_http

    # --- What the service gets -----------------------------------------------------------------

    def changees(self) -> list[str]:
        """Names of the fields whose value is not the one that the person saw."""
        if self.ligne is None:
            return list(self.cleaned_data)
        seen = self._vues()
        return [n for n, v in self.cleaned_data.items() if self._empreinte(n, v) != seen[n]]

    def valeurs(self) -> dict[str, Any]:
        """Service's name -> value, of the changed columns (of all for a new row)."""
        return {self.cle(name): self._valeur(self.cleaned_data[name]) for name in self.changees()}

    def _valeur(self, valeur: Any) -> Any:
        return valeur.pk if isinstance(valeur, models.Model) else valeur
