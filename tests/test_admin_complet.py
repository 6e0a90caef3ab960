"""Every model of the project in the admin: registered, shown, at a constant cost, undeletable."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client as Navigateur
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.admin_actes import AvecActes
from core.inalterable import tables
from core.models import Organisation
from interventions.visibility import HistoriqueIntervention
from tests.admin_plein import MODELES, admin_de, ajouter_partout, page_de, remplir
from tests.fixtures import Monde
from tests.parts import part, tout

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]

# Model -> why it has no admin. Empty: there is none to excuse.
SANS_ADMIN: dict[type[Model], str] = {}


@pytest.fixture
def chef(monde: Monde, navigateur: dict[str, Navigateur]) -> Navigateur:
    """The administrator's browser, over a full database."""
    remplir(monde)
    return navigateur["admin"]


def test_every_model_of_the_project_is_registered() -> None:
    registered = {m for m in MODELES if admin.site.is_registered(m)}
    assert set(MODELES) - registered == set(SANS_ADMIN)
    assert len(MODELES) > 15


def test_only_models_of_the_project_are_registered() -> None:
    assert {m for m, _page in admin.site._registry.items()} <= set(MODELES)


@pytest.mark.part
def test_nothing_is_deleted(chef: Navigateur) -> None:
    for modele in part(MODELES):
        row = modele._default_manager.order_by("pk")[0]
        before = modele._default_manager.count()
        path = page_de(modele, "delete", row.pk)
        assert chef.get(path).status_code == 403
        assert chef.post(path, {"post": "yes"}).status_code == 403
        chosen = {"action": "delete_selected", "_selected_action": str(row.pk), "post": "yes"}
        chef.post(page_de(modele, "changelist"), chosen)
        assert modele._default_manager.count() == before


def _incrustations(page: str) -> list[str]:
    """What the content policy forbids: style or script in the page itself, other hosts."""
    tags = re.findall(r"<[a-zA-Z][^>]*>", page)
    inline = [t for t in tags if re.search(r"""\s(style|on[a-z]+)\s*=\s*["']""", t)]
    inline += [t for t in tags if t.lower().startswith("<style")]
    inline += [t for t in tags if t.lower().startswith("<script") and " src=" not in t]
    return inline + [t for t in tags if re.search(r"""(src|action)=["'](https?:)?//""", t)]


def _pages(modele: type[Model], chef: Navigateur) -> Iterator[tuple[str, int, Any]]:
    """(which page, the status that it must have, its answer)."""
    row = modele._default_manager.order_by("pk")[0]
    # The firm has one row, which is there.
    may_add = bool(admin_de(modele).ajoutables) and modele is not Organisation
    yield "list", 200, chef.get(page_de(modele, "changelist"))
    yield "add", 200 if may_add else 403, chef.get(page_de(modele, "add"))
    yield "change", 200, chef.get(page_de(modele, "change", row.pk))
    yield "history", 200, chef.get(page_de(modele, "history", row.pk))
    yield "search", 200, chef.get(page_de(modele, "changelist"), {"q": "zzz"})


def _defauts(modele: type[Model], chef: Navigateur) -> Iterator[str]:
    for name, wanted, answer in _pages(modele, chef):
        if answer.status_code != wanted:
            yield f"{name}: {answer.status_code}, not {wanted}"
            continue
        page = answer.content.decode()
        yield from (f"{name}: {tag}" for tag in _incrustations(page))
        row = modele._default_manager.order_by("pk")[0]
        if name == "change" and page_de(modele, "history", row.pk) not in page:
            yield "change: no way to its history"
        if name in ("list", "search") and bool(answer.context["cl"].result_count) != (
            name == "list"
        ):
            yield f"{name}: {answer.context['cl'].result_count} rows"


@pytest.mark.part
def test_every_page_of_every_model_answers(chef: Navigateur) -> None:
    wrong = [f"{m.__name__} {text}" for m in part(MODELES) for text in _defauts(m, chef)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.part
def test_a_list_costs_the_same_for_few_rows_and_for_many(chef: Navigateur) -> None:
    some, more = part(MODELES), 6 if tout() else 2
    seen: dict[str, list[tuple[int, int]]] = {m.__name__: [] for m in some}
    for modele in some:
        chef.get(page_de(modele, "changelist"))  # content types and the like are read once
    for _round in range(2):
        for modele in some:
            with CaptureQueriesContext(connection) as queries:
                answer = chef.get(page_de(modele, "changelist"))
            seen[modele.__name__].append((len(queries), answer.context["cl"].result_count))
        ajouter_partout(more)
    for name, ((few, rows), (many, grown)) in seen.items():
        assert few == many <= 12, name
        assert grown >= rows + (0 if name == "Organisation" else more), name


@pytest.mark.part
def test_relations_are_chosen_by_search(
    chef: Navigateur, navigateur: dict[str, Navigateur]
) -> None:
    ajouter_partout(1)
    path = reverse("admin:autocomplete")
    fields = [
        (field, field.related_model)
        for modele in MODELES
        for field in modele._meta.fields
        if field.editable and isinstance(field.related_model, type)
    ]
    assert len(fields) > 15
    for field, target in part(fields):
        asked = {
            "app_label": field.model._meta.app_label,
            "model_name": str(field.model._meta.model_name),
            "field_name": field.name,
        }
        answer = chef.get(path, asked)
        assert answer.status_code == 200
        assert len(answer.json()["results"]) == min(20, target._default_manager.count())
        assert chef.get(path, asked | {"term": "introuvable"}).json()["results"] == []
        assert navigateur["responsable"].get(path, asked).status_code == 302


@pytest.mark.part
def test_relations_in_forms_are_never_whole_lists(chef: Navigateur) -> None:
    """A select with every client in it would be 5,000 lines long."""
    for modele in part(m for m in MODELES if admin_de(m).ajoutables and m is not Organisation):
        form = chef.get(page_de(modele, "add")).context["adminform"].form
        for name, field in form.fields.items():
            if hasattr(field, "queryset"):
                assert "admin-autocomplete" in str(form[name]), (modele, name)


@pytest.mark.part
def test_every_act_s_page_obeys_the_content_policy(chef: Navigateur) -> None:
    seen = 0
    acting = [m for m in MODELES if type(admin_de(m)).get_actes is not AvecActes.get_actes]
    for modele in part(acting):
        row = modele._default_manager.order_by("pk")[0]
        fiche = chef.get(page_de(modele, "change", row.pk))
        for _label, url in fiche.context.get("boutons", ()):
            page = chef.get(url)
            assert page.status_code == 200
            assert _incrustations(page.content.decode()) == []
            assert "'self'" in page["Content-Security-Policy"]
            assert "unsafe" not in page["Content-Security-Policy"]
            seen += 1
    assert seen > 10 or not tout()


def test_the_trail_is_read_only(chef: Navigateur) -> None:
    row = HistoriqueIntervention.objects.order_by("-history_id")[0]
    path = page_de(HistoriqueIntervention, "change", row.pk)
    assert chef.get(path).status_code == 200
    assert chef.post(path, {"titre": "Autre"}).status_code == 403
    assert chef.get(page_de(HistoriqueIntervention, "add")).status_code == 403
    assert chef.post(page_de(HistoriqueIntervention, "add"), {"titre": "X"}).status_code == 403
    assert HistoriqueIntervention._meta.db_table in tables()
