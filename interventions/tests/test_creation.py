"""Opening an intervention: who, on which machine, with which columns, following which one."""

from datetime import UTC, datetime
from typing import Any

import pytest

from comptes.systeme import SYSTEME
from comptes.tests.factories import UtilisateurFactory
from core.errors import DomainError, Interdit, Introuvable, Invalide
from core.texte import indexer
from equipements.choices import StatutEquipement
from equipements.models import Equipement
from interventions import services
from interventions.models import Affectation
from interventions.tests.releve import (
    dernier_evenement,
    derniere_ligne,
    nombre_de_lignes,
    photographier,
)
from techniciens.models import Technicien
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db

DE_LA_DEMANDE: dict[str, Any] = {
    "description": "Odeur de brûlé",
    "type_intervention": "diagnostic",
    "urgence": True,
    "arret_machine": True,
    "contact_nom": "Salma",
    "contact_telephone": "+212 600 000 000",
}
DE_LA_GESTION: dict[str, Any] = {
    "priorite": "haute",
    "date_planifiee": datetime(2026, 12, 1, 8, tzinfo=UTC),
    "date_limite": datetime(2026, 12, 2, 8, tzinfo=UTC),
    "duree_estimee": 2,
    "cout_estime": 300,
    "cout_reel": 200,
    "notes_techniques": "Prévoir une clé de 24",
    "diagnostic": "Courroie",
    "solution": "Courroie changée",
    "mode": "bruit",
    "cause": "usure",
    "remede": "remplace",
}
INTERDITS: dict[str, Any] = {
    "statut": "cloturee",
    "numero": "INT-2026-999999",
    "client_id": 1,
    "version": 7,
    "date_creation": datetime(2020, 1, 1, tzinfo=UTC),
    "date_debut": datetime(2020, 1, 1, tzinfo=UTC),
    "date_fin": datetime(2020, 1, 1, tzinfo=UTC),
    "date_affectation": datetime(2020, 1, 1, tzinfo=UTC),
    "date_statut": datetime(2020, 1, 1, tzinfo=UTC),
    "duree_reelle": 3,
    "satisfaction_client": 5,
    "commentaire_client": "Parfait",
    "cree_par_id": 1,
    "recherche": "x",
}


def _refus(par: Any, **arguments: Any) -> DomainError:
    """The refusal, having checked that nothing was written, the series included."""
    before = photographier()
    with pytest.raises(DomainError) as caught:
        services.creer(par=par, **arguments)
    assert photographier() == before
    return caught.value


@pytest.mark.parametrize(
    ("qui", "machine", "attendu"),
    [
        ("admin", "a", None),
        ("responsable", "b", None),
        ("technicien", "a", None),
        ("technicien", "b", Introuvable),
        ("client", "a", None),
        ("client", "b", Introuvable),
        ("autre_client", "a", Introuvable),
    ],
)
def test_sur_une_machine_quon_voit(
    monde: Monde, *, qui: str, machine: str, attendu: type[DomainError] | None
) -> None:
    target = getattr(monde, f"machine_{machine}")
    if attendu is not None:
        assert isinstance(_refus(monde.compte(qui), equipement_id=target.pk, titre="X"), attendu)
        return
    row = services.creer(par=monde.compte(qui), equipement_id=target.pk, titre="Fuite d’huile")
    row.refresh_from_db()
    assert (row.statut, row.version, row.client_id) == ("ouverte", 1, target.client_id)
    assert (row.technicien_id, row.date_debut, row.date_fin) == (None, None, None)
    assert (row.type_intervention, row.priorite, row.urgence) == ("corrective", "normale", False)
    assert row.description == ""
    assert row.cree_par_id == monde.compte(qui).pk


def test_un_compte_ferme_ne_cree_rien(monde: Monde) -> None:
    ferme = UtilisateurFactory(admin=True, is_active=False)
    assert isinstance(_refus(ferme, equipement_id=monde.machine_a.pk, titre="X"), Introuvable)


def test_un_role_inconnu_ne_cree_rien(monde: Monde) -> None:
    user = monde.compte("admin")
    user.role = "stagiaire"
    assert isinstance(_refus(user, equipement_id=monde.machine_a.pk, titre="X"), Interdit)


@pytest.mark.parametrize("qui", ["technicien", "client"])
def test_le_signalement_accepte_tout_ce_quil_annonce(monde: Monde, qui: str) -> None:
    row = services.creer(
        par=monde.compte(qui), equipement_id=monde.machine_a.pk, titre="Fuite", **DE_LA_DEMANDE
    )
    row.refresh_from_db()
    assert {name: getattr(row, name) for name in DE_LA_DEMANDE} == DE_LA_DEMANDE


@pytest.mark.parametrize("qui", ["technicien", "client"])
@pytest.mark.parametrize("champ", sorted(DE_LA_GESTION))
def test_le_signalement_refuse_le_reste(monde: Monde, qui: str, champ: str) -> None:
    error = _refus(
        monde.compte(qui),
        equipement_id=monde.machine_a.pk,
        titre="Fuite",
        **{champ: DE_LA_GESTION[champ]},
    )
    assert isinstance(error, Invalide)
    assert list(error.errors) == [champ]


@pytest.mark.parametrize("qui", ["technicien", "client"])
def test_seuls_les_chefs_nomment_un_technicien(monde: Monde, qui: str) -> None:
    error = _refus(
        monde.compte(qui),
        equipement_id=monde.machine_a.pk,
        titre="Fuite",
        technicien_id=monde.technicien_a.pk,
    )
    assert isinstance(error, Invalide)
    assert list(error.errors) == ["technicien_id"]


@pytest.mark.parametrize("qui", ["admin", "responsable"])
def test_les_chefs_renseignent_aussi_la_gestion(monde: Monde, qui: str) -> None:
    row = services.creer(
        par=monde.compte(qui),
        equipement_id=monde.machine_a.pk,
        titre="Révision",
        **DE_LA_DEMANDE,
        **DE_LA_GESTION,
    )
    row.refresh_from_db()
    given = DE_LA_DEMANDE | DE_LA_GESTION
    assert {name: getattr(row, name) for name in given} == given


@pytest.mark.parametrize("champ", sorted(INTERDITS))
@pytest.mark.parametrize("qui", ["admin", "client"])
def test_ce_que_personne_ne_renseigne(monde: Monde, qui: str, champ: str) -> None:
    error = _refus(
        monde.compte(qui),
        equipement_id=monde.machine_a.pk,
        titre="Fuite",
        **{champ: INTERDITS[champ]},
    )
    assert isinstance(error, Invalide)
    assert list(error.errors) == [champ]


@pytest.mark.parametrize("titre", ["", "   ", None])
def test_le_titre_est_obligatoire(monde: Monde, titre: str | None) -> None:
    error = _refus(monde.compte("client"), equipement_id=monde.machine_a.pk, titre=titre)
    assert list(error.errors) == ["titre"]


def test_sans_titre_du_tout(monde: Monde) -> None:
    error = _refus(monde.compte("client"), equipement_id=monde.machine_a.pk)
    assert list(error.errors) == ["titre"]


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("type_intervention", "reparation"),
        ("priorite", "vitale"),
        ("titre", "x" * 256),
        ("duree_estimee", -1),
        ("cout_estime", "douze"),
        ("mode", "explosion"),
        ("description", None),
    ],
)
def test_une_valeur_impossible_est_nommee(monde: Monde, champ: str, valeur: Any) -> None:
    arguments = {"titre": "Fuite", champ: valeur}
    error = _refus(monde.compte("admin"), equipement_id=monde.machine_a.pk, **arguments)
    assert isinstance(error, Invalide)
    assert list(error.errors) == [champ]


@pytest.mark.parametrize("statut", StatutEquipement.values)
def test_une_machine_retiree_ne_prend_plus_de_travail(monde: Monde, statut: str) -> None:
    Equipement.objects.filter(pk=monde.machine_a.pk).update(statut=statut)
    if statut == StatutEquipement.RETIRE:
        error = _refus(monde.compte("admin"), equipement_id=monde.machine_a.pk, titre="Fuite")
        assert list(error.errors) == ["equipement_id"]
    else:
        services.creer(par=monde.compte("admin"), equipement_id=monde.machine_a.pk, titre="Fuite")


def test_une_machine_archivee_non_plus(monde: Monde) -> None:
    Equipement.objects.filter(pk=monde.machine_a.pk).update(archive_le=datetime.now(UTC))
    error = _refus(monde.compte("admin"), equipement_id=monde.machine_a.pk, titre="Fuite")
    assert list(error.errors) == ["equipement_id"]


def test_une_machine_inconnue(monde: Monde) -> None:
    assert isinstance(_refus(monde.compte("admin"), equipement_id=10**9, titre="X"), Introuvable)


def test_avec_un_technicien_cest_deux_actes(monde: Monde) -> None:
    row = services.creer(
        par=monde.compte("responsable"),
        equipement_id=monde.machine_a.pk,
        titre="Fuite",
        technicien_id=monde.technicien_b.pk,
    )
    row.refresh_from_db()
    assert (row.statut, row.technicien_id, row.version) == (
        "affectee",
        monde.technicien_b.pk,
        2,
    )
    assert nombre_de_lignes(row) == 2
    assert Affectation.objects.get(intervention=row).technicien_id == monde.technicien_b.pk


def test_si_le_technicien_est_refuse_rien_nest_cree(monde: Monde) -> None:
    Technicien.objects.filter(pk=monde.technicien_b.pk).update(archive_le=datetime.now(UTC))
    error = _refus(
        monde.compte("responsable"),
        equipement_id=monde.machine_a.pk,
        titre="Fuite",
        technicien_id=monde.technicien_b.pk,
    )
    assert list(error.errors) == ["technicien_id"]


def test_trace_et_evenement(monde: Monde) -> None:
    row = services.creer(
        par=monde.compte("client"),
        equipement_id=monde.machine_a.pk,
        titre="Fuite",
        urgence=True,
    )
    line, event = derniere_ligne(row), dernier_evenement()
    assert (line.action, line.history_user_id, line.history_type) == (
        "creation",
        monde.user_a.pk,
        "+",
    )
    assert line.ancienne_valeur is None
    assert line.nouvelle_valeur["titre"] == "Fuite"
    assert line.nouvelle_valeur["equipement_id"] == monde.machine_a.pk
    assert line.nouvelle_valeur["urgence"] is True
    assert line.interne is False
    assert monde.machine_a.nom in line.description_acte
    assert event.type == "intervention.creee"
    assert event.donnees == {
        "intervention_id": row.pk,
        "version": 1,
        "par_id": monde.user_a.pk,
        "de": "",
        "vers": "ouverte",
    }


def test_la_recherche_est_pliee_et_suit_les_textes(monde: Monde) -> None:
    row = services.creer(
        par=monde.compte("client"),
        equipement_id=monde.machine_a.pk,
        titre="Fuite À l’ÉTÉ",
        description="Près du  FILTRE",
    )
    row.refresh_from_db()
    own = indexer(codes=[row.numero])
    assert own.split()[0] == "int"
    assert row.recherche == f"fuite a l ete pres du filtre {own}"
    services.modifier(
        intervention_id=row.pk, par=monde.compte("client"), champs={"titre": "Débordement"}
    )
    row.refresh_from_db()
    assert row.recherche == f"debordement pres du filtre {own}"


def test_le_programme_lui_meme_peut_creer(monde: Monde) -> None:
    row = services.creer(par=SYSTEME, equipement_id=monde.machine_a.pk, titre="Visite")
    row.refresh_from_db()
    assert row.cree_par_id is None
    assert derniere_ligne(row).history_user_id is None
    assert dernier_evenement().donnees["par_id"] is None
    assert str(SYSTEME) == "Système"


def test_un_code_vide_est_absent(monde: Monde) -> None:
    row = services.creer(
        par=monde.compte("admin"), equipement_id=monde.machine_a.pk, titre="Fuite", mode=""
    )
    row.refresh_from_db()
    assert row.mode is None
