"""Forms of the Django admin: strict fields, no rule of their own, nobody's change undone.

They keep Django's looks whatever the pages' form renderer is. Values are validated by the service
alone; what it refuses comes back as errors of the same form (`refus`). An edit form carries the
values that the person saw, so only the columns that the person changed reach the service.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.utils import display_for_field
from django.contrib.admin.widgets import AdminSplitDateTime, AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext as _

from core.champs_formulaire import TEXTE_MAX, DecimalField, TexteField
from core.errors import Conflit, DomainError, VersionPerimee
from core.formulaires_service import porter_erreurs
from core.nombres import lire_id
from core.temps import InstantInvalide, fixer, lire_jour


class InstantAdmin(forms.SplitDateTimeField):
    """Date and time in two inputs; years 1900 to 2200, no hour that the clock skips or repeats."""

    def compress(self, data_list: Any) -> datetime | None:
        moment: datetime | None = super().compress(data_list)
        try:
            return fixer(moment) if moment else None
        except InstantInvalide as error:
            raise ValidationError(str(error), "invalid") from error


class JourAdmin(forms.DateField):
    """A day as the calendar of the admin writes it, years 1900 to 2200."""

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        try:
            return lire_jour(day.isoformat()) if day else None
        except InstantInvalide as error:
            raise ValidationError(str(error), "invalid") from error


class IdsField(forms.CharField):
    """A hidden list of row ids, separated by commas."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=20_000, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return [lire_id(part) for part in text.split(",") if part]
        except ValueError as error:
            raise ValidationError(str(error), "invalid") from error


CHAMPS_STRICTS: Mapping[type[models.Field[Any, Any]], Mapping[str, Any]] = {
    models.DateTimeField: {"form_class": InstantAdmin, "widget": AdminSplitDateTime},
    models.DateField: {"form_class": JourAdmin},
    models.DecimalField: {"form_class": DecimalField, "widget": forms.TextInput},
    models.TextField: {
        "form_class": TexteField,
        "max_length": TEXTE_MAX,
        "widget": AdminTextareaWidget,
    },
    models.CharField: {"form_class": TexteField},
}


class ChampAdmin(forms.BoundField):
    """A bound field that, once the row has changed meanwhile, shows what is there today.

    Columns that the person touched keep what was typed; all carry today's value as the one seen.
    """

    form: Any

    @property
    def _perime(self) -> bool:
        return bool(getattr(self.form, "perime", False))

    def value(self) -> Any:
        if self._perime and self.name not in self.form.touchees:
            return self.field.prepare_value(self.initial)
        return super().value()

    def vue(self) -> Any:
        """What the page showed when the person opened it."""
        return self.form._widget_data_value(self.field.hidden_widget(), self.html_initial_name)  # noqa: SLF001  as Django's own method does

    def _has_changed(self) -> bool:
        if self.field.show_hidden_initial and isinstance(self.field, forms.ModelChoiceField):
            # By id: Django would read the row that was seen.
            return self.field.has_changed(self.vue(), self.data)
        return super()._has_changed()  # type: ignore[misc, no-any-return]

    def as_widget(
        self,
        widget: forms.Widget | None = None,
        attrs: Any = None,
        only_initial: bool = False,  # noqa: FBT001, FBT002  Django's signature
    ) -> Any:
        if not (only_initial and self._perime):
            return super().as_widget(widget, attrs, only_initial)
        return (widget or self.field.widget).render(
            name=self.html_initial_name,
            value=self.field.prepare_value(self.initial),
            attrs={**(attrs or {}), "id": self.html_initial_id},
            renderer=self.form.renderer,
        )


class FormulaireAdmin(forms.ModelForm[Any]):
    """The form of a change page: reads values, shows refusals, validates no rule."""

    default_renderer = DjangoTemplates
    bound_field_class = ChampAdmin
    # What the service refused when these very values were sent (set by AdminBase).
    refus: ClassVar[DomainError | None] = None
    # Service's name of a value -> the form's, where they differ.
    alias: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            for name in self._colonnes():
                self.fields[name].show_hidden_initial = True

    def _colonnes(self) -> dict[str, str]:
        """Field of the form -> the service's name (`site_id` for `site`), for real columns."""
        columns = {f.name: f.attname for f in self.instance._meta.concrete_fields}
        return {name: columns[name] for name in self.fields if name in columns}

    @property
    def perime(self) -> bool:
        """The row changed since the person opened it."""
        return self.is_bound and isinstance(self.refus, VersionPerimee)

    @property
    def touchees(self) -> list[str]:
        """Names of the columns that the person changed."""
        columns = self._colonnes()
        return [name for name in self.changed_data if name in columns]

    def valeurs(self) -> dict[str, Any]:
        """Service's name -> value: of every column for a new row, else of the touched ones."""
        columns = self._colonnes()
        names = columns if self.instance.pk is None else self.touchees
        return {columns[name]: _nu(self.cleaned_data[name]) for name in names}

    def _post_clean(self) -> None:
        """Put the service's refusal beside the fields; the instance is left as it is stored."""
        if self.refus is not None:
            porter(self, self.refus, self.alias)


class FormulaireVersionne(FormulaireAdmin):
    """The form of a row that has a `version`: the one seen goes along."""

    version_lue = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version_lue"] = self.instance.version

    def valeurs(self) -> dict[str, Any]:
        return super().valeurs() | {"version": self.cleaned_data["version_lue"]}

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.perime:
            for name in self.touchees:
                self._comparer(name)

    def _comparer(self, nom: str) -> None:
        """Both versions side by side, where both changed the same column."""
        bound: Any = self[nom]
        now = bound.initial
        if bound.field.has_changed(now, bound.vue()):
            self.add_error(
                nom,
                _("Entre-temps : « %(valeur)s ». Enregistrez de nouveau pour garder votre saisie.")
                % {"valeur": self._lisible(nom, now)},
            )

    def _lisible(self, nom: str, valeur: Any) -> str:
        if isinstance(valeur, bool):
            return _("Oui") if valeur else _("Non")
        return str(display_for_field(valeur, self.instance._meta.get_field(nom), "—"))


class FormulaireActe(forms.Form):
    """The form of one act on one row; its fields are those of the act."""

    default_renderer = DjangoTemplates
    refus: DomainError | None = None

    def valeurs(self) -> dict[str, Any]:
        """What the act gets, relations by id."""
        return {name: _nu(value) for name, value in self.cleaned_data.items()}

    def refuser(self, refus: DomainError) -> None:
        """Show the refusal; what the person has now been shown goes along next time."""
        self.refus = refus
        porter(self, refus, {})
        if isinstance(refus, Conflit):
            self._noter_vu(refus.etat)

    def _noter_vu(self, etat: Mapping[str, Any]) -> None:
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        if "version" in self.fields and "version" in etat:
            data["version"] = str(etat["version"])
        if "interventions_vues" in self.fields and "interventions_ouvertes" in etat:
            ids = [str(row["id"]) for row in etat["interventions_ouvertes"]]
            data["interventions_vues"] = ",".join(ids)
        self.data = data


def _nu(valeur: Any) -> Any:
    return valeur.pk if isinstance(valeur, models.Model) else valeur


def porter(form: forms.BaseForm, refus: DomainError, alias: Mapping[str, str]) -> None:
    """Write a refusal into the form, under the form's names, with what happened meanwhile."""
    named: dict[str, Sequence[str]] = {alias.get(n, n): m for n, m in refus.errors.items()}
    porter_erreurs(form, type(refus)(refus.detail, errors=named))
    if isinstance(refus, VersionPerimee):
        for fact in refus.etat.get("depuis", ()):
            form.add_error(None, _("Depuis : %(quoi)s.") % {"quoi": fact["description"]})
