"""Profiles and skills: who writes them, and what is refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from comptes.models import Utilisateur
from comptes.tests.factories import UtilisateurFactory
from core.errors import Conflit, DomainError, Interdit, Introuvable, Invalide
from techniciens import services
from techniciens.models import Competence, CompetenceTechnicien, Technicien
from techniciens.tests.factories import (
    CompetenceFactory,
    CompetenceTechnicienFactory,
    TechnicienFactory,
)
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db


def _tout() -> list[Any]:
    tables: list[Any] = [Technicien, Competence, CompetenceTechnicien]
    return [list(modele._base_manager.order_by("pk").values()) for modele in tables]


def _refus(service: Callable[..., Any], **arguments: Any) -> DomainError:
    before = _tout()
    with pytest.raises(DomainError) as caught:
        service(**arguments)
    assert _tout() == before
    return caught.value


def _appels() -> dict[str, tuple[Callable[..., Any], dict[str, Any]]]:
    held = CompetenceTechnicienFactory()
    who = {"technicien_id": held.technicien_id}
    return {
        "creer_technicien": (
            services.creer_technicien,
            {"user_id": UtilisateurFactory(technicien=True).pk},
        ),
        "modifier_technicien": (
            services.modifier_technicien,
            who | {"champs": {"equipe": "Nuit"}},
        ),
        "archiver_technicien": (services.archiver_technicien, who),
        "creer_competence": (services.creer_competence, {"nom": "Froid"}),
        "modifier_competence": (
            services.modifier_competence,
            {"competence_id": held.competence_id, "champs": {"nom": "Vapeur"}},
        ),
        "definir_competence": (
            services.definir_competence,
            who | {"competence_id": CompetenceFactory().pk},
        ),
        "retirer_competence": (
            services.retirer_competence,
            who | {"competence_id": held.competence_id},
        ),
    }


NOMS = (
    "creer_technicien",
    "modifier_technicien",
    "archiver_technicien",
    "creer_competence",
    "modifier_competence",
    "definir_competence",
    "retirer_competence",
)


@pytest.mark.parametrize("nom", NOMS)
@pytest.mark.parametrize("qui", ["admin", "responsable", "technicien", "client", "inactif"])
def test_seuls_les_chefs_gerent_les_techniciens(monde: Monde, *, qui: str, nom: str) -> None:
    service, arguments = _appels()[nom]
    par = UtilisateurFactory(is_active=False) if qui == "inactif" else monde.compte(qui)
    if qui in ("admin", "responsable"):
        before = _tout()
        service(par=par, **arguments)
        assert _tout() != before
    else:
        assert isinstance(_refus(service, par=par, **arguments), Interdit)


@pytest.mark.parametrize(
    "nom", ["modifier_technicien", "archiver_technicien", "retirer_competence"]
)
def test_un_technicien_inconnu(responsable: Utilisateur, nom: str) -> None:
    service, arguments = _appels()[nom]
    error = _refus(service, par=responsable, **(arguments | {"technicien_id": 10**9}))
    assert isinstance(error, Introuvable)


# --- profiles ----------------------------------------------------------------------------------


def test_un_profil_avec_ses_competences(responsable: Utilisateur) -> None:
    user = UtilisateurFactory(technicien=True)
    first, second = CompetenceFactory(), CompetenceFactory()
    row = services.creer_technicien(
        par=responsable,
        user_id=user.pk,
        competences_ids=[first.pk, second.pk, first.pk],
        equipe="Nuit",
        date_embauche=date(2024, 5, 1),
    )
    assert (row.user_id, row.disponibilite, row.actif) == (user.pk, "disponible", True)
    levels = {(n.competence_id, n.niveau) for n in row.niveaux.all()}
    assert levels == {(first.pk, "debutant"), (second.pk, "debutant")}


@pytest.mark.parametrize("role", ["admin", "responsable", "client", None])
def test_le_compte_doit_etre_celui_dun_technicien(
    responsable: Utilisateur, role: str | None
) -> None:
    pk = UtilisateurFactory(role=role).pk if role else 10**9
    error = _refus(services.creer_technicien, par=responsable, user_id=pk)
    assert isinstance(error, Invalide)
    assert list(error.errors) == ["user_id"]


def test_un_compte_na_quun_profil(responsable: Utilisateur) -> None:
    error = _refus(services.creer_technicien, par=responsable, user_id=TechnicienFactory().user_id)
    assert list(error.errors) == ["user_id"]


def test_une_competence_inconnue_et_rien_nest_cree(responsable: Utilisateur) -> None:
    user = UtilisateurFactory(technicien=True)
    error = _refus(
        services.creer_technicien,
        par=responsable,
        user_id=user.pk,
        competences_ids=[CompetenceFactory().pk, 10**9],
    )
    assert list(error.errors) == ["competence_id"]


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("disponibilite", "vacances"),
        ("equipe", "x" * 101),
        ("zone_geographique", None),
        ("date_embauche", "hier"),
        ("user_id", 1),
        ("archive_le", None),
        ("competences", []),
    ],
)
def test_une_valeur_impossible_est_nommee(
    responsable: Utilisateur, *, champ: str, valeur: Any
) -> None:
    error = _refus(
        services.modifier_technicien,
        par=responsable,
        technicien_id=TechnicienFactory().pk,
        champs={champ: valeur},
    )
    assert isinstance(error, Invalide)
    assert list(error.errors) == [champ]


@pytest.mark.parametrize("disponibilite", ["disponible", "occupe", "conge", "formation"])
def test_la_disponibilite(responsable: Utilisateur, disponibilite: str) -> None:
    row = services.modifier_technicien(
        par=responsable,
        technicien_id=TechnicienFactory().pk,
        champs={"disponibilite": disponibilite},
    )
    row.refresh_from_db()
    assert row.disponibilite == disponibilite


def test_actif_ou_non() -> None:
    row = TechnicienFactory()
    assert Technicien.objects.get(pk=row.pk).actif
    for champs in ({"is_active": False}, {"is_active": True, "role": "responsable"}):
        Utilisateur.objects.filter(pk=row.user_id).update(**champs)
        assert not Technicien.objects.get(pk=row.pk).actif


def test_archiver_un_profil(responsable: Utilisateur) -> None:
    row = services.archiver_technicien(par=responsable, technicien_id=TechnicienFactory().pk)
    assert row.archive_le is not None
    assert not row.actif
    assert row.user.is_active


# --- skills ------------------------------------------------------------------------------------


def test_definir_puis_changer_un_niveau(responsable: Utilisateur) -> None:
    arguments: dict[str, Any] = {
        "par": responsable,
        "technicien_id": TechnicienFactory().pk,
        "competence_id": CompetenceFactory().pk,
    }
    first = services.definir_competence(**arguments)
    second = services.definir_competence(
        **arguments, niveau="expert", certification_expire_le=date(2027, 1, 31)
    )
    assert (first.pk, first.niveau) == (second.pk, "debutant")
    second.refresh_from_db()
    assert (second.niveau, second.certification_expire_le) == ("expert", date(2027, 1, 31))
    assert str(second).endswith("(Expert)")


@pytest.mark.parametrize(
    ("champ", "valeur"), [("niveau", "maitre"), ("certification_expire_le", "demain")]
)
def test_un_niveau_impossible(responsable: Utilisateur, *, champ: str, valeur: Any) -> None:
    error = _refus(
        services.definir_competence,
        par=responsable,
        technicien_id=TechnicienFactory().pk,
        competence_id=CompetenceFactory().pk,
        **{champ: valeur},
    )
    assert list(error.errors) == [champ]


def test_une_competence_quon_na_pas_ne_se_retire_pas(responsable: Utilisateur) -> None:
    error = _refus(
        services.retirer_competence,
        par=responsable,
        technicien_id=TechnicienFactory().pk,
        competence_id=CompetenceFactory().pk,
    )
    assert isinstance(error, Conflit)


@pytest.mark.parametrize(
    ("champ", "valeur"), [("nom", ""), ("niveau_requis", "haut"), ("certification", None)]
)
def test_une_competence_impossible(responsable: Utilisateur, *, champ: str, valeur: Any) -> None:
    given: dict[str, Any] = {"nom": "Froid", champ: valeur}
    assert list(_refus(services.creer_competence, par=responsable, **given).errors) == [champ]
    row = CompetenceFactory()
    error = _refus(
        services.modifier_competence,
        par=responsable,
        competence_id=row.pk,
        champs={champ: valeur},
    )
    assert list(error.errors) == [champ]


def test_deux_competences_nont_pas_le_meme_nom(responsable: Utilisateur) -> None:
    row = CompetenceFactory(nom="Froid")
    assert str(row) == "Froid"
    assert list(_refus(services.creer_competence, par=responsable, nom="Froid").errors) == ["nom"]


def test_une_competence_inconnue_ne_se_modifie_pas(responsable: Utilisateur) -> None:
    error = _refus(services.modifier_competence, par=responsable, competence_id=10**9, champs={})
    assert isinstance(error, Introuvable)
