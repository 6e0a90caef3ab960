"""Every (state, action, person) against the specification's table; a refusal changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from clients.models import Client
from clients.tests.factories import ClientFactory, ContactFactory
from comptes.models import Utilisateur
from comptes.tests.factories import UtilisateurFactory
from core.errors import Conflit, DomainError, Interdit, Introuvable
from core.models import Evenement
from equipements.tests.factories import EquipementFactory
from interventions import services
from interventions.choices import ActionHistorique, Statut
from interventions.models import Intervention
from interventions.tests import attendu
from interventions.tests.releve import derniere_ligne, nombre_de_lignes, photographier
from interventions.workflow import ACTIONS, TRANSITIONS, Acteur, actions_possibles
from techniciens.models import Technicien
from techniciens.tests.factories import TechnicienFactory
from tests.parts import part, tout

# Who has nothing to do with the intervention: for them it does not exist.
ETRANGERS = ("etranger", "autre_client", "inactif", "anonyme")


@dataclass
class Scene:
    """An intervention in one state, and everybody who may stand around it."""

    intervention: Intervention
    firme: Client
    tenant: Technicien  # holds it, wherever somebody does
    ancien: Technicien  # held it before
    libre: Technicien  # could be given it
    gens: dict[str, Any]

    def compte(self, nom: str) -> Any:
        """The account, read anew: what it may see is remembered on the object."""
        user = self.gens[nom]
        return Utilisateur.objects.get(pk=user.pk) if user.pk else user


def _mener(pk: int, etat: str, *, par: Any, ancien: Technicien, tenant: Technicien) -> None:
    """Bring the intervention to `etat`, with `ancien` and then `tenant` holding it on the way."""

    def ensuite(action: Callable[..., Any], **arguments: Any) -> None:
        action(intervention_id=pk, par=par, **arguments)

    ensuite(services.affecter, technicien_id=ancien.pk)
    if etat == "ouverte":
        ensuite(services.desaffecter, motif="Absent")
        return
    ensuite(services.affecter, technicien_id=tenant.pk)
    if etat == "annulee":
        ensuite(services.annuler, motif="Doublon")
    if etat in ("en_cours", "en_attente", "cloturee", "archivee"):
        ensuite(services.demarrer)
    if etat == "en_attente":
        ensuite(services.suspendre, cause="pieces", texte="Joint à commander")
    if etat in ("cloturee", "archivee"):
        ensuite(services.cloturer, solution="Joint remplacé")
    if etat == "archivee":
        ensuite(services.archiver)


@pytest.fixture
def scene(db: None) -> Callable[[str], Scene]:
    def construire(etat: str) -> Scene:
        responsable = UtilisateurFactory()
        firme = ClientFactory(avec_compte=True)
        tenant, ancien, libre = TechnicienFactory.create_batch(3)
        row = services.creer(
            par=responsable, equipement_id=EquipementFactory(client=firme).pk, titre="Fuite"
        )
        _mener(row.pk, etat, par=responsable, ancien=ancien, tenant=tenant)
        row.refresh_from_db()
        assert row.statut == etat
        contact = ContactFactory(client=firme, user=UtilisateurFactory(client=True)).user
        gens = {
            "admin": UtilisateurFactory(admin=True),
            "responsable": responsable,
            "technicien": tenant.user,
            "ancien": ancien.user,
            "client": firme.user,
            "contact": contact,
            "etranger": libre.user,
            "autre_client": ClientFactory(avec_compte=True).user,
            "inactif": UtilisateurFactory(admin=True, is_active=False),
            "anonyme": AnonymousUser(),
        }
        return Scene(row, firme, tenant, ancien, libre, gens)

    return construire


def _arguments(action: str, acteur: str, scene: Scene) -> dict[str, Any]:
    """Good arguments for the act, so that only who and when can be at fault."""
    champs: dict[str, Any] = {"technicien": {"diagnostic": "Usé"}}
    champs |= {acteur: {"titre": "Grosse fuite"} for acteur in attendu.GENS_DU_CLIENT}
    given: dict[str, dict[str, Any]] = {
        "modifier": {"champs": champs.get(acteur, {"urgence": True})},
        "affecter": {"technicien_id": scene.libre.pk},
        "desaffecter": {"motif": "Malade"},
        "suspendre": {"cause": "acces", "texte": "Portail fermé"},
        "cloturer": {"solution": "Joint changé"},
        "annuler": {"motif": "Doublon"},
        "rectifier": {"motif": "Oubli", "diagnostic": "Joint cuit"},
        "evaluer": {"note": 4},
        "commenter": {"texte": "Bonjour"},
    }
    return given.get(action, {})


def _refus_attendu(action: str, acteur: str, statut: str) -> type[DomainError] | None:
    """What the specification makes of it: None when the act is allowed."""
    if acteur in ETRANGERS:
        return Introuvable
    if acteur == "technicien" and statut == "ouverte":
        # Nobody holds an open intervention, and the scene's technician never has.
        return Introuvable
    if acteur == "ancien" or not attendu.statuts_permis(action, acteur):
        return Interdit
    return None if statut in attendu.statuts_permis(action, acteur) else Conflit


def _essayer(scene: Scene, action: str, acteur: str) -> DomainError | None:
    """Do the act; the refusal, if there is one."""
    try:
        getattr(services, action)(
            intervention_id=scene.intervention.pk,
            par=scene.compte(acteur),
            **_arguments(action, acteur, scene),
        )
    except DomainError as error:
        return error
    return None


def _defauts_du_refus(
    scene: Scene, essai: tuple[str, str, str], *, attendu_: type[DomainError], avant: Any
) -> list[str]:
    """What is wrong with an act that had to be refused."""
    statut, action, acteur = essai
    error = _essayer(scene, action, acteur)
    found = []
    if type(error) is not attendu_:
        found.append(f"{essai}: {attendu_.__name__} expected, got {error!r}")
    if photographier() != avant:
        found.append(f"{essai}: refused, yet something changed")
    if isinstance(error, Conflit) and type(error) is attendu_:
        possible = [a for a in attendu.PERMIS if statut in attendu.statuts_permis(a, acteur)]
        if (
            error.etat["statut"] != statut
            or error.etat["version"] != scene.intervention.version
            or sorted(error.etat["actions_possibles"]) != sorted(possible)
        ):
            found.append(f"{essai}: told {error.etat}, may do {possible}")
    return found


def _defauts_de_l_acte(scene: Scene, essai: tuple[str, str, str]) -> list[str]:
    """What is wrong with an act that had to succeed."""
    statut, action, acteur = essai
    before, lines, events = (
        scene.intervention,
        nombre_de_lignes(scene.intervention),
        Evenement.objects.count(),
    )
    error = _essayer(scene, action, acteur)
    if error is not None:
        return [f"{essai}: allowed, got {error!r}"]
    row = Intervention.objects.get(pk=before.pk)
    line = derniere_ligne(row)
    facts = {
        "state": (row.statut, attendu.VERS[action] or statut),
        "audit rows": (nombre_de_lignes(row), lines + 1),
        "audit action": (line.action, attendu.AUDIT[action]),
        "audit author": (line.history_user_id, scene.gens[acteur].pk),
        "events": (Evenement.objects.count(), events + 1),
        "version": (row.version, before.version + (action != "commenter")),
        "since": (row.date_statut > before.date_statut, attendu.VERS[action] is not None),
    }
    return [
        f"{essai}: {what} {got} != {want}" for what, (got, want) in facts.items() if got != want
    ]


@pytest.mark.part
@pytest.mark.parametrize("statut", attendu.STATUTS)
def test_chaque_triple(statut: str, scene: Callable[[str], Scene]) -> None:
    decor = scene(statut)
    avant = photographier()
    defauts: list[str] = []
    allowed = 0
    for action, acteur in part(product(attendu.PERMIS, decor.gens)):
        essai = (statut, action, acteur)
        refus = _refus_attendu(action, acteur, statut)
        point = transaction.savepoint()
        if refus is None:
            allowed += 1
            defauts += _defauts_de_l_acte(decor, essai)
        else:
            defauts += _defauts_du_refus(decor, essai, attendu_=refus, avant=avant)
        transaction.savepoint_rollback(point)
    assert defauts == []
    assert not tout() or allowed == sum(
        statut in statuts
        for par_acteur in attendu.PERMIS.values()
        for acteur, statuts in par_acteur.items()
        if (acteur, statut) != ("technicien", "ouverte")
    )


@pytest.mark.parametrize("statut", attendu.STATUTS)
@pytest.mark.parametrize("acteur", ["admin", "responsable", "technicien", "client"])
def test_boutons_de_la_table(statut: str, acteur: str) -> None:
    expected = [a for a in attendu.PERMIS if statut in attendu.statuts_permis(a, acteur)]
    assert sorted(actions_possibles(statut, Acteur(acteur))) == sorted(expected)


def test_qui_ne_fait_que_lire_na_aucun_bouton() -> None:
    assert all(actions_possibles(statut, None) == [] for statut in attendu.STATUTS)


def test_la_table_connait_les_memes_actes_que_la_specification() -> None:
    assert set(ACTIONS) == set(attendu.PERMIS)
    assert {nom: a.audit for nom, a in ACTIONS.items()} == attendu.AUDIT
    assert {nom: a.vers for nom, a in ACTIONS.items()} == attendu.VERS
    assert [nom for nom, a in ACTIONS.items() if not a.version] == ["commenter"]
    assert set(Statut.values) == set(attendu.STATUTS)
    assert set(ActionHistorique.values) == attendu.ACTIONS_HISTORIQUE


def test_de_est_la_somme_de_ce_que_chacun_peut() -> None:
    """`de` draws the diagram, `qui` decides: they must not part."""
    for action in ACTIONS.values():
        reached = frozenset().union(*action.qui.values())
        assert action.de == reached, action.nom


def test_un_seul_acte_par_couple_de_statuts() -> None:
    pairs = [
        (de, action.vers)
        for action in ACTIONS.values()
        if action.vers is not None
        for de in action.de
        if de != action.vers
    ]
    assert len(pairs) == len(set(pairs)), "two acts lead from one state to the same other"
    assert dict(TRANSITIONS) == attendu.PASSAGES
