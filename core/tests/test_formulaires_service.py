"""Where a service's refusal lands in a form."""

import pytest
from django import forms

from core.errors import Conflit, Invalide
from core.formulaires_service import VueService, champ_de, porter_erreurs


class _Form(forms.Form):
    nom = forms.CharField(required=False)
    site = forms.CharField(required=False)
    user_id = forms.CharField(required=False)


def _form() -> _Form:
    form = _Form({"nom": "x"})
    assert form.is_valid()
    return form


@pytest.mark.parametrize(
    ("nom", "champ"),
    [("nom", "nom"), ("site_id", "site"), ("user", "user_id"), ("autre", None)],
)
def test_a_services_name_finds_its_field(nom: str, champ: str | None) -> None:
    assert champ_de(_form(), nom) == champ


def test_texts_stand_beside_their_fields_and_are_not_said_twice() -> None:
    form = _form()
    porter_erreurs(form, Invalide("Choisissez un site.", {"site_id": ["Choisissez un site."]}))
    assert form.errors == {"site": ["Choisissez un site."]}


def test_what_has_no_field_stands_on_top() -> None:
    form = _form()
    porter_erreurs(form, Invalide("À revoir.", {"nom": ["Trop court."], "non_field": ["Doublon."]}))
    assert form.errors == {"nom": ["Trop court."], "__all__": ["Doublon."]}


def test_a_refusal_without_fields_says_its_sentence() -> None:
    form = _form()
    porter_erreurs(form, Conflit("Déjà fait."))
    assert form.non_field_errors() == ["Déjà fait."]
    other = _form()
    porter_erreurs(other, Invalide("À revoir.", {"parent_id": ["Boucle."]}))
    assert other.non_field_errors() == ["À revoir.", "Boucle."]


def test_a_page_must_name_its_service() -> None:
    with pytest.raises(NotImplementedError):
        VueService().executer({})


def test_a_plain_form_hands_over_what_it_holds() -> None:
    assert VueService().valeurs(_form()) == {"nom": "x", "site": "", "user_id": ""}
