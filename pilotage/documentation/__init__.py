"""Pages of `docs/` that are printed from the code, so that they cannot lie."""

from collections.abc import Callable

from pilotage.documentation import abonnements, visibilite, workflow

# file name -> what prints it
PAGES: dict[str, Callable[[], str]] = {
    "workflow.md": workflow.page,
    "visibilite.md": visibilite.page,
    "abonnements.md": abonnements.page,
}


def ajouter(nom: str, page: Callable[[], str]) -> None:
    """An app above this one has a page of its own."""
    PAGES[nom] = page
