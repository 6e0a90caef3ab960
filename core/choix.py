"""How enums reach the database: text with a CHECK, so that no door can store another value."""

from django.db.models import CheckConstraint, Q, TextChoices

# Name of the check, column: a value that its field has validated needs no question to the database.
ENUMS: dict[str, str] = {}


def controle_enum(
    colonne: str, choix: type[TextChoices], nom: str, *, vide: bool = False
) -> CheckConstraint:
    """`CHECK (colonne IN (...))`; with `vide`, the empty text is allowed too."""
    ENUMS[nom] = colonne
    values = list(choix.values) + ([""] if vide else [])
    return CheckConstraint(condition=Q(**{f"{colonne}__in": values}), name=nom)
