"""Two people at once: the second is told what happened, as far as it may know."""

from decimal import Decimal
from typing import Any

import pytest

from core.errors import Conflit, VersionPerimee
from interventions.tests.chantier import LUNDI, Chantier

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("acte", "arguments"),
    [
        ("modifier", {"champs": {"priorite": "basse"}}),
        ("affecter", {"technicien_id": 1}),
        ("desaffecter", {"motif": "Absent"}),
        ("demarrer", {}),
        ("suspendre", {"cause": "pieces", "texte": "Joint"}),
        ("annuler", {"motif": "Doublon"}),
    ],
)
def test_qui_lit_une_vieille_version_est_refuse(
    chantier: Chantier, *, acte: str, arguments: dict[str, Any]
) -> None:
    seen = chantier.row.version
    chantier.fait("modifier", champs={"titre": "Fuite d’huile", "urgence": True})
    error = chantier.refuse(acte, version=seen, **arguments)
    assert isinstance(error, VersionPerimee)
    assert {name: error.etat[name] for name in ("statut", "version", "version_lue")} == {
        "statut": "affectee",
        "version": seen + 1,
        "version_lue": seen,
    }
    assert "demarrer" in error.etat["actions_possibles"]
    assert [(e["action"], e["horodatage"]) for e in error.etat["depuis"]] == [
        ("modification", LUNDI)
    ]
    assert "Titre" in error.etat["depuis"][0]["description"].title()


@pytest.mark.parametrize("ecart", [-1, 1])
def test_ni_trop_vieille_ni_trop_neuve(chantier: Chantier, ecart: int) -> None:
    error = chantier.refuse("demarrer", version=chantier.row.version + ecart)
    assert isinstance(error, VersionPerimee)


def test_la_version_lue_ou_aucune_passe(chantier: Chantier) -> None:
    chantier.fait("demarrer", version=chantier.row.version)
    chantier.suspendre()
    assert chantier.row.version == 4


def test_ce_qui_sest_passe_depuis_selon_qui_lit(chantier: Chantier) -> None:
    """A client is told of what it may read only."""
    chantier.fait("desaffecter", motif="Absent")
    seen = chantier.row.version
    chantier.fait("modifier", champs={"notes_techniques": "Client difficile"})
    chantier.fait("modifier", champs={"titre": "Fuite", "cout_reel": Decimal(10)})
    error = chantier.refuse("modifier", qui="client", champs={"titre": "Eau"}, version=seen)
    assert isinstance(error, VersionPerimee)
    told = [e["description"].lower() for e in error.etat["depuis"]]
    assert len(told) == 1
    assert "titre" in told[0]
    assert "coût" not in told[0]


def test_un_mauvais_etat_se_dit_avant_une_vieille_version(chantier: Chantier) -> None:
    seen = chantier.row.version
    chantier.fait("demarrer", qui="technicien")
    error = chantier.refuse("demarrer", version=seen)
    assert isinstance(error, Conflit)
    assert not isinstance(error, VersionPerimee)
    assert error.etat == {
        "statut": "en_cours",
        "version": seen + 1,
        "actions_possibles": ["suspendre", "cloturer", "annuler", "modifier", "commenter"],
    }
    assert error.corps() == {"detail": error.detail} | error.etat
