"""The page that runs a job by hand: administrators alone, by POST, once at a time."""

from collections.abc import Callable

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from core import travaux
from core.models import ExecutionTravail
from core.travaux import chaque_heure
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db
PAGE = "/admin/core/executiontravail/travaux/"


@pytest.fixture
def travail(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], str]:
    """A job of this test alone; its name."""
    monkeypatch.setattr(travaux, "_travaux", {})

    def ajouter(executer: Callable[[], object]) -> str:
        travaux.enregistrer(
            "essai.faire", executer, libelle="Faire l’essai", cadence=chaque_heure()
        )
        return "essai.faire"

    return ajouter


def _executer(client: Client, nom: str) -> list[str]:
    """What the page says after it."""
    answer = client.post(PAGE, {"travail": nom}, follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    return [str(message) for message in answer.context["messages"]]


def test_la_table_montre_chaque_travail(navigateur: dict[str, Client]) -> None:
    """Also those that never ran; to look runs nothing."""
    ran = ExecutionTravail.objects.create(
        travail="core.purger_cles", debut=timezone.now(), fin=timezone.now(), resultat="41 clés"
    )
    page = navigateur["admin"].get(PAGE).content.decode()
    for job in travaux.travaux():
        assert escape(str(job.libelle)) in page
        assert f'value="{job.nom}"' in page
        assert str(job.cadence) in page
    assert "41 clés (0.0 s)" in page
    assert f"/admin/core/executiontravail/{ran.pk}/change/" in page
    assert ExecutionTravail.objects.count() == 1
    runs = navigateur["admin"].get("/admin/core/executiontravail/").content.decode()
    assert f'href="{PAGE}"' in runs


def test_executer_deux_fois_puis_pendant_qu_il_court(
    navigateur: dict[str, Client], monde: Monde, travail: Callable[..., str]
) -> None:
    results: list[object] = [3, ValueError("password=abc")]

    def faire() -> object:
        found = results.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    admin, name = navigateur["admin"], travail(faire)
    for outcome in ("3", "ValueError: password=…"):
        [said] = _executer(admin, name)
        assert said.startswith(f"Faire l’essai : {outcome} (")
    rows = ExecutionTravail.objects.order_by("pk")
    assert [row.resultat for row in rows] == ["3", ""]
    entries = LogEntry.objects.order_by("pk")
    assert [(e.user_id, e.object_id) for e in entries] == [
        (monde.admin.pk, str(row.pk)) for row in rows
    ]
    ExecutionTravail.objects.create(travail=name, debut=timezone.now())
    [said] = _executer(admin, name)
    assert "déjà en cours" in said
    assert (len(results), ExecutionTravail.objects.count()) == (0, 3)


def test_personne_d_autre_et_par_post_seulement(
    navigateur: dict[str, Client], monde: Monde, travail: Callable[..., str]
) -> None:
    ran: list[int] = []
    name = travail(lambda: ran.append(1))
    for who in ("anonyme", "responsable", "technicien", "client"):
        for answer in (navigateur[who].get(PAGE), navigateur[who].post(PAGE, {"travail": name})):
            assert answer.status_code == 302, who
            assert "connexion" in answer["Location"] or "login" in answer["Location"], who
    admin = navigateur["admin"]
    assert admin.get(PAGE, {"travail": name}).status_code == 200
    assert admin.put(PAGE).status_code == 405
    for wrong, refused in (
        ({}, 404),
        ({"travail": "essai.inconnu"}, 404),
        ({"travail": "\0"}, 400),
    ):
        assert admin.post(PAGE, wrong).status_code == refused, wrong
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(monde.admin)
    assert strict.post(PAGE, {"travail": name}).status_code == 403
    assert (ran, ExecutionTravail.objects.count()) == ([], 0)
