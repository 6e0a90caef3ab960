"""`docs/visibilite.md`: rows and hidden columns of each role, model by model."""

from typing import Any

from django.apps import apps
from django.db.models import Model

from comptes.choices import Role
from core.visibility import Politique, modeles_declares, politique
from pilotage.documentation.markdown import assembler, codes, tableau
from pilotage.documentation.regles import decrire


def page() -> str:
    """The whole page, models in order of floors, then of name."""
    order = [config.label for config in apps.get_app_configs()]
    models = sorted(modeles_declares(), key=lambda m: (order.index(m._meta.app_label), m.__name__))
    return assembler(
        "# Qui voit quoi",
        "Source : `<app>/visibility.py`. Listes, fiches, formulaires, filtres, tris, recherche, "
        "exports, historique, API et administration lisent ces règles. Un modèle sans règle, ou un "
        "rôle sans règle de lignes, ne montre rien.",
        *(_modele(m) for m in models),
    )


def _modele(modele: type[Model]) -> str:
    policy = politique(modele)
    if policy is None:
        raise LookupError(modele.__name__)
    rules = [(r.value, decrire(policy.lignes.get(r), r), _cachees(policy, r)) for r in Role]
    parts = [
        f"## {modele.__name__} ({modele._meta.verbose_name})",
        tableau(["rôle", "lignes", "colonnes cachées"], rules),
        *_notes(policy),
    ]
    return "\n\n".join(parts)


def _cachees(policy: Politique, role: str) -> str:
    """Names of hidden columns; a foreign key once, not again as its `_id`."""
    if role not in policy.lignes:
        return "toutes"
    names = policy.cachees.get(role, frozenset())
    return codes(sorted(n for n in names if n.removesuffix("_id") == n or n[:-3] not in names))


def _notes(policy: Any) -> list[str]:
    notes = []
    if policy.propre is not None:
        notes.append("Sur sa propre ligne, rien n’est caché à la personne.")
    if policy.en_plus is not None:
        notes.append(_premiere_ligne(policy.en_plus))
    return notes


def _premiere_ligne(fonction: Any) -> str:
    doc = (fonction.__doc__ or "").strip().splitlines()
    name = f"`{fonction.__module__}.{fonction.__name__}`"
    return f"De plus, {name} : {doc[0]}" if doc else f"De plus : {name}."
