"""Giving an intervention to a technician, and taking it back."""

from datetime import timedelta
from typing import Any

import pytest

from comptes.models import Utilisateur
from core.errors import Invalide
from interventions.models import Affectation
from interventions.tests.chantier import LUNDI, Chantier
from interventions.tests.releve import derniere_ligne
from techniciens.models import Technicien
from techniciens.tests.factories import (
    CompetenceFactory,
    CompetenceTechnicienFactory,
    TechnicienFactory,
)

pytestmark = pytest.mark.django_db


def test_reaffecter_ferme_une_affectation_et_en_ouvre_une(chantier: Chantier) -> None:
    monde = chantier.monde
    first = chantier.row.date_affectation
    chantier.dans(hours=3).fait("affecter", technicien_id=monde.technicien_b.pk)
    row = chantier.row
    assert row.technicien_id == monde.technicien_b.pk
    assert row.date_affectation == first == LUNDI
    assert row.date_statut == LUNDI + timedelta(hours=3)
    assert chantier.affectations() == [
        (monde.technicien_a.pk, False),
        (monde.technicien_b.pk, True),
    ]
    ended = Affectation.objects.get(intervention=row, technicien=monde.technicien_a)
    assert (ended.debut, ended.fin) == (LUNDI, LUNDI + timedelta(hours=3))


def test_affectee_il_en_faut_un_autre(chantier: Chantier) -> None:
    error = chantier.refuse("affecter", technicien_id=chantier.monde.technicien_a.pk)
    assert isinstance(error, Invalide)
    assert list(error.errors) == ["technicien_id"]


def test_en_attente_le_meme_peut_reprendre_et_la_pause_finit(chantier: Chantier) -> None:
    chantier.suspendre()
    chantier.dans(hours=2).fait("affecter", technicien_id=chantier.monde.technicien_a.pk)
    assert chantier.row.statut == "affectee"
    assert chantier.segments() == [("pause", "pieces", 2.0)]
    assert [ouverte for _, ouverte in chantier.affectations()] == [False, True]


@pytest.mark.parametrize("raison", ["archivé", "compte fermé", "autre rôle", "inconnu"])
def test_seul_un_technicien_en_activite(chantier: Chantier, raison: str) -> None:
    other = TechnicienFactory()
    if raison == "archivé":
        Technicien.objects.filter(pk=other.pk).update(archive_le=LUNDI)
    if raison == "compte fermé":
        Utilisateur.objects.filter(pk=other.user_id).update(is_active=False)
    if raison == "autre rôle":
        Utilisateur.objects.filter(pk=other.user_id).update(role="client")
    pk = 10**9 if raison == "inconnu" else other.pk
    error = chantier.refuse("affecter", technicien_id=pk)
    assert isinstance(error, Invalide)
    assert list(error.errors) == ["technicien_id"]


@pytest.mark.parametrize(
    ("disponibilite", "averti"),
    [
        ("disponible", False),
        ("occupe", False),
        ("conge", True),
        ("formation", True),
        ("indisponible", True),
    ],
)
def test_affecter_un_absent_avertit(
    chantier: Chantier, *, disponibilite: str, averti: bool
) -> None:
    other = TechnicienFactory(disponibilite=disponibilite)
    row: Any = chantier.fait("affecter", technicien_id=other.pk)
    assert row.technicien_id == other.pk
    assert bool(row.avertissements) is averti
    assert all(str(other) in text for text in row.avertissements)


@pytest.mark.parametrize(
    ("niveau", "expire", "averti"),
    [
        (None, None, "compétence"),
        ("debutant", None, "Niveau"),
        ("intermediaire", LUNDI.date() - timedelta(days=1), "expiré"),
        ("intermediaire", LUNDI.date(), ""),
        ("intermediaire", None, ""),
        ("expert", None, ""),
    ],
)
def test_affecter_sans_la_competence_avertit(
    chantier: Chantier, *, niveau: str | None, expire: Any, averti: str
) -> None:
    family = chantier.row.equipement.famille
    assert family is not None
    family.competence = CompetenceFactory(nom="Froid", niveau_requis="intermediaire")
    family.save()
    other = TechnicienFactory()
    if niveau:
        CompetenceTechnicienFactory(
            technicien=other,
            competence=family.competence,
            niveau=niveau,
            certification_expire_le=expire,
        )
    row: Any = chantier.fait("affecter", technicien_id=other.pk)
    assert [averti in text and "Froid" in text for text in row.avertissements] == (
        [True] if averti else []
    )


def test_une_machine_sans_famille_ne_demande_aucune_competence(chantier: Chantier) -> None:
    machine = chantier.row.equipement
    machine.famille = None
    machine.save()
    row: Any = chantier.fait("affecter", technicien_id=TechnicienFactory().pk)
    assert row.avertissements == []


@pytest.mark.parametrize("qui", ["responsable", "technicien"])
def test_desaffecter_rend_lintervention(chantier: Chantier, qui: str) -> None:
    chantier.dans(hours=1).fait("desaffecter", qui=qui, motif="Pas le bon métier")
    row, line = chantier.row, derniere_ligne(chantier.row)
    assert (row.statut, row.technicien_id, row.date_affectation) == ("ouverte", None, LUNDI)
    assert chantier.affectations() == [(chantier.monde.technicien_a.pk, False)]
    assert line.nouvelle_valeur["motif"] == "Pas le bon métier"
    assert line.ancienne_valeur == {
        "statut": "affectee",
        "technicien_id": chantier.monde.technicien_a.pk,
    }


def test_desaffecter_en_attente_ferme_la_pause(chantier: Chantier) -> None:
    chantier.suspendre()
    chantier.dans(hours=1).fait("desaffecter", motif="Trop loin")
    assert chantier.segments() == [("pause", "pieces", 1.0)]
