"""The relay tells every subscriber of every event: inside exactly once, outside at least once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.utils import timezone

from core.contexte import contexte_courant
from core.errors import Conflit, Invalide
from core.models import Evenement, Livraison, Serie
from core.outbox import Remise, abonnes, entretien, publier
from core.outbox.diffusion import diffuser
from core.outbox.livraison import BAIL, INTERROMPUE, livrer_une
from core.outbox.relais import Voie, passer
from core.pannes import texte_erreur
from core.tests.evenements import Autre, faire, lignes


@contextmanager
def dans(secondes: float) -> Iterator[None]:
    with time_machine.travel(timezone.now() + timedelta(seconds=secondes), tick=True):
        yield


def casser(_remise: Remise) -> None:
    raise ValueError("https://u:motsecret@hote/?cle=abc en panne")


@pytest.mark.django_db
def test_chacun_recoit_ce_qu_il_veut_dans_l_ordre_et_une_fois(
    abonne: Callable[..., list[Remise]],
) -> None:
    tout, dehors = abonne("tout"), abonne("dehors", dehors=True)
    choisi = abonne("choisi", types=["essai.autre"])
    faire(1, 2)
    faire(3, genre=Autre)
    assert passer() == 7
    assert passer() == 0
    assert (lignes(tout), lignes(dehors), lignes(choisi)) == ([1, 2, 3], [1, 2, 3], [3])
    first = Evenement.objects.earliest("pk")
    assert tout[0].cle == f"{first.pk}.tout"
    assert (tout[0].type, tout[0].essai, tout[0].cree_le) == ("essai.fait", 1, first.cree_le)
    assert set(Livraison.objects.values_list("etat", flat=True)) == {"livree"}
    assert not Evenement.objects.filter(diffuse=False).exists()


@pytest.mark.django_db
def test_ce_qui_echoue_n_arrete_pas_les_autres_et_ne_laisse_rien(
    abonne: Callable[..., list[Remise]],
) -> None:
    def agir(remise: Remise) -> None:
        Serie.objects.create(code="ESS", annee=remise.donnees["ligne_id"])
        if remise.donnees["ligne_id"] == 1:
            casser(remise)

    got = abonne("dedans", agir, essais=3)
    faire(1, 2)
    assert passer() == 2
    assert list(Serie.objects.values_list("annee", flat=True)) == [2]
    row = Livraison.objects.get(etat="due")
    assert (row.essais, row.livree_le) == (1, None)
    assert row.erreur == "ValueError: https://…@hote/?… en panne"
    assert 3 < (row.prochain_le - timezone.now()).total_seconds() < 7
    assert passer() == 0  # not before its time
    with dans(10):
        assert passer() == 1
    with dans(60):
        assert passer() == 1
    row.refresh_from_db()
    assert (row.etat, row.essais, lignes(got)) == ("morte", 3, [1, 2, 1, 1])
    with dans(10**6):
        assert passer() == 0


@pytest.mark.django_db
def test_dehors_le_bail_puis_un_autre_relais(abonne: Callable[..., list[Remise]]) -> None:
    """A relay that dies on the way leaves its lease; the last try that kills is a dead letter."""

    def mourir(_remise: Remise) -> None:
        raise SystemExit

    got = abonne("dehors", mourir, dehors=True, essais=2)
    faire(1)
    with pytest.raises(SystemExit):
        passer()
    assert passer() == 0  # the lease holds
    with dans(BAIL + 1), pytest.raises(SystemExit):
        passer()
    with dans(2 * BAIL + 2):
        assert passer() == 1
    row = Livraison.objects.get()
    assert (row.etat, row.essais, row.erreur, len(got)) == ("morte", 2, INTERROMPUE, 2)
    assert [remise.essai for remise in got] == [1, 2]
    assert len({remise.cle for remise in got}) == 1


@pytest.mark.django_db
def test_dehors_hors_transaction_et_un_bail_perdu_ne_marque_rien(
    abonne: Callable[..., list[Remise]],
) -> None:
    depth = len(connection.savepoint_ids)

    def agir(_remise: Remise) -> None:
        assert len(connection.savepoint_ids) == depth
        Livraison.objects.update(prochain_le=timezone.now())  # the lease ran out: taken over

    abonne("dehors", agir, dehors=True)
    faire(1)
    diffuser()
    [sub] = abonnes.abonnes()
    assert livrer_une(sub)
    assert Livraison.objects.get().etat == "due"


@pytest.mark.django_db
def test_un_abonne_publie_a_son_tour_et_garde_la_requete(
    abonne: Callable[..., list[Remise]],
) -> None:
    seen = []

    def agir(remise: Remise) -> None:
        seen.append(contexte_courant().request_id)
        publier(Autre(ligne_id=remise.donnees["ligne_id"]))

    abonne("ecrit", agir, types=["essai.fait"])
    got = abonne("envoie", types=["essai.autre"], dehors=True)
    faire(5)
    Evenement.objects.update(request_id="r1")
    passer()
    assert (lignes(got), seen, got[0].request_id) == ([5], ["r1"], "r1")


@pytest.mark.django_db
def test_rejouer_abandonner_et_l_etat(abonne: Callable[..., list[Remise]]) -> None:
    got = abonne("a", types=["essai.fait"])
    faire(1, 2, 3)
    faire(4, genre=Autre)
    state = entretien.etat()
    assert (state.a_diffuser, state.dues, state.mortes, state.degrade) == (4, 0, 0, False)
    assert entretien.surveiller() == "4 en attente, depuis 0 s ; 0 échouée(s)"
    with dans(entretien.RETARD + 5):
        assert entretien.etat().degrade
        with pytest.raises(entretien.FileEnRetard, match="4 en attente, depuis 30"):
            entretien.surveiller()
    passer()
    ids = list(Evenement.objects.order_by("pk").values_list("pk", flat=True))
    neuf = abonne("neuf")
    assert entretien.rejouer_plage("neuf", du=ids[1], au=ids[3]) == 3
    assert entretien.rejouer_plage("a", du=ids[0], au=ids[3]) == 3
    assert entretien.rejouer_plage("a", du=ids[0], au=ids[3]) == 0  # due already
    assert entretien.etat().dues == 6
    passer()
    assert (lignes(neuf), lignes(got)) == ([2, 3, 4], [1, 2, 3] * 2)
    with pytest.raises(Invalide):
        entretien.rejouer_plage("personne", du=1, au=2)

    row = Livraison.objects.filter(abonne="a").earliest("evenement_id")
    with pytest.raises(Conflit):
        entretien.abandonner(row.pk)
    entretien.rejouer(row.pk)
    entretien.abandonner(row.pk)
    assert passer() == 0
    entretien.rejouer(row.pk)
    assert passer() == 1
    assert dict(entretien.par_abonne()) == {"a": {"livree": 3}, "neuf": {"livree": 3}}


@pytest.mark.django_db
def test_on_oublie_ce_qui_est_vieux_et_fini(
    abonne: Callable[..., list[Remise]], settings: Any
) -> None:
    settings.EVENEMENTS_JOURS = 30

    def agir(remise: Remise) -> None:
        if remise.donnees["ligne_id"] == 2:
            casser(remise)

    abonne("a", agir, essais=1)
    faire(1, 2)
    passer()
    faire(3)  # nobody has seen it yet
    assert entretien.purger() == 0
    with dans(31 * 86400):
        assert entretien.purger() == 1
    left = Evenement.objects.order_by("pk")
    assert [e.donnees["ligne_id"] for e in left] == [2, 3]


def test_un_nom_deux_fois(abonne: Callable[..., list[Remise]]) -> None:
    abonne("a")
    with pytest.raises(ImproperlyConfigured):
        abonne("a")


def test_aucun_secret_dans_une_erreur() -> None:
    for said, shown in [
        ("password=abc123", "password=…"),
        ('{"token": "xyz"}', '{"token": …'),
        ("Authorization: Bearer ey.J", "Authorization: Bearer …"),
        ("smtp://moi:pw@hote:25", "smtp://…@hote:25"),
        ("https://h.ma/crochet?sig=1 refuse", "https://h.ma/crochet?… refuse"),
        ("nul \x00", "nul \ufffd"),
    ]:
        assert texte_erreur(ValueError(said)) == f"ValueError: {shown}"
    assert len(texte_erreur(ValueError("x" * 9000))) == 500


def test_le_fil_survit_a_une_base_absente(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.outbox.relais.close_old_connections", lambda: None)
    lane = Voie()
    for error, rest in ((OperationalError("away"), 1.0), (ValueError("bug"), 1.0)):

        def tomber(*_: object, error: Exception = error) -> int:
            raise error

        monkeypatch.setattr("core.outbox.relais._passer", tomber)
        assert lane._essayer(0) == rest
        assert lane._essayer(20) == 30
