"""Run a job of the table as the scheduler does."""

from core import travaux


def executer_travail(nom: str) -> str:
    """What its row says that it did; a failure fails the test."""
    job = travaux.trouver(nom)
    assert job is not None, nom
    row = travaux.executer(job)
    assert row is not None
    assert not row.erreur, row.erreur
    return row.resultat
