"""Loaded by schemathesis: signs in as one account, and again whenever a request ended its session.

The token is made here and not by `/auth/login`: among what is tried are changes of that password.
"""

import gc
import os
from typing import Any

import django
import schemathesis

django.setup()
# What is imported by now stays; hypothesis makes much that soon goes.
gc.freeze()
gc.set_threshold(50_000, 20, 50)

_IDS = 25
_ID_MAX = 2**63 - 1  # beyond it a number is no id, and is to be refused as it came


@schemathesis.auth(refresh_interval=3600)
class Compte:
    """The demo account of this run's role, as it was at the start."""

    def get(self, _case: Any, _context: Any) -> str:
        from comptes.api.authentification import emettre
        from comptes.demo import COMPTES_DEMO
        from comptes.models import Utilisateur

        wanted = next(c for c in COMPTES_DEMO if c.role == os.environ["EXPLORATION_ROLE"])
        rows = Utilisateur.objects.filter(email=wanted.email)
        rows.update(is_active=True, role=wanted.role)
        return emettre(rows.get())["access_token"]

    def set(self, case: Any, data: str, _context: Any) -> None:
        case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.hook
def map_path_parameters(_context: Any, parametres: Any) -> Any:
    """Ids that are likely to be there: of 2**63 a random one never is."""
    return {
        name: value % _IDS + 1 if isinstance(value, int) and _IDS < value <= _ID_MAX else value
        for name, value in (parametres or {}).items()
    }


@schemathesis.hook
def filter_query(_context: Any, requete: Any) -> bool:
    """No blanks around a value: they are ignored, which no schema can say of an enum."""
    texts = [value for value in (requete or {}).values() if isinstance(value, str)]
    return all(text == text.strip(" \t\n") for text in texts)


@schemathesis.hook
def before_load_schema(_context: Any, document: Any) -> None:
    """The document as the role may use it: a filter over a hidden column is an unknown name."""
    role = os.environ["EXPLORATION_ROLE"]
    for path in document["paths"].values():
        for operation in path.values():
            operation["parameters"] = [
                p for p in operation["parameters"] if role not in p.get("x-hidden-from", ())
            ]
