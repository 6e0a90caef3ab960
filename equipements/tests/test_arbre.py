"""The machine tree: one client, no circle, six levels, whichever end is moved."""

from typing import Any

import pytest

from clients.tests.factories import ClientFactory
from comptes.models import Utilisateur
from core.errors import Invalide
from equipements.models import PROFONDEUR_MAX, Equipement
from equipements.services import creer_equipement, modifier_equipement
from equipements.tests.factories import EquipementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def chaine() -> list[Equipement]:
    """Six machines, each part of the one before."""
    rows: list[Equipement] = [EquipementFactory(nom="Niveau 1")]
    for level in range(2, 7):
        above = rows[-1]
        rows.append(
            EquipementFactory(
                client=above.client, site=above.site, parent=above, nom=f"Niveau {level}"
            )
        )
    return rows


def _deplacer(par: Utilisateur, row: Equipement, parent: Equipement | None) -> Equipement:
    return modifier_equipement(
        par=par,
        equipement_id=row.pk,
        champs={"parent_id": parent.pk if parent else None},
    )


def _refus(par: Utilisateur, row: Equipement, parent: Any) -> str:
    before = list(Equipement.objects.order_by("pk").values())
    with pytest.raises(Invalide) as caught:
        _deplacer(par, row, parent)
    assert list(Equipement.objects.order_by("pk").values()) == before
    assert list(caught.value.errors) == ["parent_id"]
    return caught.value.detail


def _voisine(row: Equipement, **reste: Any) -> Equipement:
    machine: Equipement = EquipementFactory(client=row.client, site=row.site, **reste)
    return machine


def test_six_niveaux() -> None:
    assert PROFONDEUR_MAX == 6


def test_la_septieme_est_de_trop(responsable: Utilisateur, chaine: list[Equipement]) -> None:
    alone = _voisine(chaine[0])
    assert "6 niveaux" in _refus(responsable, alone, chaine[5])
    _deplacer(responsable, alone, chaine[4])
    with pytest.raises(Invalide) as caught:
        creer_equipement(
            par=responsable, client_id=alone.client_id, nom="Septième", parent_id=chaine[5].pk
        )
    assert list(caught.value.errors) == ["parent_id"]
    row = creer_equipement(
        par=responsable, client_id=alone.client_id, nom="Sixième", parent_id=chaine[4].pk
    )
    assert row.parent_id == chaine[4].pk


@pytest.mark.parametrize("hauteur", [1, 2, 3])
def test_le_sous_arbre_compte(
    responsable: Utilisateur, chaine: list[Equipement], hauteur: int
) -> None:
    """A tree of three levels fits under level 3, not under level 4."""
    root = top = _voisine(chaine[0])
    for _ in range(hauteur - 1):
        top = _voisine(chaine[0], parent=top)
    _refus(responsable, root, chaine[6 - hauteur])
    _deplacer(responsable, root, chaine[5 - hauteur])


def test_pas_de_cercle(responsable: Utilisateur, chaine: list[Equipement]) -> None:
    for lower in chaine:
        detail = _refus(responsable, chaine[0], lower)
        assert "elle-même" in detail or "niveaux" in detail
    first, second = _voisine(chaine[0]), _voisine(chaine[0])
    _deplacer(responsable, first, second)
    assert "elle-même" in _refus(responsable, second, first)
    assert "elle-même" in _refus(responsable, second, second)


def test_meme_client(responsable: Utilisateur, chaine: list[Equipement]) -> None:
    stranger = EquipementFactory(client=ClientFactory())
    assert "même client" in _refus(responsable, stranger, chaine[0])
    ghost = Equipement(pk=10**9)
    assert "même client" in _refus(responsable, chaine[0], ghost)


def test_detacher_et_monter(responsable: Utilisateur, chaine: list[Equipement]) -> None:
    assert _deplacer(responsable, chaine[3], chaine[0]).parent_id == chaine[0].pk
    assert _deplacer(responsable, chaine[3], None).parent_id is None
    chaine[5].refresh_from_db()
    assert chaine[5].parent_id == chaine[4].pk


def test_un_cercle_deja_la_narrete_pas_le_programme(
    responsable: Utilisateur, chaine: list[Equipement]
) -> None:
    """A circle made by hand in the database is refused, not walked for ever."""
    first, second = chaine[0], chaine[1]
    Equipement.objects.filter(pk=first.pk).update(parent=second)
    alone = _voisine(first)
    _refus(responsable, alone, second)
    _refus(responsable, first, alone)


def test_une_machine_porte_son_nom() -> None:
    assert str(EquipementFactory(nom="Pompe 3")) == "Pompe 3"
