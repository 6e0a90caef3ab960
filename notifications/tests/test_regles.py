"""Who is told of what: exactly those, in their language, once, and only if it happened."""

import pytest

from comptes.tests.factories import UtilisateurFactory
from core.errors import Conflit, Invalide
from interventions import services
from interventions.models import Intervention
from notifications.models import Notification
from tests.fixtures import Monde
from tests.relais import relayer

pytestmark = pytest.mark.django_db


def _dit(row: Intervention) -> set[tuple[str, str]]:
    """(who, title) of what was told about it under the bell, once the relay has passed."""
    relayer()
    rows = Notification.objects.filter(intervention=row, canal="in-app").select_related("user")
    return {(r.user.username, r.titre.replace(row.numero, "N")) for r in rows}


@pytest.fixture
def neuve(monde: Monde) -> Intervention:
    return services.creer(
        par=monde.user_a,
        equipement_id=monde.machine_a.pk,
        titre="Fuite",
        type_intervention="corrective",
    )


def test_de_la_demande_a_la_fin(monde: Monde, neuve: Intervention) -> None:
    chef, client = monde.responsable.username, monde.user_a.username
    worker = monde.technicien_a.user
    told = {(chef, "Nouvelle demande : N")}
    assert _dit(neuve) == told
    services.affecter(
        intervention_id=neuve.pk, par=monde.responsable, technicien_id=monde.technicien_a.pk
    )
    told |= {(worker.username, "N vous est affectée")}
    assert _dit(neuve) == told
    services.demarrer(intervention_id=neuve.pk, par=worker)
    told |= {(client, "N : le travail a commencé")}
    assert _dit(neuve) == told
    services.suspendre(intervention_id=neuve.pk, par=worker, cause="pieces", texte="Joint")
    told |= {(client, "N est en attente"), (chef, "N est en attente")}
    assert _dit(neuve) == told
    services.reprendre(intervention_id=neuve.pk, par=worker)
    services.cloturer(intervention_id=neuve.pk, par=worker, solution="Fait")
    told |= {
        (client, "N : le travail a repris"),
        (client, "N est terminée"),
        (chef, "N est terminée"),
    }
    assert _dit(neuve) == told
    assert not Notification.objects.filter(canal="in-app", lu=True).exists()


def test_personne_n_apprend_ce_qu_il_fait(monde: Monde, neuve: Intervention) -> None:
    services.annuler(intervention_id=neuve.pk, par=monde.user_a, motif="Erreur")
    assert monde.user_a.username not in {who for who, _ in _dit(neuve)}


def test_une_demande_du_personnel_ne_previent_pas(monde: Monde) -> None:
    row = services.creer(par=monde.responsable, equipement_id=monde.machine_a.pk, titre="Visite")
    assert _dit(row) == set()


def test_un_compte_ferme_n_est_pas_prevenu(monde: Monde) -> None:
    closed = UtilisateurFactory(is_active=False)
    row = services.creer(par=monde.user_a, equipement_id=monde.machine_a.pk, titre="Fuite")
    assert closed.username not in {who for who, _ in _dit(row)}


def test_chacun_dans_sa_langue(monde: Monde) -> None:
    monde.responsable.langue = "en"
    monde.responsable.save()
    row = services.creer(par=monde.user_a, equipement_id=monde.machine_a.pk, titre="Fuite")
    relayer()
    told = Notification.objects.get(intervention=row, canal="in-app")
    assert told.titre.endswith(row.numero)


def test_un_acte_refuse_ne_dit_rien(monde: Monde, neuve: Intervention) -> None:
    before = _dit(neuve)
    with pytest.raises(Conflit):
        services.demarrer(intervention_id=neuve.pk, par=monde.responsable)
    with pytest.raises(Invalide):
        services.annuler(intervention_id=neuve.pk, par=monde.responsable, motif="")
    assert _dit(neuve) == before


def test_une_fois_par_version(monde: Monde, neuve: Intervention) -> None:
    for _ in range(2):
        for worker in (monde.technicien_a, monde.technicien_b):
            services.affecter(
                intervention_id=neuve.pk, par=monde.responsable, technicien_id=worker.pk
            )
    relayer()
    # The request, four that get it, and three from whom it is taken.
    rows = Notification.objects.filter(intervention=neuve, canal="in-app")
    keys = list(rows.values_list("cle", flat=True))
    assert len(keys) == len(set(keys)) == 1 + 4 + 3
