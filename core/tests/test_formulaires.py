"""How forms look: classes on widgets, and what a screen reader is told."""

import pytest
from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.forms.renderers import get_default_renderer

from core.formulaires import ChampLie, Rendu, classe_de


class Essai(forms.Form):
    nom = forms.CharField(help_text="Comme sur la plaque", widget=forms.TextInput({"class": "x"}))
    genre = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])
    note = forms.ChoiceField(choices=[("1", "Un")], widget=forms.RadioSelect)
    actif = forms.BooleanField(required=False, help_text="Visible")
    cache = forms.CharField(widget=forms.HiddenInput)


def test_the_settings_name_this_renderer() -> None:
    assert isinstance(get_default_renderer(), Rendu)
    assert isinstance(Essai()["nom"], ChampLie)


@pytest.mark.parametrize(
    ("widget", "classe"),
    [
        (forms.TextInput(), "form-control"),
        (forms.Textarea(), "form-control"),
        (forms.DateTimeInput(), "form-control"),
        (forms.Select(), "form-select"),
        (forms.CheckboxInput(), "form-check-input"),
        (forms.RadioSelect(), ""),
        (forms.CheckboxSelectMultiple(), ""),
        (forms.HiddenInput(), ""),
        (AdminSplitDateTime(), ""),
    ],
)
def test_each_widget_has_its_class(widget: forms.Widget, classe: str) -> None:
    assert classe_de(widget) == classe


def test_a_widgets_own_class_is_kept() -> None:
    assert 'class="x form-control"' in str(Essai()["nom"])


def test_a_field_has_a_label_for_it_and_its_help_is_announced() -> None:
    html = Essai()["nom"].as_field_group()
    assert '<label class="form-label" for="id_nom">Nom' in html
    assert 'aria-describedby="id_nom_helptext"' in html
    assert 'id="id_nom_helptext">Comme sur la plaque' in html
    assert 'class="obligatoire"' in html


def test_an_error_is_marked_announced_and_linked_from_the_summary() -> None:
    form = Essai({"genre": "a", "note": "1"})
    html = form["nom"].as_field_group()
    assert "is-invalid" in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_nom_helptext id_nom_error"' in html
    assert 'id="id_nom_error"' in html
    page = str(form)
    assert 'role="alert"' in page
    assert '<a href="#id_nom">Nom</a> : Ce champ est obligatoire.' in page


def test_a_box_stands_before_its_label() -> None:
    html = Essai()["actif"].as_field_group()
    assert html.index("<input") < html.index("<label")
    assert 'id="id_actif_helptext">Visible' in html


def test_a_choice_among_few_is_a_named_group() -> None:
    html = Essai({})["note"].as_field_group()
    assert "<fieldset" in html
    assert '<legend class="form-label">Note' in html
    assert 'aria-describedby="id_note_error"' in html


def test_hidden_fields_come_with_the_form_without_label() -> None:
    html = str(Essai())
    assert 'type="hidden" name="cache"' in html
    assert ">Cache<" not in html


def test_an_error_of_the_whole_form_is_in_the_summary() -> None:
    form = Essai({"nom": "n", "genre": "a", "note": "1", "cache": "c"})
    form.add_error(None, "Les deux ne vont pas ensemble.")
    assert "<li>Les deux ne vont pas ensemble.</li>" in str(form)
