"""Refusals name the field that is to blame, whichever layer of Django found it."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from clients.models import Client, Contact, Site
from clients.tests.factories import ClientFactory, ContactFactory, SiteFactory
from comptes.models import Utilisateur
from comptes.tests.factories import UtilisateurFactory
from core.errors import Invalide
from core.models import Organisation
from core.validation import appliquer, exiger, invalide_de, refuser_autres, valider
from equipements.models import Equipement
from equipements.tests.factories import EquipementFactory
from interventions.models import Intervention
from techniciens.tests.factories import TechnicienFactory


def _refus(*arguments: Any) -> dict[str, list[str]]:
    with pytest.raises(Invalide) as caught:
        valider(*arguments)
    return caught.value.errors


# --- valider -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_ce_qui_tient() -> None:
    valider(EquipementFactory())
    valider(Organisation(pk=1, nom="Atlas"))
    valider(Client(nom_entreprise="Atlas"), {"nom_entreprise"})


@pytest.mark.django_db
def test_seules_les_colonnes_nommees() -> None:
    row = Client(nom_entreprise="", ice="123")
    assert set(_refus(row)) == {"nom_entreprise", "ice"}
    assert set(_refus(row, {"ice"})) == {"ice"}
    valider(row, {"ville"})


@pytest.mark.django_db
@pytest.mark.parametrize("colonne", ["ville", "notes_commerciales", "email_commercial"])
def test_un_texte_nul_est_refuse_avant_la_base(colonne: str) -> None:
    row = Client(nom_entreprise="Atlas", **{colonne: None})
    assert set(_refus(row)) == {colonne}
    valider(row, {"nom_entreprise"})


@pytest.mark.django_db
def test_un_json_nul_aussi_mais_pas_ce_qui_peut_letre() -> None:
    assert set(_refus(Organisation(pk=1, nom="Atlas", calendrier=None))) == {"calendrier"}
    row = EquipementFactory(numero_serie=None)
    valider(row, {"numero_serie", "date_installation"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("champs", "attendu"),
    [({"email": "MOI@exemple.ma"}, "email"), ({"username": "MOI"}, "username")],
)
def test_une_unicite_sans_casse_est_dite_a_sa_colonne(champs: dict[str, str], attendu: str) -> None:
    UtilisateurFactory(username="moi", email="moi@exemple.ma")
    values = {"username": "autre", "email": "autre@exemple.ma", "role": "client", "password": "x"}
    errors = _refus(Utilisateur(**(values | champs)))
    assert list(errors) == [attendu]
    assert "déjà" in errors[attendu][0]


@pytest.mark.django_db
def test_un_numero_de_serie_pris_est_dit_a_sa_colonne() -> None:
    EquipementFactory(numero_serie="AB 12")
    row = EquipementFactory.build(
        client=ClientFactory(), site=SiteFactory(), famille=None, numero_serie="ab1 2"
    )
    assert list(_refus(row)) == ["numero_serie"]


@pytest.mark.django_db
def test_une_unicite_a_plusieurs_colonnes_est_au_formulaire() -> None:
    site = SiteFactory()
    errors = _refus(Site(client=site.client, nom=site.nom))
    assert errors == {"non_field": ["Ce client a déjà un site de ce nom."]}
    main = ContactFactory(principal=True)
    errors = _refus(Contact(client=main.client, nom="B", principal=True))
    assert errors == {"non_field": ["Ce client a déjà un contact principal."]}


@pytest.mark.django_db
def test_une_regle_de_table_est_au_formulaire() -> None:
    row = EquipementFactory()
    row.parent = row
    assert list(_refus(row)) == ["non_field"]
    assert set(_refus(Utilisateur(username="a@b", email="a@b.ma", role="client"))) == {
        "password",
        "username",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("nom", ["famille", "famille_id"])
def test_une_relation_repond_a_ses_deux_noms(nom: str) -> None:
    row = EquipementFactory()
    row.famille_id = 10**9
    assert list(_refus(row, {nom})) == ["famille_id"]
    valider(row, {"nom"})


def test_une_erreur_sans_champ() -> None:
    refusal = invalide_de(ValidationError(["Ceci", "Cela"]))
    assert refusal.errors == {"non_field": ["Ceci", "Cela"]}
    assert refusal.corps() == {"detail": refusal.detail, "errors": refusal.errors}


# --- the small ones ----------------------------------------------------------------------------


def test_exiger_nomme_tout_ce_qui_manque() -> None:
    with pytest.raises(Invalide) as caught:
        exiger(a=None, b="", c="  ", d="x", e=0, f=False)
    assert list(caught.value.errors) == ["a", "b", "c"]
    exiger(a=0, b=False, c="x")
    exiger()


def test_refuser_autres_nomme_tout_ce_qui_est_de_trop() -> None:
    with pytest.raises(Invalide) as caught:
        refuser_autres({"a": 1, "b": 2, "c": 3}, ["b"])
    assert list(caught.value.errors) == ["a", "c"]
    refuser_autres({"a": 1}, ("a", "b"))
    refuser_autres({}, ())


@pytest.mark.parametrize(
    ("colonne", "avant", "apres", "change"),
    [
        ("titre", "A", "A", False),
        ("titre", "A", "B", True),
        ("duree_estimee", Decimal("1.50"), "1.5", False),
        ("duree_estimee", Decimal("1.50"), Decimal("1.5"), False),
        ("duree_estimee", Decimal("1.50"), "beaucoup", True),
        ("mode", None, "", False),
        ("mode", "fuite", "", True),
        ("urgence", False, "False", False),
        ("technicien_id", 7, "7", False),
        ("technicien_id", 7, 8, True),
    ],
)
def test_appliquer_ne_change_que_ce_qui_differe(
    *, colonne: str, avant: Any, apres: Any, change: bool
) -> None:
    row = Intervention(**{colonne: avant})
    assert appliquer(row, {colonne: apres}) == ([colonne] if change else [])


def test_appliquer_pose_la_valeur_de_la_colonne() -> None:
    row = Equipement(numero_serie="A1")
    assert appliquer(row, {"numero_serie": "", "nom": "Pompe"}) == ["numero_serie", "nom"]
    assert (row.numero_serie, row.nom) == (None, "Pompe")


@pytest.mark.django_db
def test_appliquer_accepte_une_ligne_pour_une_relation() -> None:
    row, other = EquipementFactory(), ClientFactory()
    assert appliquer(row, {"client": row.client}) == []
    assert appliquer(row, {"client": other}) == ["client"]
    assert row.client_id == other.pk
    assert appliquer(TechnicienFactory(), {}) == []
