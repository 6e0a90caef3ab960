"""From an event to a receiver and its log, through the relay."""

import hashlib
import hmac
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from comptes.choices import Role
from comptes.models import Utilisateur
from comptes.tests.factories import UtilisateurFactory
from core.errors import Conflit, Interdit, Introuvable
from core.models import Evenement, Livraison
from core.outbox import EtatLivraison, entretien, publier
from core.outbox.abonnes import DEDANS
from core.outbox.relais import passer
from core.travaux import trouver
from crochets import abonnes, catalogue, services, signature
from crochets.choices import EtatEnvoi
from crochets.models import Crochet, EnvoiCrochet
from crochets.poste import Reponse
from crochets.services import SORTIE
from crochets.tests.factories import CrochetFactory, EnvoiCrochetFactory

pytestmark = pytest.mark.django_db

URL = "https://93.184.216.34/mif"
SILENCE = Reponse(None, 10_000, erreur="TimeoutError")


@dataclass(frozen=True)
class Cree:
    type: ClassVar[str] = "intervention.creee"
    version_schema: ClassVar[int] = 3
    intervention_id: int


@dataclass(frozen=True)
class Archive:
    type: ClassVar[str] = "client.archive"
    version_schema: ClassVar[int] = 1
    client_id: int


class Poste:
    """Stands where the network is: answers in turn, the last for good, and keeps what was sent."""

    def __init__(self) -> None:
        self.reponses: list[Reponse] = [Reponse(200, 5, "ok")]
        self.envois: list[tuple[str, bytes, dict[str, str]]] = []

    def __call__(self, url: str, corps: bytes, entetes: dict[str, str]) -> Reponse:
        self.envois.append((url, corps, entetes))
        return self.reponses.pop(0) if len(self.reponses) > 1 else self.reponses[0]


@pytest.fixture
def poste(monkeypatch: pytest.MonkeyPatch) -> Poste:
    found = Poste()
    monkeypatch.setattr(abonnes, "poster", found)
    return found


@pytest.fixture
def chef() -> Utilisateur:
    user: Utilisateur = UtilisateurFactory(role=Role.ADMIN)
    return user


def survenir(*evenements: Any) -> int:
    """Publish them; the id of the last."""
    with transaction.atomic():
        for event in evenements:
            publier(event)
    return Evenement.objects.latest("pk").pk


@pytest.fixture
def plus_tard() -> Callable[[float], None]:
    """Pass the relay as it would so many seconds from now."""
    now = timezone.now()

    def passer_dans(secondes: float) -> None:
        with time_machine.travel(now + timedelta(seconds=secondes), tick=True):
            passer()

    return passer_dans


def epuiser(plus_tard: Callable[[float], None]) -> None:
    """All the tries of what waits."""
    for rank in range(1, abonnes.ESSAIS + 1):
        plus_tard(rank * 10_000)


def envois() -> list[tuple[str, str, int]]:
    rows = EnvoiCrochet.objects.order_by("pk")
    return [(row.type, row.etat, row.essais) for row in rows]


def test_ce_qui_part_est_signe(poste: Poste) -> None:
    key = "mifsec_test"
    row = CrochetFactory(url=URL, types=["intervention.creee"])
    number = survenir(Cree(intervention_id=7), Archive(client_id=1)) - 1
    passer()
    [(url, body, headers)] = poste.envois
    assert url == URL
    sent = json.loads(body)
    assert sent.pop("cree_le").endswith("Z")
    assert sent == {
        "id": number,
        "type": "intervention.creee",
        "version_schema": 3,
        "donnees": {"intervention_id": 7},
    }
    (log,) = EnvoiCrochet.objects.all()
    assert (log.etat, log.statut_http, log.duree_ms, log.extrait) == ("livre", 200, 5, "ok")
    assert headers["X-MIF-Livraison"] == str(log.pk)
    assert headers["X-MIF-Evenement"] == "intervention.creee"
    assert headers["User-Agent"].startswith("MIF-ERP/")
    # As a receiver does it, from what it was given.
    stamp, given = (part.split("=")[1] for part in headers["X-MIF-Signature"].split(","))
    secret = signature.secret(row.pk, row.graine)
    assert given == hmac.new(secret.encode(), f"{stamp}.".encode() + body, "sha256").hexdigest()
    assert abs(int(stamp) - timezone.now().timestamp()) < 60
    # One that anybody may compute: printf '1700000000.{}' | openssl dgst -sha256 -hmac mifsec_test
    known = hashlib.sha256(
        bytes(b ^ 0x5C for b in key.encode().ljust(64, b"\0"))
        + hashlib.sha256(
            bytes(b ^ 0x36 for b in key.encode().ljust(64, b"\0")) + b"1700000000.{}"
        ).digest()
    ).hexdigest()
    assert signature.signer(key, b"{}", 1_700_000_000) == f"t=1700000000,v1={known}"


def test_un_envoi_par_evenement_et_crochet(poste: Poste) -> None:
    both = CrochetFactory(types=["*"]), CrochetFactory(types=["client.archive"])
    CrochetFactory(types=["*"], actif=False)
    number = survenir(Cree(intervention_id=7), Archive(client_id=1))
    passer()
    assert sorted(EnvoiCrochet.objects.values_list("crochet_id", "type")) == sorted(
        [(both[0].pk, "intervention.creee")] + [(row.pk, "client.archive") for row in both]
    )
    # The subscriber inside again: nothing new.
    assert entretien.rejouer_plage("crochets", du=1, au=number) == 2
    passer()
    assert len(poste.envois) == 3
    assert not {"crochet.envoi", "notification.ecrites"} & set(catalogue.types())
    assert {"intervention.creee", "plan.cree", "client.archive"} <= set(catalogue.types())


def test_500_puis_200(poste: Poste, plus_tard: Callable[[float], None]) -> None:
    CrochetFactory()
    survenir(Cree(intervention_id=7))
    poste.reponses = [Reponse(500, 3, "aïe"), Reponse(200, 3, "ok")]
    passer()
    assert envois() == [("intervention.creee", "en_attente", 1)]
    assert EnvoiCrochet.objects.get().extrait == "aïe"
    passer()  # not yet
    assert len(poste.envois) == 1
    plus_tard(60)
    assert envois() == [("intervention.creee", "livre", 2)]
    # The same letter in both envelopes.
    assert poste.envois[0][1] == poste.envois[1][1]
    assert poste.envois[0][2]["X-MIF-Livraison"] == poste.envois[1][2]["X-MIF-Livraison"]


def test_lettre_morte_puis_rejouee(
    poste: Poste, chef: Utilisateur, plus_tard: Callable[[float], None]
) -> None:
    row = CrochetFactory()
    survenir(Cree(intervention_id=7))
    poste.reponses = [Reponse(503, 3)]
    epuiser(plus_tard)
    assert envois() == [("intervention.creee", "echoue", abonnes.ESSAIS)]
    assert Livraison.objects.get(abonne=SORTIE).etat == EtatLivraison.MORTE
    row.refresh_from_db()
    assert (row.echecs, row.actif) == (1, True)
    log = EnvoiCrochet.objects.get()
    poste.reponses = [Reponse(204, 3)]
    services.rejouer(par=chef, envoi_id=log.pk)
    services.rejouer(par=chef, envoi_id=log.pk)  # it waits already
    passer()
    row.refresh_from_db()
    assert (envois()[0][1], row.echecs) == ("livre", 0)
    assert len(poste.envois) == abonnes.ESSAIS + 1
    assert Livraison.objects.get(abonne=SORTIE).etat == EtatLivraison.LIVREE


def test_rejouer_ce_que_le_relais_a_oublie(poste: Poste, chef: Utilisateur) -> None:
    CrochetFactory()
    survenir(Cree(intervention_id=7))
    passer()
    Livraison.objects.all().delete()
    Evenement.objects.all().delete()
    (log,) = EnvoiCrochet.objects.all()
    services.rejouer(par=chef, envoi_id=log.pk)
    assert envois()[0][1] == "en_attente"
    passer()
    assert envois() == [("intervention.creee", "livre", 2)]
    assert poste.envois[0][1] == poste.envois[1][1]


def test_rejouer_une_plage_par_la_commande(poste: Poste, chef: Utilisateur, capsys: Any) -> None:
    row, other = CrochetFactory(), CrochetFactory()
    last = survenir(*(Cree(intervention_id=n) for n in range(3)))
    passer()
    given = ["--du", str(last - 1), "--au", str(last), "--par"]
    call_command("crochets", "rejouer", str(row.pk), *given, chef.username)
    assert EnvoiCrochet.objects.filter(etat="en_attente").count() == 2
    passer()
    assert len(poste.envois) == 6 + 2
    call_command("crochets", "etat")
    told = capsys.readouterr().out
    assert "remis en attente : 2" in told
    assert f"{other.pk} {other.nom} (actif) : en_attente 0, livre 3" in told
    with pytest.raises(CommandError, match="administrateur"):
        call_command("crochets", "rejouer", str(row.pk), *given, "absent")
    Crochet.objects.update(actif=False)
    with pytest.raises(CommandError, match="arrêté"):
        call_command("crochets", "rejouer", str(row.pk), *given, chef.username)


def test_un_crochet_arrete_ne_recoit_plus_rien(poste: Poste, chef: Utilisateur) -> None:
    row = CrochetFactory()
    survenir(Cree(intervention_id=7))
    passer(DEDANS)
    services.modifier_crochet(par=chef, crochet_id=row.pk, champs={"actif": False})
    survenir(Cree(intervention_id=8))
    passer()
    assert poste.envois == []
    assert envois() == [("intervention.creee", "abandonne", 0)]
    with pytest.raises(Conflit):
        services.rejouer(par=chef, envoi_id=EnvoiCrochet.objects.get().pk)


def test_trop_d_echecs_arretent_le_crochet(  # noqa: PLR0917
    poste: Poste,
    chef: Utilisateur,
    settings: Any,
    plus_tard: Callable[[float], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.CROCHETS_ECHECS_MAX = 2
    row, well = CrochetFactory(), CrochetFactory(types=["client.archive"])
    survenir(Cree(intervention_id=1), Cree(intervention_id=2))
    poste.reponses = [Reponse(410, 3)]
    with caplog.at_level(logging.ERROR, logger="crochets"):
        epuiser(plus_tard)
    row.refresh_from_db()
    well.refresh_from_db()
    assert (row.actif, row.echecs, row.version, well.actif) == (False, 2, 2, True)
    assert row.arrete_le is not None
    assert [r.message for r in caplog.records if r.name == "crochets.abonnes"] == [
        f"Webhook {row.pk} is switched off: 2 deliveries failed."
    ]
    done = services.modifier_crochet(par=chef, crochet_id=row.pk, champs={"actif": True})
    assert (done.actif, done.echecs, done.arrete_le) == (True, 0, None)


def test_un_silence_met_en_pause(poste: Poste, plus_tard: Callable[[float], None]) -> None:
    """Ten waiting deliveries to one who does not answer cost one time-out, not ten."""
    row = CrochetFactory()
    survenir(*(Cree(intervention_id=n) for n in range(10)))
    poste.reponses = [SILENCE]
    passer()
    assert len(poste.envois) == 1
    assert EnvoiCrochet.objects.filter(etat="en_attente", essais=1).count() == 10
    poste.reponses = [Reponse(200, 3)]
    plus_tard(120)
    row.refresh_from_db()
    assert row.pause_jusqua is None
    assert EnvoiCrochet.objects.filter(etat="livre").count() == 10


def test_un_ping_est_essaye_une_fois(poste: Poste, chef: Utilisateur) -> None:
    row = CrochetFactory(actif=False, types=["client.archive"])
    poste.reponses = [SILENCE]
    log = services.tester(par=chef, crochet_id=row.pk)
    passer()
    log.refresh_from_db()
    row.refresh_from_db()
    assert (log.type, log.etat, log.erreur) == ("test.ping", EtatEnvoi.ECHOUE, "TimeoutError")
    assert (row.echecs, row.pause_jusqua) == (0, None)
    assert Livraison.objects.get(abonne=SORTIE).etat == EtatLivraison.LIVREE
    assert json.loads(poste.envois[0][1])["donnees"] == {"crochet_id": row.pk}
    poste.reponses = [Reponse(200, 3)]
    services.rejouer(par=chef, envoi_id=log.pk)
    passer()
    log.refresh_from_db()
    assert log.etat == EtatEnvoi.LIVRE


def test_supprime_entre_temps(poste: Poste, chef: Utilisateur) -> None:
    row = CrochetFactory()
    survenir(Cree(intervention_id=7))
    passer(DEDANS)
    services.retirer_crochet(par=chef, crochet_id=row.pk)
    passer()
    assert poste.envois == []
    assert not EnvoiCrochet.objects.exists()
    assert not Livraison.objects.exclude(erreur="").exists()
    for faire in (services.retirer_crochet, services.tester, services.changer_secret):
        with pytest.raises(Introuvable):
            faire(par=chef, crochet_id=row.pk)
    with pytest.raises(Introuvable):
        services.rejouer(par=chef, envoi_id=1)
    with pytest.raises(Interdit):
        services.rejouer(par=UtilisateurFactory(), envoi_id=1)


def test_les_vieux_envois_s_oublient(settings: Any) -> None:
    old = timezone.now() - timedelta(days=settings.EVENEMENTS_JOURS + 1)
    waits = EnvoiCrochetFactory(date_creation=old)
    EnvoiCrochetFactory(date_creation=old, etat=EtatEnvoi.LIVRE)
    fresh = EnvoiCrochetFactory(etat=EtatEnvoi.LIVRE)
    job = trouver("crochets.purger")
    assert job is not None
    assert job.executer() == 1
    assert set(EnvoiCrochet.objects.all()) == {waits, fresh}
