"""Swagger UI and ReDoc open under their policy: the fixture fails on console, policy and hosts."""

import pytest

from tests.navigateur.visiteur import Ouvrir


@pytest.mark.parametrize("adresse", ["/docs", "/api/v1/docs"])
def test_swagger_montre_une_operation(ouvrir: Ouvrir, adresse: str) -> None:
    page = ouvrir(None)
    page.goto(adresse)
    page.locator("#operations-tag-interventions").click()
    page.locator("#operations-interventions-interventions_create").click()
    page.get_by_role("button", name="Try it out").wait_for()


@pytest.mark.parametrize("adresse", ["/redoc", "/api/v1/redoc"])
def test_redoc_montre_une_operation(ouvrir: Ouvrir, adresse: str) -> None:
    page = ouvrir(None)
    page.goto(adresse)
    page.locator("[id='tag/interventions/operation/interventions_create']").wait_for()
    page.get_by_placeholder("Search").fill("statut")
    page.locator("[data-role='search:results']").wait_for()
