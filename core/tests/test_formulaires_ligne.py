"""Forms over a row: strict, without hidden columns, and no lost update."""

from typing import Any, ClassVar

import pytest
from django import forms
from django.http import QueryDict

from clients.models import Client, Contact
from clients.tests.factories import ClientFactory, ContactFactory
from core.formulaires_ligne import FormulaireLigne, Groupes
from equipements.models import Equipement
from equipements.tests.factories import EquipementFactory


class _DeClient(FormulaireLigne):
    modele = Client
    groupes: ClassVar[Groupes] = (
        ("Qui", ("nom_entreprise", "niveau_service", "adresse")),
        ("Interne", ("notes_commerciales",)),
        ("Rien", ("inconnue",)),
    )


class _DeContact(FormulaireLigne):
    modele = Contact
    groupes: ClassVar[Groupes] = (("Qui", ("nom", "principal")),)


class _DeMachine(FormulaireLigne):
    modele = Equipement
    groupes: ClassVar[Groupes] = (
        ("Tout", ("site", "derniere_maintenance", "date_installation", "numero_serie")),
    )


def _donnees(**valeurs: Any) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in valeurs.items():
        data[name] = value
    return data


def _complet(form: FormulaireLigne, **changements: str) -> QueryDict:
    """What a browser sends back, with some values changed."""
    values = {name: form[name].value() for name in form.fields}
    sent = {k: str(v) for k, v in values.items() if v not in (None, False)}
    return _donnees(**{**sent, "vu": form.vu, **changements})


@pytest.mark.django_db
def test_groups_without_visible_columns_are_left_out(responsable: Any, monde: Any) -> None:
    assert [str(g) for g, _f in _DeClient(user=responsable).ensembles] == ["Qui", "Interne"]
    shown = _DeClient(user=monde.compte("client"), ligne=monde.client_a)
    assert [str(g) for g, _f in shown.ensembles] == ["Qui"]
    assert "notes_commerciales" not in shown.fields


@pytest.mark.django_db
def test_only_permitted_names_become_fields(responsable: Any) -> None:
    form = _DeMachine(user=responsable, permis={"site_id", "numero_serie"})
    assert list(form.fields) == ["site", "numero_serie"]


@pytest.mark.django_db
def test_relations_offer_visible_rows_only(monde: Any) -> None:
    form = _DeMachine(user=monde.compte("client"), ligne=monde.machine_a)
    field: Any = form.fields["site"]
    assert list(field.queryset) == list(monde.client_a.sites.all())


@pytest.mark.django_db
def test_a_new_row_hands_over_every_value(responsable: Any) -> None:
    form = _DeClient(
        _donnees(nom_entreprise=" Souss ", niveau_service="gold", adresse="a\r\nb"),
        user=responsable,
    )
    assert form.is_valid(), form.errors
    assert form.valeurs() == {
        "nom_entreprise": "Souss",
        "niveau_service": "gold",
        "adresse": "a\nb",
        "notes_commerciales": "",
    }
    assert form.vu == ""


@pytest.mark.django_db
def test_control_characters_are_refused(responsable: Any) -> None:
    form = _DeClient(_donnees(nom_entreprise="a\x01b", niveau_service="gold"), user=responsable)
    assert not form.is_valid()
    assert list(form.errors) == ["nom_entreprise"]
    assert form.statut_http == 422


@pytest.mark.django_db
def test_the_columns_own_validators_speak_with_the_others(responsable: Any) -> None:
    class DeIce(FormulaireLigne):
        modele = Client
        groupes: ClassVar[Groupes] = (("Tout", ("nom_entreprise", "ice")),)

    form = DeIce(_donnees(nom_entreprise="", ice="123"), user=responsable)
    assert set(form.errors) == {"nom_entreprise", "ice"}
    long = DeIce(_donnees(nom_entreprise="a" * 256, ice=""), user=responsable)
    assert len(long.errors["nom_entreprise"]) == 1


@pytest.mark.django_db
def test_an_edit_hands_over_changed_columns_only(responsable: Any) -> None:
    row = ClientFactory(adresse="1, rue A\n2e étage")
    seen = _DeClient(user=responsable, ligne=row)
    form = _DeClient(_complet(seen, niveau_service="gold"), user=responsable, ligne=row)
    assert form.is_valid(), form.errors
    assert form.valeurs() == {"niveau_service": "gold"}


@pytest.mark.django_db
def test_relations_and_moments_are_unchanged_when_sent_back(responsable: Any) -> None:
    row = EquipementFactory(derniere_maintenance="2026-05-20T14:30:12.5Z")
    row.refresh_from_db()
    seen = _DeMachine(user=responsable, ligne=row)
    widget = seen.fields["derniere_maintenance"].widget
    assert isinstance(widget, forms.DateTimeInput)
    field = seen["derniere_maintenance"]
    sent = _complet(seen, derniere_maintenance=str(widget.format_value(field.value())))
    form = _DeMachine(sent, user=responsable, ligne=row)
    assert form.is_valid(), form.errors
    assert form.valeurs() == {}


@pytest.mark.django_db
def test_two_people_on_different_columns_keep_both(responsable: Any) -> None:
    row = ClientFactory(adresse="avant")
    seen = _DeClient(user=responsable, ligne=row)
    Client.objects.filter(pk=row.pk).update(adresse="autre")
    row.refresh_from_db()
    form = _DeClient(_complet(seen, nom_entreprise="Neuf"), user=responsable, ligne=row)
    assert form.is_valid(), form.errors
    assert form.valeurs() == {"nom_entreprise": "Neuf"}


@pytest.mark.django_db
def test_two_people_on_one_column_the_second_is_told_and_may_insist(responsable: Any) -> None:
    row = ClientFactory(niveau_service="standard")
    seen = _DeClient(user=responsable, ligne=row)
    Client.objects.filter(pk=row.pk).update(niveau_service="platinum", nom_entreprise="Autre")
    row.refresh_from_db()
    sent = _complet(seen, niveau_service="gold")
    form = _DeClient(sent, user=responsable, ligne=row)
    assert not form.is_valid()
    assert form.statut_http == 409
    assert "Platine" in str(form.errors["niveau_service"])
    assert form["niveau_service"].value() == "gold"
    again = _DeClient(_donnees(**sent.dict() | {"vu": form.vu}), user=responsable, ligne=row)
    assert again.is_valid(), again.errors
    assert again.valeurs() == {"niveau_service": "gold"}


@pytest.mark.django_db
def test_both_wrote_the_same_nobody_is_told(responsable: Any) -> None:
    row = ClientFactory(adresse="avant")
    seen = _DeClient(user=responsable, ligne=row)
    Client.objects.filter(pk=row.pk).update(adresse="après")
    row.refresh_from_db()
    form = _DeClient(_complet(seen, adresse="après"), user=responsable, ligne=row)
    assert form.is_valid(), form.errors


@pytest.mark.django_db
def test_an_emptied_column_is_said_to_be_empty(responsable: Any) -> None:
    row = ClientFactory(adresse="avant")
    seen = _DeClient(user=responsable, ligne=row)
    Client.objects.filter(pk=row.pk).update(adresse="")
    row.refresh_from_db()
    form = _DeClient(_complet(seen, adresse="mienne"), user=responsable, ligne=row)
    assert "« — »" in str(form.errors["adresse"])


@pytest.mark.django_db
def test_a_box_unticked_is_a_change(responsable: Any) -> None:
    row = ContactFactory(principal=True)
    seen = _DeContact(user=responsable, ligne=row)
    form = _DeContact(_donnees(nom=row.nom, vu=seen.vu), user=responsable, ligne=row)
    assert form.is_valid(), form.errors
    assert form.valeurs() == {"principal": False}


@pytest.mark.django_db
@pytest.mark.parametrize("vu", ["", "n'importe quoi", "nom.", ".x", "inconnu.abc", "nom.é☃"])
def test_a_page_that_does_not_say_what_it_showed_is_read_against_today(
    responsable: Any, vu: str
) -> None:
    row = ContactFactory(principal=False)
    form = _DeContact(_donnees(nom=row.nom, vu=vu), user=responsable, ligne=row)
    form.is_valid()
    assert "principal" not in form.changees()
