"""What a scanned label opens, and that it tells strangers nothing."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.saisie import texte

LISTE = "/gestion/equipements/"


def _neutre(reponse: Any) -> str:
    """The page without what is fresh on each answer."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", texte(reponse))


@pytest.mark.django_db
@pytest.mark.parametrize("forme", [str, str.lower])
def test_a_label_opens_a_visible_machine(navigateur: Any, monde: Any, forme: Any) -> None:
    code = forme(monde.machine_a.code)
    for qui in ("admin", "responsable", "technicien", "client"):
        answer = navigateur[qui].get(f"/e/{code}/")
        assert answer["Location"] == f"{LISTE}{monde.machine_a.pk}/"
    assert navigateur["client"].get(f"/e/{code}").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("qui", ["technicien", "client"])
def test_unknown_and_foreign_labels_cannot_be_told_apart(
    navigateur: Any, monde: Any, qui: str
) -> None:
    answers, counts = [], []
    for code in ("ZZZZZZZZ", monde.machine_b.code):
        with CaptureQueriesContext(connection) as queries:
            answers.append(navigateur[qui].get(f"/e/{code}/"))
        counts.append(len(queries))
    unknown, foreign = answers
    assert unknown.status_code == foreign.status_code == 404
    assert _neutre(unknown) == _neutre(foreign)
    assert unknown.headers.keys() == foreign.headers.keys()
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_a_stranger_learns_nothing_and_is_shown_the_way_in(navigateur: Any, monde: Any) -> None:
    answers, counts = [], []
    codes = ("ZZZZZZZZ", monde.machine_b.code)
    for code in codes:
        with CaptureQueriesContext(connection) as queries:
            answers.append(navigateur["anonyme"].get(f"/e/{code}/"))
        counts.append(len(queries))
    assert [a.status_code for a in answers] == [404, 404]
    bare = [_neutre(a).replace(code, "CODE") for a, code in zip(answers, codes, strict=True)]
    assert bare[0] == bare[1]
    assert counts[0] == counts[1]
    assert f"/gestion/connexion/?next=%2Fe%2F{codes[1]}%2F" in texte(answers[1])


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["%C3%A9", "%F0%9F%94%A7", "a" * 300, "' OR 1=1", "<b>x</b>"])
def test_a_hostile_label_is_the_same_neutral_page(navigateur: Any, code: str) -> None:
    answer = navigateur["client"].get(f"/e/{code}/")
    assert answer.status_code == 404
    assert "<b>x</b>" not in texte(answer)
    assert navigateur["client"].post("/e/ABC/").status_code == 405
