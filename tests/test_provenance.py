"""Who, from where and by which door: the trail of one act done through each of them."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client as Navigateur
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from core.tests.travaux import executer_travail
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from interventions.tests.releve import derniere_ligne
from tests.api import PREFIXE, Porte
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db

AGENT, ADRESSE = "Mozilla/5.0 (X11; essai)", "192.0.2.44"
D_OU: dict[str, Any] = {"REMOTE_ADDR": ADRESSE, "HTTP_USER_AGENT": AGENT}


def _par_page(monde: Monde, navigateur: dict[str, Navigateur]) -> Any:
    row = monde.intervention_a
    page = reverse("interventions:acte", args=[row.pk, "demarrer"])
    return navigateur["technicien"].post(page, {"version": row.version}, **D_OU)


def _par_admin(monde: Monde, navigateur: dict[str, Navigateur]) -> Any:
    row = monde.intervention_a
    page = reverse("admin:interventions_intervention_acte", args=[row.pk, "demarrer"])
    return navigateur["admin"].post(page, {"version": row.version}, **D_OU)


def _par_api(monde: Monde, navigateur: dict[str, Navigateur]) -> Any:
    """With somebody else's session cookie beside the token: the token counts."""
    door = Porte(monde.compte("responsable"), navigateur["client"])
    path = f"{PREFIXE}interventions/{monde.intervention_a.pk}/actions/demarrer"
    return navigateur["client"].post(
        path, content_type="application/json", headers=door.entetes, **D_OU
    )


PORTES = {
    "page": (_par_page, "technicien", 302),
    "admin": (_par_admin, "admin", 302),
    "api": (_par_api, "responsable", 200),
}


@pytest.mark.parametrize("porte", sorted(PORTES))
def test_chaque_porte_laisse_la_meme_trace(
    monde: Monde, navigateur: dict[str, Navigateur], porte: str
) -> None:
    faire, qui, statut = PORTES[porte]
    answer = faire(monde, navigateur)
    line = derniere_ligne(monde.intervention_a)
    assert answer.status_code == statut
    assert (line.action, line.canal) == ("debut_intervention", porte)
    assert line.history_user_id == monde.compte(qui).pk
    assert (line.adresse_ip, line.user_agent) == (ADRESSE, AGENT)
    assert line.request_id == answer["X-Request-ID"] != ""
    assert line.ancienne_valeur["statut"] == "affectee"
    assert line.nouvelle_valeur["statut"] == "en_cours"


@pytest.mark.parametrize(("mandataires", "attendue"), [(0, ADRESSE), (1, "198.51.100.9")])
def test_une_adresse_annoncee_ne_compte_que_derriere_nos_mandataires(
    monde: Monde, api: dict[str, Porte], settings: Settings, *, mandataires: int, attendue: str
) -> None:
    settings.PROXY_COUNT = mandataires
    door = api["responsable"]
    answer = door.navigateur.patch(
        f"{PREFIXE}interventions/{monde.intervention_a.pk}",
        {"urgence": True},
        content_type="application/json",
        headers=door.entetes | {"X-Forwarded-For": "6.6.6.6, 198.51.100.9"},
        **D_OU,
    )
    assert answer.status_code == 200
    assert derniere_ligne(monde.intervention_a).adresse_ip == attendue


@pytest.mark.parametrize("porte", ["commande", "tache"])
def test_lentretien_est_du_programme(porte: str) -> None:
    row: Intervention = InterventionFactory(etat="cloturee")
    with time_machine.travel(timezone.now() + timedelta(days=800)):
        if porte == "commande":
            call_command("archiver_anciennes", verbosity=0)
        else:
            executer_travail("interventions.archiver_anciennes")
    line = derniere_ligne(row)
    assert (line.action, line.canal) == ("changement_statut", porte)
    assert (line.history_user_id, line.adresse_ip, line.user_agent) == (None, None, "")
    assert line.request_id
