"""Production refuses to start while a demo account opens with its printed password."""

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DEFAULT_DB_ALIAS, connection
from pytest_django import Settings

from comptes.demo import COMPTES_DEMO, comptes_ouverts, controle_production
from comptes.models import Utilisateur

pytestmark = pytest.mark.django_db


@pytest.fixture
def comptes() -> list[Utilisateur]:
    return [
        Utilisateur.objects.create_user(c.username, c.email, c.password, role=c.role)
        for c in COMPTES_DEMO
    ]


def _codes() -> list[str | None]:
    return [m.id for m in run_checks(tags=["database"], databases=[DEFAULT_DB_ALIAS])]


def test_les_quatre_comptes_annonces() -> None:
    assert [tuple(c) for c in COMPTES_DEMO] == [
        ("admin", "admin@mif.ma", "admin123", "admin"),
        ("responsable", "responsable@mif.ma", "responsable123", "responsable"),
        ("technicien", "technicien@mif.ma", "technicien123", "technicien"),
        ("client", "client@mif.ma", "client123", "client"),
    ]


def test_la_production_les_refuse(comptes: list[Utilisateur], settings: Settings) -> None:
    assert comptes_ouverts() == list(COMPTES_DEMO)
    settings.PRODUCTION = False
    assert _codes() == []
    settings.PRODUCTION = True
    assert _codes() == ["comptes.E001"] * 4
    with pytest.raises(SystemCheckError, match="responsable"):
        call_command("check", database=[DEFAULT_DB_ALIAS])


def test_ferme_ou_change_un_compte_ne_compte_plus(
    comptes: list[Utilisateur], settings: Settings
) -> None:
    settings.PRODUCTION = True
    shut, changed, *others = comptes
    Utilisateur.objects.filter(pk=shut.pk).update(is_active=False)
    changed.set_password("Une-phrase-de-passe-longue")
    changed.save()
    assert [c.username for c in comptes_ouverts()] == [u.username for u in others]
    assert _codes() == ["comptes.E001"] * 2


def test_sans_base_nommee_ni_table_rien_nest_dit(
    comptes: list[Utilisateur], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PRODUCTION = True
    assert controle_production(None) == []
    assert len(controle_production(None, [DEFAULT_DB_ALIAS])) == 4
    monkeypatch.setattr(connection.introspection, "table_names", list)
    assert controle_production(None, [DEFAULT_DB_ALIAS]) == []
