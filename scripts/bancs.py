"""`make bench`: the measured tables of the `bench` package."""

from scripts import preparer
from scripts.processus import RACINE, Etapes, lancer


def mesurer() -> int:
    """Run `python -m bench`, or say that nothing is measured yet."""
    if not (RACINE / "bench" / "__main__.py").is_file():
        print("Aucun banc de mesure n'est écrit : bench/__main__.py n'existe pas.")
        return 0
    preparer.preparer(Etapes(preparer.NB_ETAPES), developpement=True)
    return lancer([preparer.PYTHON, "-m", "bench"])
