"""Accounts: who opens, changes and shuts them; there is always an administrator."""

from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError

from comptes import services
from comptes.actions import registre
from comptes.models import Utilisateur
from comptes.tests.factories import MOT_DE_PASSE, UtilisateurFactory
from core.errors import Conflit, DomainError, Interdit, Introuvable, Invalide
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db

BON: dict[str, Any] = {
    "username": "salma",
    "email": "Salma@exemple.ma",
    "role": "client",
    "password": "Une-phrase-de-passe-longue",
    "full_name": "Salma Bennis",
}
ROLES = ("admin", "responsable", "technicien", "client")


def _comptes() -> list[dict[str, Any]]:
    return list(Utilisateur.objects.order_by("pk").values())


def _refus(service: Any, **arguments: Any) -> DomainError:
    """The refusal, having checked that no account changed."""
    before = _comptes()
    with pytest.raises(DomainError) as caught:
        service(**arguments)
    assert _comptes() == before
    return caught.value


# --- opening -----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("qui", ROLES)
def test_qui_ouvre_quel_compte(monde: Monde, *, qui: str, role: str) -> None:
    par = monde.compte(qui)
    if qui == "admin":
        user = services.creer_utilisateur(par=par, **(BON | {"role": role}))
        user.refresh_from_db()
        assert (user.role, user.username, user.is_active) == (role, "salma", True)
        assert user.check_password(BON["password"])
    else:
        error = _refus(services.creer_utilisateur, par=par, **(BON | {"role": role}))
        assert isinstance(error, Interdit)


@pytest.mark.parametrize("qui", ROLES)
def test_qui_ouvre_un_compte_de_client(monde: Monde, qui: str) -> None:
    bon = {k: v for k, v in BON.items() if k != "role"}
    if qui in ("admin", "responsable"):
        assert services.creer_compte_client(par=monde.compte(qui), **bon).role == "client"
    else:
        error = _refus(services.creer_compte_client, par=monde.compte(qui), **bon)
        assert isinstance(error, Interdit)


@pytest.mark.parametrize("role", ["admin", "responsable"])
def test_un_compte_ferme_nouvre_rien(role: str) -> None:
    ferme = UtilisateurFactory(role=role, is_active=False)
    assert isinstance(_refus(services.creer_utilisateur, par=ferme, **BON), Interdit)
    bon = {k: v for k, v in BON.items() if k != "role"}
    assert isinstance(_refus(services.creer_compte_client, par=ferme, **bon), Interdit)


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("username", "sal ma"),
        ("username", "salma@exemple.ma"),
        ("username", ""),
        ("username", "CHEF"),
        ("username", "x" * 101),
        ("email", "salma"),
        ("email", ""),
        ("email", "CHEF@exemple.ma"),
        ("role", "stagiaire"),
        ("full_name", "x" * 256),
        ("password", "court"),
        ("password", "motdepasse123"[:11]),
        ("password", "q1w2e3r4t5y6"),
        ("password", "salma@exemple.ma"),
    ],
)
def test_une_valeur_impossible_est_nommee(monde: Monde, *, champ: str, valeur: str) -> None:
    error = _refus(services.creer_utilisateur, par=monde.compte("admin"), **(BON | {champ: valeur}))
    assert isinstance(error, Invalide)
    assert list(error.errors) == [champ]


def test_createsuperuser_donne_un_administrateur() -> None:
    user = Utilisateur.objects.create_superuser("patron", "P@EXEMPLE.ma", "x", full_name="P")
    assert (user.role, user.email, user.is_staff, user.is_superuser) == (
        "admin",
        "P@exemple.ma",
        True,
        True,
    )
    with pytest.raises(ValidationError):
        Utilisateur.objects.create_user("patron", "autre@exemple.ma", "x", role="client")


# --- changing ----------------------------------------------------------------------------------


@pytest.mark.parametrize("cible", ["soi", "un client", "un collegue"])
@pytest.mark.parametrize("qui", ROLES)
def test_qui_change_quoi(monde: Monde, *, qui: str, cible: str) -> None:
    par = monde.compte(qui)
    targets = {
        "soi": par,
        "un client": monde.compte("autre_client"),
        "un collegue": monde.compte("autre_technicien"),
    }
    arguments: dict[str, Any] = {
        "utilisateur_id": targets[cible].pk,
        "champs": {"full_name": "Nouveau"},
    }
    if qui == "admin" or cible == "soi":
        services.modifier_utilisateur(par=par, **arguments)
        assert Utilisateur.objects.get(pk=targets[cible].pk).full_name == "Nouveau"
        return
    error = _refus(services.modifier_utilisateur, par=par, **arguments)
    unseen = qui == "client" or (qui, cible) == ("technicien", "un client")
    assert type(error) is (Introuvable if unseen else Interdit)


@pytest.mark.parametrize("champ", ["email", "username", "role", "is_active", "password", "id"])
@pytest.mark.parametrize("qui", ["responsable", "technicien", "client"])
def test_ce_quon_ne_change_pas_chez_soi(monde: Monde, *, qui: str, champ: str) -> None:
    par = monde.compte(qui)
    error = _refus(
        services.modifier_utilisateur, par=par, utilisateur_id=par.pk, champs={champ: "admin"}
    )
    assert isinstance(error, Invalide)
    assert list(error.errors) == [champ]


@pytest.mark.parametrize("champ", ["is_active", "password", "last_login", "id"])
def test_ce_que_meme_un_administrateur_ne_change_pas_ainsi(monde: Monde, champ: str) -> None:
    error = _refus(
        services.modifier_utilisateur,
        par=monde.compte("admin"),
        utilisateur_id=monde.user_a.pk,
        champs={champ: 1},
    )
    assert list(error.errors) == [champ]


def test_langue_et_theme(monde: Monde) -> None:
    par = monde.compte("client")
    user = services.modifier_utilisateur(
        par=par, utilisateur_id=par.pk, champs={"langue": "ar", "theme": "sombre"}
    )
    assert (user.langue, user.theme) == ("ar", "sombre")
    error = _refus(
        services.modifier_utilisateur, par=par, utilisateur_id=par.pk, champs={"langue": "es"}
    )
    assert list(error.errors) == ["langue"]


def test_un_administrateur_change_le_role(monde: Monde) -> None:
    admin = monde.compte("admin")
    target = UtilisateurFactory(role="client")
    user = services.modifier_utilisateur(
        par=admin, utilisateur_id=target.pk, champs={"role": "responsable", "email": "n@e.ma"}
    )
    assert (user.role, user.email) == ("responsable", "n@e.ma")
    error = _refus(
        services.modifier_utilisateur, par=admin, utilisateur_id=target.pk, champs={"role": "roi"}
    )
    assert list(error.errors) == ["role"]


def test_personne_ne_change_son_propre_role(monde: Monde) -> None:
    UtilisateurFactory(admin=True)
    admin = monde.compte("admin")
    error = _refus(
        services.modifier_utilisateur,
        par=admin,
        utilisateur_id=admin.pk,
        champs={"role": "client"},
    )
    assert isinstance(error, Interdit)
    services.modifier_utilisateur(par=admin, utilisateur_id=admin.pk, champs={"role": "admin"})


def test_qui_prend_part_au_changement_de_role(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    monkeypatch.setitem(
        registre._abonnes, "changer_role", [lambda utilisateur: seen.append(utilisateur.pk)]
    )
    admin, target = monde.compte("admin"), monde.user_a.pk
    for role, times in (("client", 0), ("responsable", 1)):
        services.modifier_utilisateur(
            par=admin, utilisateur_id=target, champs={"role": role, "theme": "clair"}
        )
        assert seen == [target] * times


# --- passwords ---------------------------------------------------------------------------------


def test_changer_son_mot_de_passe() -> None:
    user = UtilisateurFactory()
    services.changer_mot_de_passe(
        utilisateur=user, ancien=MOT_DE_PASSE, nouveau="Une-autre-phrase-longue"
    )
    assert authenticate(username=user.username, password="Une-autre-phrase-longue") == user
    assert authenticate(username=user.username, password=MOT_DE_PASSE) is None


@pytest.mark.parametrize(
    ("ancien", "nouveau", "champ"),
    [
        ("faux", "Une-autre-phrase-longue", "current_password"),
        ("", "Une-autre-phrase-longue", "current_password"),
        (MOT_DE_PASSE, "court", "new_password"),
        (MOT_DE_PASSE, "", "new_password"),
    ],
)
def test_un_mot_de_passe_refuse(*, ancien: str, nouveau: str, champ: str) -> None:
    error = _refus(
        services.changer_mot_de_passe,
        utilisateur=UtilisateurFactory(),
        ancien=ancien,
        nouveau=nouveau,
    )
    assert list(error.errors) == [champ]


@pytest.mark.parametrize("qui", ROLES)
def test_seul_un_administrateur_definit_celui_dun_autre(monde: Monde, qui: str) -> None:
    arguments: dict[str, Any] = {
        "utilisateur_id": monde.user_b.pk,
        "nouveau": "Une-autre-phrase-longue",
    }
    if qui == "admin":
        user = services.definir_mot_de_passe(par=monde.compte(qui), **arguments)
        assert user.check_password("Une-autre-phrase-longue")
        error = _refus(
            services.definir_mot_de_passe,
            par=monde.compte(qui),
            utilisateur_id=monde.user_b.pk,
            nouveau="x",
        )
        assert list(error.errors) == ["new_password"]
    else:
        error = _refus(services.definir_mot_de_passe, par=monde.compte(qui), **arguments)
        assert isinstance(error, Interdit)


# --- shutting ----------------------------------------------------------------------------------


def test_fermer_et_rouvrir(monde: Monde) -> None:
    admin, pk = monde.compte("admin"), monde.user_b.pk
    assert not services.desactiver(par=admin, utilisateur_id=pk).is_active
    assert not Utilisateur.objects.get(pk=pk).is_active
    assert services.reactiver(par=admin, utilisateur_id=pk).is_active
    assert Utilisateur.objects.get(pk=pk).is_active


@pytest.mark.parametrize("service", [services.desactiver, services.reactiver])
@pytest.mark.parametrize("qui", ["responsable", "technicien", "client"])
def test_seul_un_administrateur_ferme_et_rouvre(monde: Monde, *, qui: str, service: Any) -> None:
    error = _refus(service, par=monde.compte(qui), utilisateur_id=monde.user_b.pk)
    assert isinstance(error, Interdit)


@pytest.mark.parametrize("service", [services.desactiver, services.reactiver])
def test_un_compte_inconnu(monde: Monde, service: Any) -> None:
    error = _refus(service, par=monde.compte("admin"), utilisateur_id=10**9)
    assert isinstance(error, Introuvable)


def test_on_ne_se_ferme_pas_soi_meme(monde: Monde) -> None:
    UtilisateurFactory(admin=True)
    admin = monde.compte("admin")
    error = _refus(services.desactiver, par=admin, utilisateur_id=admin.pk)
    assert isinstance(error, Conflit)


def test_le_dernier_administrateur_reste() -> None:
    """A second one, shut meanwhile, acts on a page that was still open."""
    last, shut = UtilisateurFactory(admin=True), UtilisateurFactory(admin=True)
    stale = Utilisateur.objects.get(pk=shut.pk)
    services.desactiver(par=last, utilisateur_id=shut.pk)
    with pytest.raises(Conflit, match="dernier administrateur"):
        services.desactiver(par=stale, utilisateur_id=last.pk)
    with pytest.raises(Conflit, match="dernier administrateur"):
        services.modifier_utilisateur(par=stale, utilisateur_id=last.pk, champs={"role": "client"})
    last.refresh_from_db()
    assert (last.role, last.is_active) == ("admin", True)


def test_qui_prend_part_a_la_fermeture_peut_la_refuser(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[str, Any]] = []

    def refuser(**faits: Any) -> None:
        seen.append(faits)
        raise Conflit("Pas maintenant")

    monkeypatch.setitem(registre._abonnes, "desactiver", [refuser])
    admin = monde.compte("admin")
    error = _refus(
        services.desactiver,
        par=admin,
        utilisateur_id=monde.user_a.pk,
        successeur_id=3,
        interventions_vues=[1, 2],
    )
    assert error.detail == "Pas maintenant"
    assert seen == [
        {
            "utilisateur": monde.user_a,
            "par": admin,
            "successeur_id": 3,
            "interventions_vues": [1, 2],
        }
    ]


def test_les_droits_suivent_le_role() -> None:
    admin, other = UtilisateurFactory(admin=True, full_name=""), UtilisateurFactory()
    shut = UtilisateurFactory(admin=True, is_active=False)
    for user, allowed in ((admin, True), (other, False), (shut, False)):
        assert user.is_staff is user.is_superuser is allowed
        assert user.has_perm("interventions.view_intervention") is allowed
        assert user.has_module_perms("interventions") is allowed
    assert admin.get_full_name() == str(admin) == admin.username
    assert str(other) == other.full_name
