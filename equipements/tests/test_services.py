"""Machines: who writes which column, serial numbers, labels, archiving or deleting."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from clients.models import Site
from clients.tests.factories import ClientFactory, SiteFactory
from comptes.models import Utilisateur
from comptes.tests.factories import UtilisateurFactory
from core.errors import Conflit, DomainError, Interdit, Introuvable, Invalide
from equipements import services
from equipements.actions import registre
from equipements.models import Equipement, Famille
from equipements.tests.factories import EquipementFactory, FamilleFactory
from interventions.tests.factories import IndisponibiliteFactory
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db


def _tout() -> list[Any]:
    tables: list[Any] = [Equipement, Famille]
    return [list(modele._base_manager.order_by("pk").values()) for modele in tables]


def _refus(service: Callable[..., Any], **arguments: Any) -> DomainError:
    before = _tout()
    with pytest.raises(DomainError) as caught:
        service(**arguments)
    assert _tout() == before
    return caught.value


# --- who ---------------------------------------------------------------------------------------

TOUTES: dict[str, Any] = {
    "nom": "Compresseur",
    "modele": "GA 30",
    "fabricant": "Atlas",
    "numero_serie": "XX-1",
    "date_installation": date(2020, 1, 1),
    "statut": "maintenance",
    "criticite": "critique",
    "localisation": "Toit",
    "specifications_techniques": "30 kW",
    "manuel_utilisation": "Voir classeur",
    "frequence_entretien": "mensuel",
    "derniere_maintenance": timezone.now(),
    "prochaine_maintenance": date(2027, 1, 1),
}
DU_TECHNICIEN = {"statut", "localisation", "specifications_techniques"}
DE_PERSONNE: dict[str, Any] = {
    "client_id": 1,
    "code": "AAAAAAAA",
    "archive_le": timezone.now(),
    "id": 1,
    "inconnue": 1,
}


@pytest.mark.parametrize("qui", ["admin", "responsable", "technicien"])
def test_chaque_colonne_selon_le_role(monde: Monde, qui: str) -> None:
    pk = monde.machine_a.pk
    for name, value in (TOUTES | DE_PERSONNE).items():
        arguments: dict[str, Any] = {
            "par": monde.compte(qui),
            "equipement_id": pk,
            "champs": {name: value},
        }
        allowed = name in (DU_TECHNICIEN if qui == "technicien" else TOUTES)
        if allowed:
            row = services.modifier_equipement(**arguments)
            row.refresh_from_db()
            assert getattr(row, name) == value, name
        else:
            error = _refus(services.modifier_equipement, **arguments)
            assert isinstance(error, Invalide), name
            assert list(error.errors) == [name]


def test_le_client_ne_modifie_pas_sa_machine(monde: Monde) -> None:
    error = _refus(
        services.modifier_equipement,
        par=monde.compte("client"),
        equipement_id=monde.machine_a.pk,
        champs={"localisation": "Toit"},
    )
    assert isinstance(error, Interdit)


@pytest.mark.parametrize("qui", ["technicien", "autre_technicien", "admin"])
def test_on_ne_modifie_que_ce_quon_voit(monde: Monde, qui: str) -> None:
    pk = monde.machine_b.pk if qui == "technicien" else monde.machine_a.pk
    error = _refus(
        services.modifier_equipement,
        par=monde.compte(qui),
        equipement_id=10**9 if qui == "admin" else pk,
        champs={"localisation": "Toit"},
    )
    assert isinstance(error, Introuvable)


@pytest.mark.parametrize("nom", ["creer_equipement", "archiver_equipement", "famille_nommee"])
@pytest.mark.parametrize("qui", ["admin", "responsable", "technicien", "client", "inactif"])
def test_seuls_les_chefs_gerent_le_parc(monde: Monde, *, qui: str, nom: str) -> None:
    arguments: dict[str, Any] = {
        "creer_equipement": {"client_id": monde.client_a.pk, "nom": "Pompe"},
        "archiver_equipement": {"equipement_id": EquipementFactory().pk},
        "famille_nommee": {"nom": "Ascenseur"},
    }[nom]
    par = UtilisateurFactory(is_active=False) if qui == "inactif" else monde.compte(qui)
    service = getattr(services, nom)
    if qui in ("admin", "responsable"):
        before = _tout()
        service(par=par, **arguments)
        assert _tout() != before
    else:
        assert isinstance(_refus(service, par=par, **arguments), Interdit)


# --- creating ----------------------------------------------------------------------------------


def test_sans_site_la_machine_est_au_premier(responsable: Utilisateur) -> None:
    firm = ClientFactory()
    first = firm.sites.get()
    SiteFactory(client=firm)
    row = services.creer_equipement(par=responsable, client_id=firm.pk, nom="Pompe")
    assert (row.site_id, row.statut, row.criticite) == (first.pk, "operationnel", "normale")
    assert len(row.code) == 8
    Site.objects.filter(pk=first.pk).update(archive_le=timezone.now())
    again = services.creer_equipement(par=responsable, client_id=firm.pk, nom="Pompe", site_id=None)
    assert again.site_id != first.pk
    assert again.code != row.code


@pytest.mark.parametrize("raison", ["autre client", "archivé", "inconnu"])
@pytest.mark.parametrize("geste", ["creer", "modifier"])
def test_le_site_est_un_site_vivant_du_client(
    responsable: Utilisateur, *, geste: str, raison: str
) -> None:
    machine, other = EquipementFactory(), SiteFactory()
    gone = SiteFactory(client=machine.client, archive_le=timezone.now())
    ids = {"autre client": other.pk, "archivé": gone.pk, "inconnu": 10**9}
    if geste == "creer":
        error = _refus(
            services.creer_equipement,
            par=responsable,
            client_id=machine.client_id,
            nom="Pompe",
            site_id=ids[raison],
        )
    else:
        error = _refus(
            services.modifier_equipement,
            par=responsable,
            equipement_id=machine.pk,
            champs={"site_id": ids[raison]},
        )
    assert list(error.errors) == ["site_id"]


def test_changer_de_site(responsable: Utilisateur) -> None:
    machine = EquipementFactory()
    site = SiteFactory(client=machine.client)
    row = services.modifier_equipement(
        par=responsable, equipement_id=machine.pk, champs={"site_id": site.pk}
    )
    assert row.site_id == site.pk


@pytest.mark.parametrize("raison", ["inconnu", "archivé"])
def test_un_client_vivant(responsable: Utilisateur, raison: str) -> None:
    gone = ClientFactory(archive_le=timezone.now())
    pk = gone.pk if raison == "archivé" else 10**9
    error = _refus(services.creer_equipement, par=responsable, client_id=pk, nom="Pompe")
    assert list(error.errors) == ["client_id"]


def test_un_client_dont_tous_les_sites_sont_archives(responsable: Utilisateur) -> None:
    firm = ClientFactory()
    firm.sites.update(archive_le=timezone.now())
    error = _refus(services.creer_equipement, par=responsable, client_id=firm.pk, nom="Pompe")
    assert list(error.errors) == ["site_id"]


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("nom", ""),
        ("nom", None),
        ("statut", "casse"),
        ("criticite", "extreme"),
        ("date_installation", "hier"),
        ("localisation", None),
        ("famille_id", 10**9),
        ("modele", "x" * 101),
    ],
)
def test_une_valeur_impossible_est_nommee(
    responsable: Utilisateur, *, champ: str, valeur: Any
) -> None:
    machine = EquipementFactory()
    given = {"nom": "Pompe", champ: valeur}
    error = _refus(services.creer_equipement, par=responsable, client_id=machine.client_id, **given)
    assert list(error.errors) == [champ]
    error = _refus(
        services.modifier_equipement,
        par=responsable,
        equipement_id=machine.pk,
        champs={champ: valeur},
    )
    assert list(error.errors) == [champ]


# --- serial numbers ----------------------------------------------------------------------------


@pytest.mark.parametrize("vide", ["", "   ", None])
def test_un_numero_de_serie_vide_est_absent(responsable: Utilisateur, vide: str | None) -> None:
    firm = ClientFactory()
    rows = [
        services.creer_equipement(
            par=responsable, client_id=firm.pk, nom="Pompe", numero_serie=vide
        )
        for _ in range(2)
    ]
    assert [Equipement.objects.get(pk=row.pk).numero_serie for row in rows] == [None, None]


def test_meme_a_letage_de_la_base() -> None:
    machine = EquipementFactory(numero_serie=" ")
    assert Equipement.objects.get(pk=machine.pk).numero_serie is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Equipement.objects.filter(pk=machine.pk).update(numero_serie="")


@pytest.mark.parametrize("autre", ["AB-12", "ab-12", " A B-1 2 ", "Ab-12"])
def test_sans_casse_ni_espace_et_dans_toute_la_maison(responsable: Utilisateur, autre: str) -> None:
    EquipementFactory(numero_serie="Ab-12")
    machine = EquipementFactory()
    error = _refus(
        services.modifier_equipement,
        par=responsable,
        equipement_id=machine.pk,
        champs={"numero_serie": autre},
    )
    assert list(error.errors) == ["numero_serie"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Equipement.objects.filter(pk=machine.pk).update(numero_serie=autre)


def test_garder_son_propre_numero(responsable: Utilisateur) -> None:
    machine = EquipementFactory(numero_serie="Ab-12")
    row = services.modifier_equipement(
        par=responsable, equipement_id=machine.pk, champs={"numero_serie": " ab-12 "}
    )
    assert row.numero_serie == "ab-12"


# --- archiving ---------------------------------------------------------------------------------


def test_sans_passe_elle_est_effacee(responsable: Utilisateur) -> None:
    machine = EquipementFactory()
    services.archiver_equipement(par=responsable, equipement_id=machine.pk)
    assert not Equipement.objects.filter(pk=machine.pk).exists()


def test_avec_un_passe_elle_est_rangee(responsable: Utilisateur) -> None:
    machine = EquipementFactory()
    IndisponibiliteFactory(equipement=machine, debut=timezone.now(), fin=timezone.now())
    services.archiver_equipement(par=responsable, equipement_id=machine.pk)
    machine.refresh_from_db()
    assert machine.archive_le is not None


def test_avec_des_parties_elle_reste(responsable: Utilisateur) -> None:
    machine = EquipementFactory()
    part = EquipementFactory(client=machine.client, site=machine.site, parent=machine)
    error = _refus(services.archiver_equipement, par=responsable, equipement_id=machine.pk)
    assert isinstance(error, Conflit)
    Equipement.objects.filter(pk=part.pk).update(archive_le=timezone.now())
    services.archiver_equipement(par=responsable, equipement_id=machine.pk)
    machine.refresh_from_db()
    assert machine.archive_le is not None


@pytest.mark.parametrize(
    ("acte", "service"),
    [
        ("archiver", services.archiver_equipement),
        ("changer_statut", services.modifier_equipement),
    ],
)
def test_qui_prend_part_peut_refuser(
    responsable: Utilisateur,
    monkeypatch: pytest.MonkeyPatch,
    *,
    acte: str,
    service: Callable[..., Any],
) -> None:
    def refuser(**_: Any) -> None:
        raise Conflit("Sous contrat")

    monkeypatch.setitem(registre._abonnes, acte, [refuser])
    rest = {} if acte == "archiver" else {"champs": {"statut": "panne", "nom": "Autre"}}
    machine = EquipementFactory()
    error = _refus(service, par=responsable, equipement_id=machine.pk, **rest)
    assert error.detail == "Sous contrat"


# --- families ----------------------------------------------------------------------------------


def test_une_famille_par_son_nom(responsable: Utilisateur) -> None:
    known = FamilleFactory(nom="Groupe froid")
    found = [
        services.famille_nommee(par=responsable, nom=nom)
        for nom in ("Groupe froid", "  GROUPE   froid ", "Ascenseur", "ascenseur")
    ]
    assert [f.nom if f else None for f in found] == ["Groupe froid"] * 2 + ["Ascenseur"] * 2
    assert found[0] == known
    assert services.famille_nommee(par=responsable, nom="   ") is None
    assert Famille.objects.count() == 2
    assert str(known) == "Groupe froid"


def test_un_nom_de_famille_trop_long(responsable: Utilisateur) -> None:
    error = _refus(services.famille_nommee, par=responsable, nom="x" * 101)
    assert list(error.errors) == ["nom"]
