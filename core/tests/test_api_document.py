"""/openapi.json, /docs and /redoc: public, quick, and nothing from elsewhere."""

import re

import pytest
from django.test import Client as Navigateur

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("prefixe", ["/", "/api/v1/"])
def test_le_document_est_public_et_se_garde(prefixe: str) -> None:
    browser = Navigateur()
    answer = browser.get(f"{prefixe}openapi.json")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json()["openapi"].startswith("3.1")
    again = browser.get(f"{prefixe}openapi.json", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert browser.post(f"{prefixe}openapi.json").status_code == 405


@pytest.mark.parametrize("nom", ["docs", "redoc"])
@pytest.mark.parametrize("prefixe", ["/", "/api/v1/"])
def test_les_lecteurs_ne_prennent_rien_ailleurs(prefixe: str, nom: str) -> None:
    answer = Navigateur().get(f"{prefixe}{nom}")
    assert answer.status_code == 200
    policy, page = answer.headers["Content-Security-Policy"], answer.content.decode()
    assert "script-src 'self';" in policy
    assert "http" not in policy
    assert "/api/v1/openapi.json" in page
    assert not re.findall(r"""(?:src|href)=["'](?!/static/)""", page)
    assert not re.search(r"<script(?![^>]*src=)|<style| style=| on[a-z]+=", page)
