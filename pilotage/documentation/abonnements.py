"""`docs/abonnements.md`: who takes part, inside the transaction, in the acts of a lower app."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.module_loading import import_string

from core.abonnements import Registre
from pilotage.documentation.markdown import assembler, codes, tableau


def page() -> str:
    """The whole page."""
    registries = _registres()
    return assembler(
        "# Abonnements dans la transaction",
        "Source : `<app>/actions.py`. Une application plus haute prend part à l’acte d’une plus "
        "basse ; sa fonction peut refuser, et rien n’a alors eu lieu. Ce qui sort de la base "
        "(notifications, courriels) passe par la boîte d’envoi, après la validation.",
        tableau(
            ["acte", "prend part", "ce qu’elle fait"],
            (
                [f"`{acte}`", f"`{nom}`", _dit(nom)]
                for registre in registries
                for acte, nom in registre.liste()
            ),
        ),
        "## Actes ouverts à l’abonnement",
        tableau(["application", "actes"], ([r.app, codes(r.actes)] for r in registries)),
    )


def _registres() -> list[Registre]:
    """The registry of each app that has one, in order of floors."""
    names = [f"{config.name}.actions" for config in apps.get_app_configs()]
    found = [import_module(nom) for nom in names if "." in nom and find_spec(nom)]
    return [m.registre for m in found if isinstance(getattr(m, "registre", None), Registre)]


def _dit(nom: str) -> str:
    """First line of the subscriber's docstring."""
    doc = import_string(nom).__doc__ or ""
    return str(doc).strip().split("\n")[0]
