"""One fixture per role, a stranger of each kind, and a small world of two client firms."""

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client as Navigateur
from django.utils import timezone

from clients.models import Client
from clients.tests.factories import ClientFactory
from comptes.models import Session as Ouverte
from comptes.models import Utilisateur
from comptes.tests.factories import UtilisateurFactory
from core.inalterable import retirer_declencheurs
from equipements.models import Equipement
from equipements.tests.factories import EquipementFactory
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from techniciens.models import Technicien
from techniciens.tests.factories import TechnicienFactory
from tests import photo


@dataclass
class Monde:
    """Firm A with its user, machine and work (held by technician A); firm B, the strangers."""

    admin: Utilisateur
    responsable: Utilisateur
    technicien_a: Technicien
    technicien_b: Technicien
    client_a: Client
    client_b: Client
    machine_a: Equipement
    machine_b: Equipement
    intervention_a: Intervention
    intervention_b: Intervention

    @property
    def user_a(self) -> Utilisateur:
        assert self.client_a.user is not None
        return self.client_a.user

    @property
    def user_b(self) -> Utilisateur:
        assert self.client_b.user is not None
        return self.client_b.user

    def cles(self) -> dict[str, int]:
        """The accounts' keys by name."""
        users = {
            "admin": self.admin,
            "responsable": self.responsable,
            "technicien": self.technicien_a.user,
            "autre_technicien": self.technicien_b.user,
            "client": self.user_a,
            "autre_client": self.user_b,
        }
        return {nom: user.pk for nom, user in users.items()}

    def compte(self, nom: str) -> Utilisateur:
        """admin, responsable, technicien, client, autre_technicien or autre_client; read anew."""
        found: Utilisateur = Utilisateur.objects.get(pk=self.cles()[nom])
        return found


def _batir() -> Monde:
    responsable = UtilisateurFactory(username="resp")
    a, b = TechnicienFactory(), TechnicienFactory()
    client_a, client_b = ClientFactory(avec_compte=True), ClientFactory(avec_compte=True)
    machine_a, machine_b = EquipementFactory(client=client_a), EquipementFactory(client=client_b)
    return Monde(
        admin=UtilisateurFactory(username="chef", admin=True),
        responsable=responsable,
        technicien_a=a,
        technicien_b=b,
        client_a=client_a,
        client_b=client_b,
        machine_a=machine_a,
        machine_b=machine_b,
        intervention_a=InterventionFactory(
            equipement=machine_a, technicien=a, par=responsable, etat="affectee"
        ),
        intervention_b=InterventionFactory(
            equipement=machine_b, technicien=b, par=responsable, etat="affectee"
        ),
    )


# The first world of the process: its rows, its actors in pickle, and the sessions of its accounts.
_premier: dict[str, Any] = {}

_AVEC = {
    Technicien: ("user",),
    Client: ("user",),
    Equipement: ("client__user", "site", "famille"),
    Intervention: ("equipement__client", "equipement__site", "client__user", "technicien__user"),
}


def _relire(ligne: Any) -> Any:
    """The row as a test would read it, with what hangs on it."""
    modele = type(ligne)
    return modele._base_manager.select_related(*_AVEC.get(modele, ())).get(pk=ligne.pk)


@pytest.fixture
def monde(db: None) -> Monde:
    """Built by the factories once per process, then laid down from its picture.

    Each test gets its own objects: out of the pickle they cost a tenth of reading them.
    """
    if not photo.vide():
        return _batir()  # beside rows that the test made first
    if "lignes" not in _premier and time_machine.escape_hatch.is_travelling():
        return _batir()  # the picture is of a clock that runs
    if "lignes" not in _premier:
        built = _batir()
        actors = {f.name: _relire(getattr(built, f.name)) for f in fields(Monde)}
        _premier["lignes"] = photo.prendre()
        _premier["monde"] = pickle.dumps(Monde(**actors))
    else:
        photo.poser(_premier["lignes"])
    found: Monde = pickle.loads(_premier["monde"])  # noqa: S301 (our own, of this process)
    return found


@pytest.fixture
def admin(db: None) -> Utilisateur:
    return UtilisateurFactory(admin=True)


@pytest.fixture
def responsable(db: None) -> Utilisateur:
    return UtilisateurFactory()


@pytest.fixture
def technicien(db: None) -> Technicien:
    return TechnicienFactory()


@pytest.fixture
def client_mif(db: None) -> Client:
    """A client firm with a login (`client` is pytest-django's browser)."""
    return ClientFactory(avec_compte=True)


ACTEURS = ("admin", "responsable", "technicien", "autre_technicien", "client", "autre_client")


@pytest.fixture
def navigateur(monde: Monde) -> dict[str, Navigateur]:
    """A signed-in browser per account of `monde`, and `anonyme`."""
    browsers = {nom: Navigateur() for nom in ("anonyme", *ACTEURS)}
    known, keys = _premier.get("sessions", {}), monde.cles()
    if known and known.keys() == set(keys.values()):
        Session.objects.bulk_create([Session(**row) for row, *_ in known.values()])
        # Tests travel in time: these were perhaps opened on another day.
        now = timezone.now()
        day = {"ouverte_le": now, "vue_le": now, "expire_le": now + timedelta(hours=10)}
        Ouverte.objects.bulk_create([Ouverte(**row | day) for _, row, _ in known.values()])
        for nom in ACTEURS:
            browsers[nom].cookies = pickle.loads(known[keys[nom]][2])  # noqa: S301 (our own)
        return browsers
    for nom in ACTEURS:
        browsers[nom].force_login(monde.compte(nom))
    if "lignes" not in _premier:
        return browsers  # of another world than the one to come
    # As in the tests that follow, which get the sessions without the sign-in.
    accounts = Utilisateur.objects.filter(pk__in=keys.values())
    accounts.update(last_login=None)
    rows = {row["session_key"]: row for row in Session.objects.values()}
    # Without ids: the database numbers them, or its sequence would stay behind.
    names = [f.attname for f in Ouverte._meta.concrete_fields if not f.primary_key]
    ours: dict[str, dict[str, Any]] = {r["sid"]: r for r in Ouverte.objects.values(*names)}
    _premier["sessions"] = {
        keys[nom]: (
            rows[str(browsers[nom].session.session_key)],
            ours[browsers[nom].session["sid"]],
            pickle.dumps(browsers[nom].cookies),
        )
        for nom in ACTEURS
    }
    return browsers


@pytest.fixture
def base_reelle(transactional_db: None) -> Iterator[None]:
    """Real commits, for races: the audit triggers step aside so that the flush can empty tables.

    Django puts them back itself: the flush ends with `post_migrate`.
    """
    yield
    retirer_declencheurs(connection)
