"""The demo accounts: printed by `make run`, refused in production while their password stands."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import connections

from comptes.choices import Role
from comptes.models import Utilisateur


class CompteDemo(NamedTuple):
    username: str
    email: str
    password: str
    role: Role


COMPTES_DEMO = (
    CompteDemo("admin", "admin@mif.ma", "admin123", Role.ADMIN),
    CompteDemo("responsable", "responsable@mif.ma", "responsable123", Role.RESPONSABLE),
    CompteDemo("technicien", "technicien@mif.ma", "technicien123", Role.TECHNICIEN),
    CompteDemo("client", "client@mif.ma", "client123", Role.CLIENT),
)


def comptes_ouverts(alias: str = "default") -> list[CompteDemo]:
    """Demo accounts that are active with their demo password."""
    names = {c.username: c for c in COMPTES_DEMO}
    rows = Utilisateur.objects.using(alias).filter(username__in=names, is_active=True)
    return [names[u.username] for u in rows if u.check_password(names[u.username].password)]


def controle_production(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """comptes.E001: production with an open demo account."""
    if not settings.PRODUCTION:
        return []
    return [
        Error(
            f"Le compte de démonstration « {compte.username} » est actif avec son mot de passe.",
            hint="Désactivez-le ou changez son mot de passe.",
            id="comptes.E001",
        )
        for alias in databases or ()
        if Utilisateur._meta.db_table in connections[alias].introspection.table_names()
        for compte in comptes_ouverts(alias)
    ]
