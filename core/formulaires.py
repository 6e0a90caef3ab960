"""How forms look: our templates for a form and a field, and Bootstrap's classes on each widget."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

# Most precise first. Radio groups and several inputs at once get their looks from the stylesheet:
# a class given to them would land on the wrapper too.
_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.RadioSelect, ""),
    (forms.CheckboxSelectMultiple, ""),
    (forms.MultiWidget, ""),
    (forms.CheckboxInput, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.Widget, "form-control"),
)


def classe_de(widget: forms.Widget) -> str:
    """The Bootstrap class of a widget, empty for those that have none."""
    if widget.is_hidden:
        return ""
    return next(name for kind, name in _CLASSES if isinstance(widget, kind))


class ChampLie(forms.BoundField):
    """A bound field whose widget carries Bootstrap's classes, `is-invalid` when it has errors."""

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        widget = widget or self.field.widget
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        base = classe_de(widget)
        if base:
            names = [widget.attrs.get("class", ""), base, "is-invalid" if self.errors else ""]
            built["class"] = " ".join(name for name in names if name)
        return built


class Rendu(TemplatesSetting):
    """The project's form renderer (`settings.FORM_RENDERER`)."""

    form_template_name = "formulaires/formulaire.html"
    field_template_name = "formulaires/champ.html"
    bound_field_class = ChampLie
