"""The older front-end's one route: every pair of states, the remark, and what it may leave out."""

from collections.abc import Callable
from typing import Any

import pytest

from comptes.tests.factories import UtilisateurFactory
from core.errors import Conflit, DomainError, Interdit, Introuvable, Invalide, VersionPerimee
from equipements.tests.factories import EquipementFactory
from interventions import services
from interventions.models import Intervention, Segment
from interventions.tests import attendu
from interventions.tests.chantier import Chantier
from interventions.tests.factories import InterventionFactory
from interventions.tests.releve import derniere_ligne, nombre_de_lignes, photographier
from techniciens.tests.factories import TechnicienFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def dans_letat() -> Callable[[str], Intervention]:
    return lambda etat: InterventionFactory(etat=etat, par=UtilisateurFactory())


@pytest.mark.part(cas=True)
@pytest.mark.parametrize("vers", attendu.STATUTS)
@pytest.mark.parametrize("de", attendu.STATUTS)
def test_chaque_couple(dans_letat: Callable[[str], Intervention], *, de: str, vers: str) -> None:
    row, admin = dans_letat(de), UtilisateurFactory(admin=True)
    other = TechnicienFactory()
    before, lines = photographier(), nombre_de_lignes(row)
    arguments = {"statut": vers, "remarque": "Voilà pourquoi", "technicien_id": other.pk}
    action = attendu.PASSAGES.get((de, vers))
    if action is None:
        with pytest.raises(Conflit) as caught:
            services.changer_statut(intervention_id=row.pk, par=admin, **arguments)
        possible = [a for a in attendu.PERMIS if de in attendu.statuts_permis(a, "admin")]
        assert caught.value.etat["statut"] == de
        assert caught.value.etat["version"] == row.version
        assert sorted(caught.value.etat["actions_possibles"]) == sorted(possible)
        assert photographier() == before
        return
    done = services.changer_statut(intervention_id=row.pk, par=admin, **arguments)
    line = derniere_ligne(row)
    assert (done.statut, done.version) == (vers, row.version + 1)
    assert nombre_de_lignes(row) == lines + 1
    assert line.action == attendu.AUDIT[action]
    assert line.nouvelle_valeur["statut"] == vers


@pytest.mark.parametrize("statut", ["", "OUVERTE", "terminee", "cloturée"])
def test_un_statut_inconnu(chantier: Chantier, statut: str) -> None:
    error = chantier.refuse("changer_statut", statut=statut)
    assert isinstance(error, Invalide)
    assert list(error.errors) == ["statut"]


# --- who ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("qui", "statut", "attendu_"),
    [
        ("autre_technicien", "en_cours", Introuvable),
        ("autre_client", "annulee", Introuvable),
        ("client", "en_cours", Interdit),
        ("client", "annulee", Conflit),
        ("technicien", "annulee", Interdit),
        ("technicien", "archivee", Conflit),
        ("technicien", "cloturee", Conflit),
    ],
)
def test_les_droits_sont_ceux_de_lacte(
    chantier: Chantier, *, qui: str, statut: str, attendu_: type[DomainError]
) -> None:
    error = chantier.refuse("changer_statut", qui=qui, statut=statut, remarque="Parce que")
    assert type(error) is attendu_


@pytest.mark.parametrize("statut", ["en_cours", "archivee", "affectee"])
def test_lancien_technicien_ne_fait_que_lire(chantier: Chantier, statut: str) -> None:
    chantier.fait("affecter", technicien_id=chantier.monde.technicien_b.pk)
    error = chantier.refuse("changer_statut", qui="technicien", statut=statut)
    assert isinstance(error, Interdit)


def test_une_vieille_version_est_refusee(chantier: Chantier) -> None:
    seen = chantier.row.version
    chantier.fait("modifier", champs={"urgence": True})
    error = chantier.refuse("changer_statut", statut="en_cours", version=seen)
    assert isinstance(error, VersionPerimee)


# --- affectee ----------------------------------------------------------------------------------


def test_affectee_demande_un_technicien() -> None:
    row, par = InterventionFactory(), UtilisateurFactory()
    with pytest.raises(Invalide) as caught:
        services.changer_statut(intervention_id=row.pk, par=par, statut="affectee")
    assert list(caught.value.errors) == ["technicien_id"]
    other = TechnicienFactory()
    services.changer_statut(
        intervention_id=row.pk, par=par, statut="affectee", technicien_id=other.pk
    )
    row.refresh_from_db()
    assert (row.statut, row.technicien_id) == ("affectee", other.pk)


def test_de_lattente_le_technicien_nomme_reste(chantier: Chantier) -> None:
    chantier.suspendre()
    chantier.fait("changer_statut", statut="affectee")
    assert chantier.row.technicien_id == chantier.monde.technicien_a.pk


# --- remarque ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("statut", "cle"), [("ouverte", "motif"), ("annulee", "motif_annulation")])
def test_la_remarque_est_le_motif(chantier: Chantier, *, statut: str, cle: str) -> None:
    chantier.fait("changer_statut", statut=statut, remarque="Doublon")
    assert derniere_ligne(chantier.row).nouvelle_valeur[cle] == "Doublon"


@pytest.mark.parametrize("remarque", ["", "  "])
@pytest.mark.parametrize("statut", ["ouverte", "annulee"])
def test_sans_motif_cest_refuse(chantier: Chantier, *, statut: str, remarque: str) -> None:
    error = chantier.refuse("changer_statut", statut=statut, remarque=remarque)
    assert isinstance(error, Invalide)
    assert list(error.errors) == ["remarque"]


def test_la_remarque_est_la_solution_si_aucune_nest_ecrite(chantier: Chantier) -> None:
    chantier.fait("demarrer")
    chantier.fait("changer_statut", qui="technicien", statut="cloturee", remarque="Joint changé")
    assert chantier.row.solution == "Joint changé"
    assert not chantier.row.compte_rendu_manquant


def test_la_remarque_necrase_pas_la_solution(chantier: Chantier) -> None:
    chantier.fait("modifier", champs={"solution": "Joint changé"})
    chantier.fait("demarrer")
    chantier.fait("changer_statut", statut="cloturee", remarque="RAS")
    assert chantier.row.solution == "Joint changé"


@pytest.mark.parametrize("remarque", ["", "   "])
def test_cloturer_sans_texte_laisse_un_compte_rendu_manquant(
    chantier: Chantier, remarque: str
) -> None:
    chantier.fait("demarrer")
    chantier.fait("changer_statut", statut="cloturee", remarque=remarque)
    assert (chantier.row.statut, chantier.row.solution) == ("cloturee", "")
    assert chantier.row.compte_rendu_manquant


def test_seule_cette_route_accepte_une_cloture_sans_texte(chantier: Chantier) -> None:
    chantier.fait("demarrer")
    assert list(chantier.refuse("cloturer").errors) == ["solution"]
    assert not chantier.row.compte_rendu_manquant


@pytest.mark.parametrize(("remarque", "texte"), [("Il pleut", "Il pleut"), ("", "Sans précision")])
def test_lattente_sans_cause_est_autre(chantier: Chantier, *, remarque: str, texte: str) -> None:
    chantier.fait("changer_statut", statut="en_attente", remarque=remarque)
    pause = Segment.objects.get(intervention_id=chantier.pk)
    assert (pause.cause, pause.texte) == ("autre", texte)


@pytest.mark.parametrize(("de", "vers"), [("affectee", "en_cours"), ("en_attente", "en_cours")])
def test_les_autres_passages_ne_demandent_rien(
    dans_letat: Callable[[str], Intervention], *, de: str, vers: str
) -> None:
    row: Any = dans_letat(de)
    done = services.changer_statut(intervention_id=row.pk, par=UtilisateurFactory(), statut=vers)
    assert done.statut == vers


def test_les_effets_sont_ceux_de_lacte() -> None:
    machine, par = EquipementFactory(), UtilisateurFactory()
    row = InterventionFactory(equipement=machine, par=par, etat="affectee", arret_machine=True)
    machine.refresh_from_db()
    assert machine.statut == "panne"
    for statut in ("en_cours", "cloturee"):
        services.changer_statut(intervention_id=row.pk, par=par, statut=statut, remarque="Fait")
    machine.refresh_from_db()
    assert machine.statut == "operationnel"
