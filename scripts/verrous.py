"""The lock files say the same as what they lock: requirements, npm, and what is installed."""

import json
import re

from scripts import preparer
from scripts.processus import RACINE, lancer

EXIGENCES = ("requirements.txt", "requirements-dev.txt")
EPINGLE = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==([^\s;]+)$")


def nom_canonique(nom: str) -> str:
    """A distribution's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", nom).lower()


def lire(texte: str) -> tuple[dict[str, str], list[str]]:
    """Pinned versions of a requirements file, and the lines that pin nothing."""
    versions, fautives = {}, []
    for brute in texte.splitlines():
        ligne = brute.partition("#")[0].strip()
        if not ligne or ligne.startswith("-r "):
            continue
        trouve = EPINGLE.match(ligne)
        if trouve:
            versions[nom_canonique(trouve[1])] = trouve[2]
        else:
            fautives.append(ligne)
    return versions, fautives


def ecarts_python(exigences: str, verrou: str) -> list[str]:
    """Requirements that the lock contradicts or forgets."""
    voulues, fautives = lire(exigences)
    verrouillees, fautives_du_verrou = lire(verrou)
    ecarts = [f"non épinglé : {ligne}" for ligne in [*fautives, *fautives_du_verrou]]
    for nom, version in voulues.items():
        if verrouillees.get(nom) != version:
            ecarts.append(
                f"{nom} : {version} voulu, {verrouillees.get(nom)} dans requirements.lock"
            )
    return ecarts


def ecarts_npm(paquet: str, verrou: str) -> list[str]:
    """package.json against its lock; an address or a missing hash in the lock is a fault too."""
    voulu, paquets = json.loads(paquet), json.loads(verrou)["packages"]
    ecarts = [
        f"package-lock.json : {genre} différentes de package.json"
        for genre in ("dependencies", "devDependencies")
        if voulu.get(genre, {}) != paquets[""].get(genre, {})
    ]
    for nom, entree in paquets.items():
        if nom and "integrity" not in entree:
            ecarts.append(f"package-lock.json : {nom} sans empreinte")
        if "resolved" in entree:
            ecarts.append(f"package-lock.json : {nom} avec une adresse de téléchargement")
    return ecarts


def verifier() -> int:
    """Print what does not hold; 0 if all does."""
    exigences = "\n".join((RACINE / nom).read_text() for nom in EXIGENCES)
    ecarts = ecarts_python(exigences, (RACINE / "requirements.lock").read_text())
    npm = [(RACINE / nom).read_text() for nom in ("package.json", "package-lock.json")]
    ecarts += ecarts_npm(npm[0], npm[1])
    for ecart in ecarts:
        print(ecart)
    installe = lancer([preparer.PYTHON, "-m", "pip", "check"])
    return 1 if ecarts else installe
