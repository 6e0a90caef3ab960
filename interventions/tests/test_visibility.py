"""Which interventions, and what of them and of their history, each person sees."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from clients.tests.factories import ContactFactory
from comptes.models import Utilisateur
from comptes.systeme import SYSTEME
from comptes.tests.factories import UtilisateurFactory
from core.errors import Interdit
from core.visibility import colonnes_cachees
from interventions import services
from interventions.models import (
    Affectation,
    Commentaire,
    Indisponibilite,
    Intervention,
    Segment,
)
from interventions.visibility import PASSE_TECHNIQUE, HistoriqueIntervention, acteur_de
from interventions.workflow import Acteur
from techniciens.models import Technicien
from tests.fixtures import Monde
from tests.photo import couche

pytestmark = pytest.mark.django_db

# model -> lookup to its intervention
CHEMINS: dict[Any, str] = {
    Intervention: "pk",
    HistoriqueIntervention: "id",
    Affectation: "intervention_id",
    Segment: "intervention_id",
    Commentaire: "intervention_id",
    Indisponibilite: "intervention_id",
}


@pytest.fixture
def chantiers(monde: Monde) -> Monde:
    """A and B, each with work under way, its machine stopped, and one comment for the client."""

    def travailler() -> None:
        par = monde.responsable
        for row in (monde.intervention_a, monde.intervention_b):
            services.modifier(intervention_id=row.pk, par=par, champs={"arret_machine": True})
            services.demarrer(intervention_id=row.pk, par=par)
            services.commenter(intervention_id=row.pk, par=par, texte="Vu", visible_client=True)

    couche("chantiers", travailler)
    return monde


def _vues(monde: Monde, modele: Any, user: Any) -> str:
    """The letters of the interventions whose rows of `modele` the user sees."""
    ids = set(modele.objects.visible_to(user).values_list(CHEMINS[modele], flat=True))
    letters = {monde.intervention_a.pk: "a", monde.intervention_b.pk: "b"}
    return "".join(sorted(letters[pk] for pk in ids))


# --- rows --------------------------------------------------------------------------------------

DU_CLIENT = (Intervention, HistoriqueIntervention, Commentaire, Indisponibilite)


@pytest.mark.parametrize("modele", CHEMINS)
@pytest.mark.parametrize(
    ("qui", "attendues"),
    [
        ("admin", "ab"),
        ("responsable", "ab"),
        ("technicien", "a"),
        ("autre_technicien", "b"),
        ("client", "a"),
        ("autre_client", "b"),
    ],
)
def test_les_lignes(chantiers: Monde, *, modele: Any, qui: str, attendues: str) -> None:
    if "client" in qui and modele not in DU_CLIENT:
        attendues = ""
    assert _vues(chantiers, modele, chantiers.compte(qui)) == attendues


@pytest.mark.parametrize("modele", CHEMINS)
def test_personne_d_autre(chantiers: Monde, modele: Any) -> None:
    new = UtilisateurFactory(technicien=True)
    for user in (AnonymousUser(), new, UtilisateurFactory(client=True)):
        assert _vues(chantiers, modele, user) == ""
    Utilisateur.objects.all().update(is_active=False)
    for nom in ("admin", "responsable", "technicien", "client"):
        assert _vues(chantiers, modele, chantiers.compte(nom)) == ""


@pytest.mark.parametrize("modele", DU_CLIENT)
def test_un_autre_compte_de_la_firme(chantiers: Monde, modele: Any) -> None:
    user = ContactFactory(client=chantiers.client_a, user=UtilisateurFactory(client=True)).user
    assert _vues(chantiers, modele, user) == "a"


def test_une_affectation_finie_se_lit_encore(chantiers: Monde) -> None:
    services.suspendre(
        intervention_id=chantiers.intervention_a.pk,
        par=chantiers.responsable,
        cause="pieces",
        texte="Joint",
    )
    services.affecter(
        intervention_id=chantiers.intervention_a.pk,
        par=chantiers.responsable,
        technicien_id=chantiers.technicien_b.pk,
    )
    before = chantiers.compte("technicien")
    for modele in (Intervention, HistoriqueIntervention, Segment, Affectation, Commentaire):
        assert _vues(chantiers, modele, before) == "a"
        assert _vues(chantiers, modele, chantiers.compte("autre_technicien")) == "ab"
    assert _vues(chantiers, Indisponibilite, before) == ""
    assert acteur_de(before, chantiers.intervention_a) == Acteur.TECHNICIEN, "a stale row"
    chantiers.intervention_a.refresh_from_db()
    assert acteur_de(before, chantiers.intervention_a) is None
    with pytest.raises(Interdit):
        services.commenter(
            intervention_id=chantiers.intervention_a.pk, par=before, texte="Encore moi"
        )


def test_un_technicien_archive_ne_voit_plus_rien(chantiers: Monde) -> None:
    Technicien.objects.filter(pk=chantiers.technicien_a.pk).update(archive_le=datetime.now(UTC))
    user = chantiers.compte("technicien")
    for modele in CHEMINS:
        assert _vues(chantiers, modele, user) == ""
    assert acteur_de(user, chantiers.intervention_a) is None


def test_larret_dune_machine_quon_ne_tient_pas(chantiers: Monde) -> None:
    """Downtime belongs to the machine: seen with it, be it another's work that stops it."""
    stop = services.creer(
        par=chantiers.responsable,
        equipement_id=chantiers.machine_b.pk,
        titre="Panne",
        technicien_id=chantiers.technicien_a.pk,
    )
    assert _vues(chantiers, Indisponibilite, chantiers.compte("technicien")) == "ab"
    services.annuler(intervention_id=stop.pk, par=chantiers.responsable, motif="Fini")
    assert _vues(chantiers, Indisponibilite, chantiers.compte("technicien")) == "a"


# --- comments and internal rows ----------------------------------------------------------------


def _textes(user: Any) -> set[str]:
    return set(Commentaire.objects.visible_to(user).values_list("texte", flat=True))


def test_le_client_lit_ce_qui_lui_est_adresse_et_ce_quil_a_ecrit(chantiers: Monde) -> None:
    pk = chantiers.intervention_a.pk
    services.commenter(intervention_id=pk, par=chantiers.responsable, texte="Entre nous")
    services.commenter(intervention_id=pk, par=chantiers.compte("client"), texte="Alors ?")
    contact = ContactFactory(client=chantiers.client_a, user=UtilisateurFactory(client=True)).user
    assert _textes(chantiers.compte("client")) == {"Vu", "Alors ?"}
    assert _textes(contact) == {"Vu", "Alors ?"}
    assert _textes(chantiers.compte("technicien")) == {"Vu", "Alors ?", "Entre nous"}
    assert _textes(chantiers.compte("autre_client")) == {"Vu"}
    Commentaire.objects.filter(texte="Alors ?").update(visible_client=False)
    assert _textes(chantiers.compte("client")) == {"Vu", "Alors ?"}
    assert _textes(contact) == {"Vu"}


def test_une_ligne_interne_nest_pas_au_client(chantiers: Monde) -> None:
    pk = chantiers.intervention_a.pk

    def lignes(nom: str) -> int:
        rows = HistoriqueIntervention.objects.visible_to(chantiers.compte(nom)).filter(id=pk)
        return int(rows.count())

    before = {nom: lignes(nom) for nom in ("client", "technicien", "admin")}
    services.commenter(intervention_id=pk, par=chantiers.responsable, texte="Entre nous")
    services.modifier(
        intervention_id=pk,
        par=chantiers.responsable,
        champs={"notes_techniques": "Client pressé", "cout_estime": Decimal(10)},
    )
    assert lignes("client") == before["client"]
    assert lignes("technicien") == before["technicien"] + 2
    assert lignes("admin") == before["admin"] + 2


# --- columns -----------------------------------------------------------------------------------

COUTS = {"cout_estime", "cout_reel"}
ANCIEN = {"ancien"}  # of another program: nobody knows what it tells
DU_PERSONNEL = (
    COUTS
    | ANCIEN
    | {
        "notes_techniques",
        "duree_estimee",
        "cree_par",
        "cree_par_id",
        "motif",
        "texte",
    }
)
PROVENANCE = {"adresse_ip", "user_agent", "request_id"}


@pytest.mark.parametrize(
    ("qui", "ligne", "historique"),
    [
        ("admin", set(), set()),
        ("responsable", set(), PROVENANCE),
        ("technicien", COUTS | ANCIEN, COUTS | ANCIEN | PROVENANCE),
        ("client", DU_PERSONNEL, DU_PERSONNEL | PROVENANCE | {"canal", "interne"}),
    ],
)
def test_les_colonnes(monde: Monde, *, qui: str, ligne: set[str], historique: set[str]) -> None:
    user = monde.compte(qui)
    assert colonnes_cachees(Intervention, user) >= ligne
    assert colonnes_cachees(Intervention, user) - ligne <= {"recherche"}
    assert colonnes_cachees(HistoriqueIntervention, user) >= historique
    assert colonnes_cachees(HistoriqueIntervention, user) - historique <= {"recherche"}


def test_ce_qui_est_interne_est_ce_que_le_client_ne_lit_pas(chantiers: Monde) -> None:
    """Each column hidden from the client, changed alone, makes an internal row."""
    values = {
        "cout_estime": Decimal(1),
        "cout_reel": Decimal(2),
        "notes_techniques": "N",
        "duree_estimee": Decimal(3),
    }
    assert set(values) == DU_PERSONNEL - ANCIEN - {"cree_par", "cree_par_id", "motif", "texte"}
    pk = chantiers.intervention_a.pk
    for name, value in values.items():
        services.modifier(intervention_id=pk, par=chantiers.responsable, champs={name: value})
        assert HistoriqueIntervention.objects.filter(id=pk).latest("history_id").interne, name


def test_le_passe_technique_ne_dit_que_la_technique() -> None:
    """Of others' work on a machine a technician reads the report, not the firm's affairs."""
    assert set(PASSE_TECHNIQUE) == {
        "id",
        "numero",
        "date_creation",
        "date_fin",
        "type_intervention",
        "diagnostic",
        "solution",
        "mode",
        "cause",
        "remede",
    }


# --- who one is to an intervention -------------------------------------------------------------


@pytest.mark.parametrize(
    ("qui", "acteur"),
    [
        ("admin", Acteur.ADMIN),
        ("responsable", Acteur.RESPONSABLE),
        ("technicien", Acteur.TECHNICIEN),
        ("autre_technicien", None),
        ("client", Acteur.CLIENT),
        ("autre_client", None),
    ],
)
def test_acteur(monde: Monde, *, qui: str, acteur: Acteur | None) -> None:
    assert acteur_de(monde.compte(qui), monde.intervention_a) == acteur


def test_acteur_du_programme_et_dun_role_inconnu(monde: Monde) -> None:
    assert acteur_de(SYSTEME, monde.intervention_a) == Acteur.ADMIN
    user = monde.compte("admin")
    user.role = "stagiaire"
    assert acteur_de(user, monde.intervention_a) is None
