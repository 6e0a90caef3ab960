"""What acts and pages cost in statements, session and account included."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client as Navigateur
from django.test.utils import CaptureQueriesContext

from comptes.models import Utilisateur
from comptes.tests.factories import UtilisateurFactory
from core.pages import tranche
from core.tri import ordonner
from interventions.filters import TRIS
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from interventions.visibility import comptes_qui_voient
from tests.api import Porte, lire
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db

# An act's life, by whom, with what, and the most statements it may cost. More than twelve only
# where facts of three tables end at once: the affectation, the time spent, the machine's upkeep.
# Two of those that begin or end work are for the technician, who is busy or is not.
VIE: tuple[tuple[str, str, dict[str, Any], int], ...] = (
    ("affecter", "responsable", {"technicien_id": "autre_technicien"}, 12),
    ("affecter", "responsable", {"technicien_id": "technicien"}, 13),
    ("demarrer", "technicien", {}, 12),
    ("suspendre", "technicien", {"cause": "pieces", "texte": "Joint"}, 13),
    ("reprendre", "technicien", {}, 13),
    ("commenter", "technicien", {"texte": "Vu"}, 7),
    ("cloturer", "technicien", {"solution": "Fait", "cause": "usure"}, 15),
    ("rectifier", "responsable", {"motif": "Oubli", "solution": "Refait"}, 7),
    ("evaluer", "client", {"note": 5}, 8),
    ("archiver", "responsable", {}, 7),
)


def _compter(acte: Callable[..., Any], *arguments: Any) -> tuple[int, Any]:
    """(statements but those that frame a transaction, the answer)."""
    with CaptureQueriesContext(connection) as seen:
        answer = acte(*arguments)
    frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return sum(not q["sql"].startswith(frame) for q in seen.captured_queries), answer


def test_un_acte_coute_peu(api: dict[str, Porte], monde: Monde) -> None:
    """Whoever is told: four more who plan the work are four more rows of one statement."""
    UtilisateurFactory.create_batch(4)
    ids = {"technicien": monde.technicien_a.pk, "autre_technicien": monde.technicien_b.pk}
    body = {"titre": "Fuite", "type": "corrective", "equipement_id": monde.machine_a.pk}
    cost, made = _compter(api["client"].post, "interventions/", body)
    too_much = {} if cost <= 9 else {"creer": cost}
    for act, who, sent, most in VIE:
        values = {name: ids.get(value, value) for name, value in sent.items()}
        path = f"interventions/{lire(made, 201)['id']}/actions/{act}"
        cost, answer = _compter(api[who].post, path, values)
        lire(answer)
        if cost > most:
            too_much[act] = cost
    assert too_much == {}


def test_annuler_et_modifier(api: dict[str, Porte], monde: Monde) -> None:
    row, door = InterventionFactory(equipement=monde.machine_a), api["responsable"]
    path = f"interventions/{row.pk}"
    cost, answer = _compter(door.patch, path, {"priorite": "haute"})
    assert (lire(answer)["priorite"], cost) == ("haute", 7)
    cost, answer = _compter(door.post, f"{path}/actions/annuler", {"motif": "Non"})
    assert (lire(answer)["statut"], cost) == ("annulee", 7)


@pytest.mark.part(cas=True)
@pytest.mark.parametrize("qui", ["admin", "responsable", "technicien", "client"])
def test_la_fiche_ouverte_d_une_liste(
    navigateur: dict[str, Navigateur], monde: Monde, qui: str
) -> None:
    pk = monde.intervention_a.pk
    for query in ("", "?liste=", "?liste=ouvertes%3Dtrue", "?liste=&action=affecter"):
        cost, page = _compter(navigateur[qui].get, f"/gestion/interventions/{pk}/{query}")
        assert page.status_code == 200
        assert cost <= 12, (query, qui)


@pytest.mark.parametrize("qui", ["responsable", "technicien", "client"])
def test_la_fiche_ouverte_d_une_recherche(
    navigateur: dict[str, Navigateur], monde: Monde, qui: str
) -> None:
    pk = monde.intervention_a.pk
    Intervention.objects.filter(pk=pk).update(recherche="fuite compresseur")
    for query in ("fuite", "fuite+comp"):
        listed = quote(f"search={query}")
        cost, page = _compter(navigateur[qui].get, f"/gestion/interventions/{pk}/?liste={listed}")
        assert page.context["voisins"].rang == 1
        assert cost <= 12, (query, qui)


def test_qui_voit_une_intervention(monde: Monde) -> None:
    """`comptes_qui_voient` is the rule of rows read from its other end, for whatever account."""
    UtilisateurFactory(is_active=False)
    gone = InterventionFactory(
        equipement=monde.machine_a, technicien=monde.technicien_b, etat="affectee"
    )
    type(monde.technicien_b).objects.filter(pk=monde.technicien_b.pk).update(
        archive_le=gone.date_creation
    )
    accounts = list(Utilisateur.objects.all())
    for row in Intervention.objects.all():
        seeing = {u.pk for u in accounts if Intervention.objects.visible_to(u).filter(pk=row.pk)}
        assert (
            set(Utilisateur.objects.filter(comptes_qui_voient(row)).values_list("pk", flat=True))
            == seeing
        )
        assert len(seeing) > 3


def test_une_tranche_est_celle_de_la_liste(monde: Monde) -> None:
    """Whether the planner may use the sort's index or not."""
    for rank in range(6):
        InterventionFactory(
            equipement=monde.machine_a if rank % 2 else monde.machine_b,
            etat="affectee" if rank % 3 else "ouverte",
        )
    rows = Intervention.objects.visible_to(monde.responsable).exclude(statut="archivee")
    for name in (*TRIS.values(), *(f"-{path}" for path in TRIS.values())):
        ordered = ordonner(rows, [name])
        whole = list(ordered.values_list("pk", flat=True))
        assert len(whole) > 4
        for few in (True, False):
            assert [r.pk for r in tranche(ordered, 1, 4, peu=few)] == whole[1:4], (name, few)
