"""Editing, correcting, rating and commenting: who may write what, and what it leaves behind."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from clients.tests.factories import ContactFactory
from comptes.tests.factories import UtilisateurFactory
from core.errors import Conflit, Interdit, Invalide
from core.models import Evenement
from interventions import services
from interventions.models import Commentaire, Intervention
from interventions.tests.chantier import LUNDI, Chantier
from interventions.tests.releve import (
    dernier_evenement,
    derniere_ligne,
    nombre_de_lignes,
    photographier,
)

pytestmark = pytest.mark.django_db

# --- modifier ----------------------------------------------------------------------------------

DU_TECHNICIEN: dict[str, Any] = {
    "diagnostic": "Roulement sec",
    "solution": "Graissé",
    "notes_techniques": "Prévoir un arrache-moyeu",
    "mode": "bruit",
    "cause": "entretien",
    "remede": "nettoye",
}
DU_CLIENT: dict[str, Any] = {"titre": "Grincement", "description": "Depuis hier"}
DES_CHEFS: dict[str, Any] = {
    "type_intervention": "preventive",
    "priorite": "urgente",
    "urgence": True,
    "date_planifiee": datetime(2026, 3, 4, 9, tzinfo=UTC),
    "date_limite": datetime(2026, 3, 5, 9, tzinfo=UTC),
    "duree_estimee": Decimal("1.50"),
    "cout_estime": Decimal("450.00"),
    "cout_reel": Decimal("500.00"),
    "contact_nom": "Youssef",
    "contact_telephone": "0600000000",
    "arret_machine": True,
}
DE_PERSONNE: dict[str, Any] = {
    "statut": "cloturee",
    "numero": "INT-2026-000001",
    "client_id": 1,
    "client": None,
    "equipement_id": 1,
    "technicien_id": 1,
    "date_creation": LUNDI,
    "date_affectation": LUNDI,
    "date_debut": LUNDI,
    "date_fin": LUNDI,
    "date_statut": LUNDI,
    "duree_reelle": Decimal(1),
    "satisfaction_client": 5,
    "commentaire_client": "Bravo",
    "suite_de_id": 1,
    "version": 1,
    "recherche": "",
    "cree_par_id": 1,
    "inconnue": "",
}
TOUTES = DU_TECHNICIEN | DU_CLIENT | DES_CHEFS | DE_PERSONNE

PERMISES = {
    "admin": {*DU_TECHNICIEN, *DU_CLIENT, *DES_CHEFS},
    "responsable": {*DU_TECHNICIEN, *DU_CLIENT, *DES_CHEFS},
    "technicien": {*DU_TECHNICIEN},
    "client": {*DU_CLIENT},
}


def _ouvrir(chantier: Chantier) -> Chantier:
    """Back to `ouverte`, where a client may still edit its request."""
    chantier.fait("desaffecter", motif="Absent")
    return chantier


@pytest.mark.part(cas=True)
@pytest.mark.parametrize("qui", sorted(PERMISES))
def test_modifier_chaque_colonne_selon_le_role(chantier: Chantier, qui: str) -> None:
    if qui == "client":
        _ouvrir(chantier)
    for name, value in TOUTES.items():
        if name in PERMISES[qui]:
            chantier.fait("modifier", qui=qui, champs={name: value})
            assert getattr(chantier.row, name) == value, name
        else:
            error = chantier.refuse("modifier", qui=qui, champs={name: value})
            assert isinstance(error, Invalide), name
            assert list(error.errors) == [name]


def test_une_colonne_de_trop_et_rien_nest_fait(chantier: Chantier) -> None:
    error = chantier.refuse(
        "modifier", qui="technicien", champs={"diagnostic": "Usé", "titre": "X", "urgence": True}
    )
    assert sorted(error.errors) == ["titre", "urgence"]


def test_plusieurs_colonnes_une_ligne(chantier: Chantier) -> None:
    lines, version = nombre_de_lignes(chantier.row), chantier.row.version
    champs = {"titre": "Fuite d’eau", "urgence": True, "cout_estime": Decimal("99.90")}
    chantier.fait("modifier", champs=champs | {"priorite": "normale"})
    line = derniere_ligne(chantier.row)
    assert nombre_de_lignes(chantier.row) == lines + 1
    assert chantier.row.version == version + 1
    assert set(line.ancienne_valeur) == set(champs)
    assert line.nouvelle_valeur == {"titre": "Fuite d’eau", "urgence": True, "cout_estime": "99.90"}
    assert line.ancienne_valeur["urgence"] is False
    assert line.ancienne_valeur["cout_estime"] is None


def test_modifier_sans_difference_necrit_rien(chantier: Chantier) -> None:
    row = chantier.row
    before = photographier()
    done = chantier.fait("modifier", champs={"titre": row.titre, "urgence": row.urgence})
    chantier.fait("modifier", champs={})
    assert done.version == row.version
    assert photographier() == before


def test_la_meme_valeur_ecrite_autrement_nest_pas_un_changement(chantier: Chantier) -> None:
    chantier.fait("modifier", champs={"duree_estimee": Decimal("1.50")})
    before = photographier()
    chantier.fait("modifier", champs={"duree_estimee": Decimal("1.5")})
    chantier.fait("modifier", champs={"duree_estimee": "1.50"})
    assert photographier() == before


def test_un_code_se_vide(chantier: Chantier) -> None:
    chantier.fait("modifier", champs={"mode": "fuite", "cause": "usure"})
    chantier.fait("modifier", champs={"mode": None, "cause": ""})
    assert (chantier.row.mode, chantier.row.cause) == (None, None)


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("titre", " "),
        ("titre", None),
        ("titre", "x" * 256),
        ("description", None),
        ("priorite", "vitale"),
        ("duree_estimee", Decimal(100_000)),
        ("cout_reel", Decimal(-1)),
        ("cause", "sorcellerie"),
        ("urgence", None),
    ],
)
def test_modifier_nomme_la_valeur_impossible(
    chantier: Chantier, *, champ: str, valeur: Any
) -> None:
    error = chantier.refuse("modifier", champs={champ: valeur})
    assert isinstance(error, Invalide)
    assert list(error.errors) == [champ]


def test_le_client_ne_lit_pas_le_nom_des_colonnes_cachees(chantier: Chantier) -> None:
    chantier.fait("modifier", champs={"titre": "Fuite", "notes_techniques": "Mauvais payeur"})
    line = derniere_ligne(chantier.row)
    assert line.interne is False
    assert "notes" not in line.description_acte.lower()
    chantier.fait("modifier", champs={"cout_reel": Decimal(12), "notes_techniques": "Rien"})
    line = derniere_ligne(chantier.row)
    assert line.interne is True
    assert "coût" in line.description_acte


# --- rectifier ---------------------------------------------------------------------------------


@pytest.fixture
def close(chantier: Chantier) -> Chantier:
    """Closed at noon on Monday."""
    chantier.fait("demarrer", qui="technicien")
    chantier.dans(hours=4).fait("cloturer", qui="technicien", solution="Joint changé")
    return chantier


def test_rectifier_le_compte_rendu(close: Chantier) -> None:
    rapport: dict[str, Any] = {
        "diagnostic": "Joint cuit",
        "solution": "Joint et bride changés",
        "duree_reelle": Decimal("5.25"),
        "mode": "fuite",
        "cause": "usure",
        "remede": "remplace",
    }
    version = close.row.version
    close.dans(days=1).fait("rectifier", motif="Oubli de la bride", **rapport)
    row, line = close.row, derniere_ligne(close.row)
    assert {name: getattr(row, name) for name in rapport} == rapport
    assert (row.statut, row.version) == ("cloturee", version + 1)
    assert row.date_fin == row.date_statut == LUNDI + timedelta(hours=4)
    assert line.nouvelle_valeur["motif"] == "Oubli de la bride"
    assert line.nouvelle_valeur["duree_reelle"] == "5.25"
    assert line.ancienne_valeur["duree_reelle"] == "4.00"
    assert dernier_evenement().type == "intervention.modifiee"


@pytest.mark.parametrize("champ", ["titre", "cout_reel", "statut", "date_fin", "notes_techniques"])
def test_rectifier_ne_touche_rien_dautre(close: Chantier, champ: str) -> None:
    error = close.refuse("rectifier", motif="Oubli", **{champ: "1"})
    assert list(error.errors) == [champ]


def test_rectifier_pour_rien(close: Chantier) -> None:
    assert isinstance(close.refuse("rectifier", motif="Oubli"), Invalide)
    error = close.refuse("rectifier", motif="Oubli", solution="Joint changé")
    assert isinstance(error, Invalide)


def test_rectifier_ne_vide_pas_la_solution(close: Chantier) -> None:
    assert list(close.refuse("rectifier", motif="Oubli", solution="").errors) == ["solution"]


def test_rectifier_remplit_le_compte_rendu_manquant(chantier: Chantier) -> None:
    chantier.fait("demarrer")
    chantier.fait("changer_statut", statut="cloturee")
    assert chantier.row.compte_rendu_manquant
    error = chantier.refuse("rectifier", motif="Suite", diagnostic="Usure")
    assert list(error.errors) == ["solution"]
    chantier.fait("rectifier", motif="Suite", solution="Joint changé")
    assert not chantier.row.compte_rendu_manquant


# --- evaluer -----------------------------------------------------------------------------------


@pytest.mark.parametrize("note", [1, 2, 3, 4, 5])
def test_evaluer(close: Chantier, note: int) -> None:
    version = close.row.version
    close.dans(days=2).fait("evaluer", qui="client", note=note, commentaire="Rapide")
    row, line = close.row, derniere_ligne(close.row)
    assert (row.satisfaction_client, row.commentaire_client) == (note, "Rapide")
    assert (row.statut, row.version) == ("cloturee", version + 1)
    assert line.nouvelle_valeur == {"satisfaction_client": note, "commentaire_client": "Rapide"}
    assert line.interne is False
    assert dernier_evenement().type == "intervention.evaluee"


def test_tout_compte_de_la_firme_evalue(close: Chantier) -> None:
    contact = ContactFactory(client=close.monde.client_a, user=UtilisateurFactory(client=True))
    services.evaluer(intervention_id=close.pk, par=contact.user, note=3)
    assert close.row.satisfaction_client == 3


@pytest.mark.parametrize("note", [0, 6, -1, 100])
def test_la_note_va_de_un_a_cinq(close: Chantier, note: int) -> None:
    assert list(close.refuse("evaluer", qui="client", note=note).errors) == ["note"]


def test_une_seule_evaluation(close: Chantier) -> None:
    close.fait("evaluer", qui="client", note=5)
    error = close.refuse("evaluer", qui="client", note=1)
    assert isinstance(error, Conflit)
    assert error.etat["statut"] == "cloturee"


@pytest.mark.parametrize(
    ("delai", "permis"), [({"days": 90}, True), ({"days": 90, "seconds": 1}, False)]
)
def test_quatre_vingt_dix_jours(close: Chantier, *, delai: dict[str, int], permis: bool) -> None:
    close.dans(**delai)
    if permis:
        close.fait("evaluer", qui="client", note=4)
    else:
        assert isinstance(close.refuse("evaluer", qui="client", note=4), Conflit)


# --- commenter ---------------------------------------------------------------------------------


@pytest.mark.parametrize("demande", [True, False])
@pytest.mark.parametrize("qui", ["admin", "responsable", "technicien", "client"])
def test_commenter_et_qui_le_lit(chantier: Chantier, *, qui: str, demande: bool) -> None:
    version, events = chantier.row.version, Evenement.objects.count()
    row: Any = chantier.fait("commenter", qui=qui, texte="Pièce reçue", visible_client=demande)
    visible = demande or qui == "client"
    line = derniere_ligne(chantier.row)
    assert (row.visible_client, row.texte, row.auteur_id) == (
        visible,
        "Pièce reçue",
        chantier.monde.compte(qui).pk,
    )
    assert chantier.row.version == version == line.version
    assert line.interne is not visible
    assert line.nouvelle_valeur == {"commentaire_id": row.pk}
    assert line.ancienne_valeur is None
    assert Evenement.objects.count() == events + 1
    read = Commentaire.objects.visible_to(chantier.monde.compte("client"))
    assert read.filter(pk=row.pk).exists() is visible


def test_le_commentaire_ne_perime_aucune_version(chantier: Chantier) -> None:
    seen = chantier.row.version
    chantier.fait("commenter", texte="En route")
    chantier.fait("demarrer", version=seen)


@pytest.mark.parametrize("qui", ["technicien", "client"])
def test_on_commente_encore_apres_la_cloture(close: Chantier, qui: str) -> None:
    close.fait("commenter", qui=qui, texte="Merci")
    assert Commentaire.objects.filter(intervention_id=close.pk).count() == 1


def test_lancien_technicien_lit_mais_necrit_plus(chantier: Chantier) -> None:
    chantier.fait("affecter", technicien_id=chantier.monde.technicien_b.pk)
    assert isinstance(chantier.refuse("commenter", qui="technicien", texte="Salut"), Interdit)
    assert Intervention.objects.visible_to(chantier.monde.compte("technicien")).exists()
