"""Pages of `docs/` that are printed from the code, so that they cannot lie."""

from collections.abc import Callable, Mapping

from pilotage.documentation import abonnements, visibilite, workflow

# file name -> what prints it
PAGES: Mapping[str, Callable[[], str]] = {
    "workflow.md": workflow.page,
    "visibilite.md": visibilite.page,
    "abonnements.md": abonnements.page,
}
