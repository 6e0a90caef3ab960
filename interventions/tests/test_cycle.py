"""What starting, pausing, closing, cancelling and archiving do to dates, time and people."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.errors import Invalide
from interventions.models import Segment
from interventions.tests.chantier import LUNDI, Chantier
from interventions.tests.releve import derniere_ligne

pytestmark = pytest.mark.django_db


def test_demarrer_date_le_debut_une_seule_fois(chantier: Chantier) -> None:
    chantier.dans(hours=1).fait("demarrer", qui="technicien")
    start = LUNDI + timedelta(hours=1)
    assert chantier.row.date_debut == start
    assert chantier.segments() == [("travail", "", None)]
    chantier.dans(hours=2).suspendre()
    chantier.dans(hours=24).fait("affecter", technicien_id=chantier.monde.technicien_b.pk)
    chantier.dans(hours=1).fait("demarrer", qui="autre_technicien")
    assert chantier.row.date_debut == start
    assert chantier.segments() == [
        ("travail", "", 2.0),
        ("pause", "pieces", 24.0),
        ("travail", "", None),
    ]
    holders = Segment.objects.filter(intervention_id=chantier.pk).values_list(
        "technicien_id", flat=True
    )
    a, b = chantier.monde.technicien_a.pk, chantier.monde.technicien_b.pk
    assert list(holders) == [a, a, b]


def test_suspendre_garde_la_cause_et_le_texte(chantier: Chantier) -> None:
    chantier.fait("demarrer")
    chantier.dans(minutes=30).fait(
        "suspendre", qui="technicien", cause="acces", texte="Portail fermé"
    )
    pause = Segment.objects.get(intervention_id=chantier.pk, nature="pause")
    line = derniere_ligne(chantier.row)
    assert (pause.cause, pause.texte, pause.fin) == ("acces", "Portail fermé", None)
    assert chantier.segments()[0] == ("travail", "", 0.5)
    assert line.nouvelle_valeur == {
        "statut": "en_attente",
        "cause_attente": "acces",
        "texte": "Portail fermé",
    }
    assert chantier.row.date_fin is None


def test_reprendre_ferme_la_pause(chantier: Chantier) -> None:
    chantier.fait("demarrer")
    chantier.dans(hours=1).suspendre()
    chantier.dans(hours=3).fait("reprendre", qui="technicien")
    assert chantier.segments() == [
        ("travail", "", 1.0),
        ("pause", "pieces", 3.0),
        ("travail", "", None),
    ]
    assert chantier.row.date_debut == LUNDI


def test_reprendre_sans_avoir_demarre_date_le_debut(chantier: Chantier) -> None:
    chantier.suspendre()
    assert chantier.row.date_debut is None
    chantier.dans(hours=5).fait("reprendre")
    assert chantier.row.date_debut == LUNDI + timedelta(hours=5)


def _travailler(chantier: Chantier) -> None:
    """2 h of work, 5 h of waiting, 1 h 20 of work."""
    chantier.fait("demarrer")
    chantier.dans(hours=2).suspendre()
    chantier.dans(hours=5).fait("reprendre")
    chantier.dans(minutes=80)


def test_cloturer_additionne_le_travail(chantier: Chantier) -> None:
    _travailler(chantier)
    chantier.fait("cloturer", qui="technicien", solution="Joint remplacé", diagnostic="Joint usé")
    row = chantier.row
    assert row.duree_reelle == Decimal("3.33")
    assert (row.solution, row.diagnostic) == ("Joint remplacé", "Joint usé")
    assert row.date_fin == LUNDI + timedelta(hours=8, minutes=20)
    assert chantier.segments()[-1][2] == pytest.approx(80 / 60)
    assert chantier.affectations() == [(chantier.monde.technicien_a.pk, False)]
    assert row.technicien_id == chantier.monde.technicien_a.pk
    assert "3,33" in derniere_ligne(row).description_acte


@pytest.mark.parametrize("donnee", [Decimal("4.5"), Decimal(0)])
def test_la_duree_donnee_lemporte(chantier: Chantier, donnee: Decimal) -> None:
    _travailler(chantier)
    chantier.fait("cloturer", solution="Fait", duree_reelle=donnee)
    assert chantier.row.duree_reelle == donnee


def test_seul_le_travail_compte(chantier: Chantier) -> None:
    chantier.fait("demarrer")
    Segment.objects.filter(intervention_id=chantier.pk).update(nature="deplacement")
    chantier.dans(hours=2).fait("cloturer", solution="Fait")
    assert chantier.row.duree_reelle == 0


def test_cloturer_depuis_lattente_sans_avoir_commence(chantier: Chantier) -> None:
    chantier.suspendre()
    chantier.dans(hours=4).fait("cloturer", solution="Réglé par téléphone")
    row = chantier.row
    assert (row.statut, row.date_debut, row.duree_reelle) == ("cloturee", None, Decimal(0))
    assert chantier.segments() == [("pause", "pieces", 4.0)]


def test_six_semaines_de_travail_tiennent(chantier: Chantier) -> None:
    chantier.fait("demarrer")
    chantier.dans(days=50).fait("cloturer", solution="Enfin")
    assert chantier.row.duree_reelle == Decimal("1200.00")


def test_une_solution_ecrite_avant_suffit(chantier: Chantier) -> None:
    chantier.fait("modifier", qui="technicien", champs={"solution": "Joint changé"})
    chantier.fait("demarrer")
    chantier.fait("cloturer")
    assert chantier.row.solution == "Joint changé"


def test_un_texte_absent_nefface_rien(chantier: Chantier) -> None:
    chantier.fait("modifier", champs={"diagnostic": "Usure", "mode": "fuite"})
    chantier.fait("demarrer")
    chantier.fait("cloturer", solution="Fait", diagnostic="", mode=None)
    assert (chantier.row.diagnostic, chantier.row.mode) == ("Usure", "fuite")


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [("mode", "magie"), ("duree_reelle", Decimal(-1)), ("duree_reelle", Decimal(100_000))],
)
def test_un_compte_rendu_impossible(chantier: Chantier, *, champ: str, valeur: Any) -> None:
    chantier.fait("demarrer")
    error = chantier.refuse("cloturer", solution="Fait", **{champ: valeur})
    assert list(error.errors) == [champ]


@pytest.mark.parametrize("champ", ["statut", "titre", "client_id", "date_fin", "cout_reel", "foo"])
def test_le_compte_rendu_ne_touche_rien_dautre(chantier: Chantier, champ: str) -> None:
    chantier.fait("demarrer")
    error = chantier.refuse("cloturer", solution="Fait", **{champ: "1"})
    assert isinstance(error, Invalide)
    assert list(error.errors) == [champ]


@pytest.mark.parametrize(
    ("type_", "note"),
    [("corrective", True), ("preventive", True), ("ameliorative", False), ("diagnostic", False)],
)
def test_la_derniere_maintenance(chantier: Chantier, *, type_: str, note: bool) -> None:
    chantier.fait("modifier", champs={"type_intervention": type_})
    chantier.fait("demarrer")
    chantier.dans(hours=1).fait("cloturer", solution="Fait")
    last = chantier.row.equipement.derniere_maintenance
    assert last == (chantier.row.date_fin if note else None)


def test_annuler_ferme_tout(chantier: Chantier) -> None:
    chantier.fait("demarrer")
    chantier.dans(hours=1).fait("annuler", motif="Machine vendue")
    row, line = chantier.row, derniere_ligne(chantier.row)
    assert (row.statut, row.date_fin) == ("annulee", None)
    assert chantier.segments() == [("travail", "", 1.0)]
    assert chantier.affectations() == [(chantier.monde.technicien_a.pk, False)]
    assert line.nouvelle_valeur == {"statut": "annulee", "motif_annulation": "Machine vendue"}
    assert "Machine vendue" in line.description_acte
    assert row.equipement.derniere_maintenance is None


def test_archiver_ne_change_que_letat(chantier: Chantier) -> None:
    chantier.fait("demarrer")
    chantier.dans(hours=1).fait("cloturer", solution="Fait")
    chantier.dans(days=3).fait("archiver")
    line = derniere_ligne(chantier.row)
    assert line.ancienne_valeur == {"statut": "cloturee"}
    assert line.nouvelle_valeur == {"statut": "archivee"}
    assert chantier.row.date_fin == LUNDI + timedelta(hours=1)
    assert chantier.row.date_statut == LUNDI + timedelta(days=3, hours=1)
