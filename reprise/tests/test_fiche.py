"""State and dates of an intervention taken over: one rule at a time, and all of them together."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from interventions.choices import Statut
from interventions.workflow import ENGAGEES, OUVERTES
from reprise.fiche import Tenant, colonnes, lire
from reprise.ligne import Ligne

LUNDI = datetime(2024, 1, 8, 8, tzinfo=UTC)
MAINTENANT = datetime(2026, 1, 5, tzinfo=UTC)
ACTIF, PARTI = Tenant(7, actif=True), Tenant(8, actif=False)
H = timedelta(hours=1)


def _ligne(**valeurs: Any) -> Ligne:
    return Ligne("interventions", "1", {"date_creation": LUNDI, "titre": "Fuite", **valeurs})


@pytest.mark.parametrize(
    ("statut", "tenant", "attendu", "dit"),
    [
        ("ouverte", None, "ouverte", 0),
        ("ouverte", ACTIF, "affectee", 1),
        ("ouverte", PARTI, "ouverte", 1),
        ("affectee", ACTIF, "affectee", 0),
        ("affectee", None, "ouverte", 1),
        ("en_attente", PARTI, "ouverte", 1),
        ("archivee", None, "archivee", 0),
        ("annulee", None, "annulee", 0),
    ],
)
def test_letat_suit_le_technicien(
    *, statut: str, tenant: Tenant | None, attendu: str, dit: int
) -> None:
    ligne = _ligne(statut=statut)
    fiche = lire(ligne, tenant, MAINTENANT)
    assert fiche.statut == attendu
    assert (fiche.technicien_id is None) == (attendu == "ouverte" or tenant is None)
    assert len(ligne.remarques) == dit


@pytest.mark.parametrize(
    ("valeurs", "tenant", "attendu", "colonne"),
    [
        # A closed one without a technician may not be « clôturée » here.
        ({"statut": "cloturee", "date_fin": LUNDI + H}, None, {"statut": "archivee"}, "statut"),
        ({"statut": "cloturee", "date_debut": LUNDI}, ACTIF, {"fin": LUNDI}, "date_fin"),
        ({"statut": "cloturee", "date_fin": LUNDI + H}, ACTIF, {"debut": LUNDI + H}, "date_debut"),
        (
            {"statut": "cloturee", "date_debut": LUNDI + 3 * H, "date_fin": LUNDI + H},
            ACTIF,
            {"debut": LUNDI + H, "fin": LUNDI + H},
            "date_debut",
        ),
        (
            {"statut": "cloturee", "date_debut": LUNDI - H, "date_fin": LUNDI + H},
            ACTIF,
            {"creation": LUNDI - H},
            "date_creation",
        ),
        ({"statut": "en_cours"}, ACTIF, {"debut": LUNDI}, "date_debut"),
        (
            {"statut": "en_cours", "date_debut": LUNDI, "date_fin": LUNDI + H},
            ACTIF,
            {"fin": None},
            "date_fin",
        ),
        (
            {"statut": "annulee", "date_fin": LUNDI + H},
            None,
            {"fin": None, "depuis": LUNDI + H},
            "date_fin",
        ),
        (
            {"statut": "en_cours", "date_debut": MAINTENANT + H},
            ACTIF,
            {"debut": MAINTENANT},
            "date_debut",
        ),
        (
            {"statut": "ouverte", "date_creation": None, "created_at": LUNDI + H},
            None,
            {"creation": LUNDI + H},
            "date_creation",
        ),
    ],
)
def test_chaque_regle_se_dit(
    *, valeurs: dict[str, Any], tenant: Tenant | None, attendu: dict[str, Any], colonne: str
) -> None:
    ligne = _ligne(**valeurs)
    fiche = lire(ligne, tenant, MAINTENANT)
    assert {nom: getattr(fiche, nom) for nom in attendu} == attendu
    assert colonne in {r.colonne for r in ligne.remarques}


def test_toutes_les_dates_de_tous_les_etats_tiennent() -> None:
    """What the tables' checks and the coherence examination ask, over every mixture."""
    moments = [None, LUNDI - H, LUNDI + H, MAINTENANT + H]
    wrong = []
    for statut, tenant, dates in product(
        Statut.values, (None, ACTIF, PARTI), product(*[moments] * 4)
    ):
        names = ("date_creation", "date_debut", "date_fin", "updated_at")
        ligne = _ligne(statut=statut, **dict(zip(names, dates, strict=True)))
        f = lire(ligne, tenant, MAINTENANT, affectation=LUNDI)
        known = [m for m in (f.creation, f.affectation, f.debut, f.fin) if m is not None]
        held, span = f.tenue(), f.segment(Decimal(2))
        sound = (
            known == sorted(known),
            max(*known, f.depuis) <= MAINTENANT,
            f.depuis >= f.creation,
            (f.statut in OUVERTES or f.statut == Statut.ANNULEE) <= (f.fin is None),
            (f.statut == Statut.CLOTUREE) <= (f.fin is not None and f.technicien_id is not None),
            (f.statut in {Statut.EN_COURS, Statut.CLOTUREE}) <= (f.debut is not None),
            (f.statut in ENGAGEES) == (held is not None and held[1] is None),
            held is None or held[1] is None or held[0] <= held[1],
            span is None or (held is not None and held[0] <= span[1]),
            span is None or span[2] is None or span[1] <= span[2] <= (f.fin or MAINTENANT),
            (f.statut in {Statut.EN_COURS, Statut.EN_ATTENTE})
            == (span is not None and span[2] is None),
        )
        if not all(sound):
            wrong.append((statut, tenant, dates, sound))
    assert wrong == []


def test_le_temps_passe() -> None:
    closed = {"statut": "cloturee", "date_debut": LUNDI, "date_fin": LUNDI + 4 * H}
    fiche = lire(_ligne(**closed), ACTIF, MAINTENANT)
    assert fiche.segment(Decimal("1.5")) == ("travail", LUNDI, LUNDI + timedelta(minutes=90))
    assert fiche.segment(None) is None
    assert fiche.ligne.remarques == []
    assert fiche.segment(Decimal(16)) == ("travail", LUNDI, LUNDI + 4 * H)
    assert [r.colonne for r in fiche.ligne.remarques] == ["duree_reelle"]


@pytest.mark.parametrize(
    ("note", "statut", "attendu"),
    [(5, "cloturee", 5), (0, "cloturee", None), (6, "cloturee", None), (3, "ouverte", None)],
)
def test_la_satisfaction(note: int, statut: str, attendu: int | None) -> None:
    ligne = _ligne(statut=statut, satisfaction_client=note, date_fin=LUNDI, date_debut=LUNDI)
    fiche = lire(ligne, ACTIF if statut == "cloturee" else None, MAINTENANT)
    assert colonnes(ligne, fiche)["satisfaction_client"] == attendu
    assert ("satisfaction_client" in {r.colonne for r in ligne.remarques}) == (attendu is None)


def test_sans_titre() -> None:
    ligne = _ligne(titre=" ")
    assert colonnes(ligne, lire(ligne, None, MAINTENANT))["titre"] == "Intervention 1"
