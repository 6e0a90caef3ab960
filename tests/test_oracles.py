"""No filter, sort or search tells a hidden value by what it leaves out or puts first."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db.models import Model

from clients.models import Client, Contact, Site
from comptes.models import Utilisateur
from core.visibility import colonnes_cachees, politique
from equipements.models import Equipement
from interventions.models import Commentaire, Intervention
from interventions.visibility import HistoriqueIntervention
from techniciens.models import Competence, Technicien
from tests.decor import Decor
from tests.marques import MODELES, Marque, Marques, texte_de
from tests.parts import part, tout
from tests.visite import Essai

pytestmark = [pytest.mark.django_db, pytest.mark.sans_mesure, pytest.mark.part]

ACTEURS = ("responsable", "technicien", "client")


@pytest.fixture(autouse=True)
def _instant() -> Iterator[None]:
    """Pages print the minute: answers are compared at one and the same moment."""
    with time_machine.travel(datetime.now(tz=UTC), tick=False):
        yield


# The form's secret and the request's number are new each time.
_JETON = re.compile(r'value="[A-Za-z0-9_-]{16,}"|[0-9a-f]{32}')


def _dit(answer: Any, *echos: str) -> tuple[int, str]:
    """Status and body, without what was asked and without the form's secret."""
    body = _JETON.sub("", texte_de(answer).split("\n", 1)[1])
    for echo in echos:
        body = body.replace(echo, "?")
    return answer.status_code, body


# A list: whose rows they are, and the paths that lead to the tables behind.
Liste = tuple[type[Model], tuple[str, ...]]


def _listes(decor: Decor) -> dict[str, Liste]:
    """List -> the models whose columns could be asked of it (with the path that leads there)."""
    work = f"interventions/{decor.sien.intervention.pk}"
    firm = f"clients/{decor.sien.client.pk}"
    machine = f"equipements/{decor.sien.equipement.pk}"
    people = ("client__", "technicien__user__")
    return {
        "users/": (Utilisateur, ("",)),
        "clients/": (Client, ("", "user__")),
        f"{firm}/sites": (Site, ("client__",)),
        f"{firm}/contacts": (Contact, ("", "client__", "user__")),
        "techniciens/": (Technicien, ("", "user__")),
        "techniciens/competences": (Competence, ("niveaux__technicien__user__", "techniciens__")),
        "equipements/": (Equipement, ("client__", "")),
        "filters/equipements": (Equipement, ("client__", "")),
        "interventions/": (Intervention, ("", *people, "technicien__", "cree_par__")),
        "filters/interventions": (Intervention, ("", *people)),
        f"{work}/historique": (HistoriqueIntervention, ("", "history_user__")),
        f"{work}/commentaires": (Commentaire, ("auteur__", "intervention__")),
        f"{machine}/interventions": (Intervention, ("", "client__")),
        f"{machine}/historique": (Intervention, ("", "client__")),
    }


PAGES_LISTES: dict[str, Liste] = {
    "/gestion/interventions/": (Intervention, ("",)),
    "/gestion/clients/": (Client, ("",)),
    "/gestion/equipements/": (Equipement, ("",)),
    "/gestion/techniciens/": (Technicien, ("",)),
    "/gestion/utilisateurs/": (Utilisateur, ("",)),
}


def _au_bout(modele: type[Model], prefixe: str) -> type[Model]:
    if prefixe == "history_user__":  # a number without a foreign key: an account may go
        return Utilisateur
    for step in prefixe.split("__")[:-1]:
        found = modele._meta.get_field(step).related_model
        assert isinstance(found, type)
        modele = found
    return modele


def _proches(liste: Liste) -> set[type[Model]]:
    """Its own model, those behind its paths, and those that its rows point to."""
    modele, prefixes = liste
    near = {_au_bout(modele, prefix) for prefix in prefixes}
    return near | {modele} | {f.related_model for f in modele._meta.fields if f.related_model}


NULLE_PART, PAQUET = "zqx999z", 150
VALEURS = (NULLE_PART, "premium", "2026-01-01", "1")
MODES = ("", "__icontains", "__startswith", "__gte", "__isnull", "__in")


# Of tables that a person sees no row of, everything is hidden: these names are theirs alone.
_D_AILLEURS = {"notes_competences", "specialite", "disponibilite", "date_embauche", "password"}


def _cachees(user: Any, modeles: Iterable[type[Model]] = MODELES) -> set[str]:
    """Names of columns that this person may not read in some of these tables of ours."""
    stated = [m for m in modeles if (p := politique(m)) and user.role in p.lignes]
    return _D_AILLEURS | {name for m in stated for name in colonnes_cachees(m, user)}


def _cles_de_tri(liste: Liste, user: Any, *, de_toutes: bool) -> list[str]:
    """Of all tables, or of its own alone: another column could only be a declared name."""
    modele, prefixes = liste
    if de_toutes:
        return [f"{prefix}{name}" for name in sorted(_cachees(user)) for prefix in prefixes]
    ends = [(prefix, _au_bout(modele, prefix)) for prefix in prefixes]
    return sorted(f"{p}{n}" for p, end in ends for n in _cachees(user, [end]) if _a_colonne(end, n))


# A sort that is refused is answered by the names of those that are not.
_DECLARES = re.compile(r"Tris possibles : ([^.]*)\.")


def _declares(answer: Any) -> set[str]:
    said = _DECLARES.search(texte_de(answer))
    return {name.strip() for name in said[1].split(",")} if said else set()


def _a_colonne(modele: type[Model], nom: str) -> bool:
    return nom in {field.name for field in modele._meta.fields}


def _reponse(visite: Essai, acteur: str, adresse: str) -> Any:
    if adresse.startswith("/"):
        return visite.navigateur[acteur].get(adresse)
    return visite.api[acteur].get(adresse)


def _mots(marques: Marques, user: Any) -> list[Marque]:
    """The hidden words; one row's column stands for the same column of the other rows."""
    kinds = {re.sub(r"\d+", "", m.quoi): m for m in reversed(marques.cherchees(user))}
    return [m for m in kinds.values() if m.texte.startswith("zqx")]


def _loin(marque: Marque, liste: Liste) -> bool:
    """A word of a table that this list does not reach."""
    names = {m.__name__ for m in MODELES} - {m.__name__ for m in _proches(liste)}
    return re.split(r"[ .]", marque.quoi)[0] in names


def _demandees(visite: Essai, acteur: str) -> list[tuple[str, Liste]]:
    """This run's share of the lists, for the columns of the tables that each can reach.

    `make proof` asks every list for the hidden columns of every table.
    """
    return part((_listes(visite.decor) | PAGES_LISTES).items())


@pytest.mark.parametrize("acteur", ACTEURS)
def test_chercher_un_mot_cache_ne_trouve_rien(visite: Essai, marques: Marques, acteur: str) -> None:
    """A hidden word is answered as a word that stands nowhere."""
    words, wrong = _mots(marques, visite.decor.monde.compte(acteur)), []
    assert len(words) >= 4
    for path, liste in _demandees(visite, acteur):
        nothing = _dit(_reponse(visite, acteur, f"{path}?search={NULLE_PART}"), NULLE_PART)
        asked = [m for m in words if tout() or not _loin(m, liste)]
        # Whom the list is shut to is told so once, not word by word.
        for marque in asked if tout() or nothing[0] == 200 else asked[:1]:
            answer = _reponse(visite, acteur, f"{path}?search={marque.texte}")
            if _dit(answer, marque.texte) != nothing:
                wrong.append(f"{path}: {marque.quoi}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("acteur", ACTEURS)
def test_trier_par_une_colonne_cachee_est_refuse(visite: Essai, acteur: str) -> None:
    user, wrong, told = visite.decor.monde.compte(acteur), [], 0
    for path, liste in _demandees(visite, acteur):
        keys = _cles_de_tri(liste, user, de_toutes=tout())
        refused = _reponse(visite, acteur, f"{path}?ordering={NULLE_PART}")
        declared = _declares(refused)
        told += len(declared)
        # Whom the list is shut to is told so once, not column by column.
        for key in keys if tout() or refused.status_code == 422 else keys[:1]:
            answer = _reponse(visite, acteur, f"{path}?ordering=-{key}")
            if answer.status_code not in (302, 403, 404, 422) and not _propre(path, key, user):
                wrong.append(f"{path}?ordering=-{key}")
        hidden = declared & {*_cles_de_tri(liste, user, de_toutes=True)}
        wrong += [f"{path}: {key} is declared" for key in hidden if not _propre(path, key, user)]
    assert not wrong, "\n".join(wrong)
    assert told > 10 or not tout()


def _propre(path: str, key: str, user: Any) -> bool:
    return _visible_la(path, key.rsplit("__", maxsplit=1)[-1], user)


# A column hidden in one table may be a plain one of another: a firm's name of a site's.
_MODELE_DE = {
    "users/": "Utilisateur",
    "clients/": "Client",
    "techniciens/": "Technicien",
    "equipements/": "Equipement",
    "interventions/": "Intervention",
}


def _visible_la(path: str, name: str, user: Any) -> bool:
    """The column belongs to the listed table, where this person may read it."""
    kind = _MODELE_DE.get(path.removeprefix("/gestion/").replace("utilisateurs", "users"))
    modele = next((m for m in MODELES if m.__name__ == kind), None)
    return modele is not None and name not in colonnes_cachees(modele, user)


def _cles(prefixes: tuple[str, ...], names: list[str]) -> list[str]:
    return [f"{prefix}{name}{mode}" for name in names for prefix in prefixes for mode in MODES]


def _par_paquets(visite: Essai, acteur: str, *, path: str, keys: list[str]) -> list[str]:
    """Keys that act: a value that stands nowhere would empty the list, were it looked at.

    Many keys go in one request; where it is refused, each is tried alone, right and wrong.
    """
    plain, acting = _dit(_reponse(visite, acteur, path)), []
    for start in range(0, len(keys), PAQUET):
        some = keys[start : start + PAQUET]
        query = "&".join(f"{key}={NULLE_PART}" for key in some)
        if _dit(_reponse(visite, acteur, f"{path}?{query}")) != plain:
            asked = {key: [f"{path}?{key}={value}" for value in VALEURS] for key in some}
            said = {key: [_dit(_reponse(visite, acteur, a)) for a in asked[key]] for key in some}
            acting += [key for key in some if any(s != plain for s in said[key] if s[0] == 200)]
    return acting


@pytest.mark.parametrize("acteur", ACTEURS)
def test_filtrer_par_une_colonne_cachee_ne_dit_rien(visite: Essai, acteur: str) -> None:
    user, wrong = visite.decor.monde.compte(acteur), []
    for path, (_modele, prefixes) in part(_listes(visite.decor).items()):
        names = [n for n in sorted(_cachees(user)) if not _visible_la(path, n, user)]
        keys = _cles(prefixes, names)
        wrong += [f"{path}?{key}" for key in _par_paquets(visite, acteur, path=path, keys=keys)]
    assert not wrong, "\n".join(wrong)


def test_un_filtre_permis_agit(visite: Essai) -> None:
    """The search for oracles finds one where a filter is meant to act."""
    keys = ["ville", "notes_commerciales"]
    assert _par_paquets(visite, "responsable", path="clients/", keys=keys) == ["ville"]


def test_les_choix_caches_ne_filtrent_pas(visite: Essai) -> None:
    """Coded columns have only a few values, each worth trying."""
    for acteur, path in (
        ("client", "clients/?type_client={}"),
        ("technicien", "clients/?niveau_service={}"),
        ("technicien", "techniciens/?disponibilite={}"),
        ("client", "techniciens/?disponibilite={}"),
    ):
        values = ("premium", "basic") if "client" in path.split("?")[1] else ("conge", "occupe")
        values = ("gold", "basic") if "niveau" in path else values
        said = [_dit(visite.api[acteur].get(path.format(v)), v)[1] for v in values]
        assert said[0] == said[1], path
        assert isinstance(json.loads(said[0].replace("?", "x")), list)
