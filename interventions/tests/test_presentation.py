"""Words and order of what pages say about interventions."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from interventions.presentation.liste import Ligne, duree_courte
from interventions.presentation.valeurs import libelle_colonne, valeur_lisible

MIDI = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("duree", "texte"),
    [
        (timedelta(seconds=3), "1\u00a0min"),
        (timedelta(minutes=59, seconds=59), "59\u00a0min"),
        (timedelta(hours=1), "1\u00a0h"),
        (timedelta(hours=23, minutes=59), "23\u00a0h"),
        (timedelta(days=1), "1\u00a0jour"),
        (timedelta(days=40), "40\u00a0jours"),
    ],
)
def test_a_duration_is_said_in_one_unit(duree: timedelta, texte: str) -> None:
    assert duree_courte(duree.total_seconds()) == texte


def _ligne(**valeurs: Any) -> Ligne:
    base = {"statut": "ouverte", "date_creation": MIDI - timedelta(days=2), "date_limite": None}
    return Ligne(base | valeurs, MIDI)


def test_age_and_due_date_are_those_of_open_work() -> None:
    plain, ended = _ligne(), _ligne(statut="cloturee", date_limite=MIDI - timedelta(hours=3))
    assert (plain.age, plain.echeance, plain.en_retard) == ("2\u00a0jours", "", False)
    assert (ended.age, ended.echeance, ended.en_retard) == ("", "", False)
    late = _ligne(date_limite=MIDI - timedelta(hours=3))
    assert (late.echeance, late.en_retard) == ("en retard de 3\u00a0h", True)
    soon = _ligne(date_limite=MIDI + timedelta(minutes=20))
    assert (soon.echeance, soon.en_retard) == ("reste 20\u00a0min", False)


@pytest.mark.parametrize(
    ("site", "ville", "lieu"),
    [
        ("Usine", "Agadir", "Usine, Agadir"),
        ("Usine d’Agadir", "Agadir", "Usine d’Agadir"),
        ("Usine", "", "Usine"),
    ],
)
def test_the_town_is_said_once(site: str, ville: str, lieu: str) -> None:
    assert _ligne(equipement__site__nom=site, equipement__site__ville=ville).lieu == lieu


@pytest.mark.parametrize(
    ("complet", "identifiant", "nom"),
    [("Karim", "k", "Karim"), ("", "k", "k"), (None, None, "")],
)
def test_the_technician_is_named(complet: Any, identifiant: Any, nom: str) -> None:
    names = {
        "technicien__user__full_name": complet,
        "technicien__user__username": identifiant,
    }
    assert _ligne(**names).technicien == nom


@pytest.mark.parametrize(
    ("nom", "valeur", "texte"),
    [
        ("priorite", "haute", "Haute"),
        ("priorite", "abandonnee", "abandonnee"),
        ("cause_attente", "pieces", "Pièces manquantes"),
        ("technicien_id", 3, "Karim"),
        ("technicien_id", 4, "technicien n° 4"),
        ("date_limite", "2026-03-02T12:00:00+00:00", "2 mars 2026 12:00"),
        ("date_limite", "bientôt", "bientôt"),
        ("date_limite", 7, "7"),
        ("duree_reelle", "1.50", "1,50"),
        ("urgence", True, "oui"),
        ("inconnue", "x", "x"),
        ("titre", None, ""),
        ("titre", "", ""),
    ],
)
def test_recorded_values_in_words(nom: str, valeur: Any, texte: str) -> None:
    assert valeur_lisible(nom, valeur, {3: "Karim"}) == texte


@pytest.mark.parametrize(
    ("nom", "libelle"),
    [
        ("technicien_id", "technicien"),
        ("date_limite", "échéance"),
        ("motif", "motif"),
        ("inconnue", "inconnue"),
    ],
)
def test_recorded_columns_in_words(nom: str, libelle: str) -> None:
    assert str(libelle_colonne(nom)) == libelle
