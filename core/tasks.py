"""What Celery runs: the relay, and the jobs of the table."""

from celery import shared_task

from core import travaux
from core.outbox import relais
from core.outbox.abonnes import DEDANS

# A worker is given back after so many seconds; the next stroke goes on.
LIMITE = 20.0


@shared_task(name="core.relayer")
def relayer(voie: str = DEDANS) -> int:
    """Deliver on that lane, apart, so that a slow receiver holds up nothing else; how many."""
    return relais.passer(voie, limite=LIMITE)


@shared_task(name="core.executer_travail")
def executer_travail(nom: str) -> None:
    """Run the job of that name, unless it is running; one that is no more is no error."""
    travail = travaux.trouver(nom)
    if travail is not None:
        travaux.executer(travail)
