"""Real commits and real threads: several relays at once, and events that commit late."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from core.models import CleIdempotence, Livraison
from core.outbox import Remise, publier
from core.outbox.relais import Voie, passer
from core.tests.evenements import Essai, faire, lignes


def en_meme_temps(*actes: Callable[[], object]) -> None:
    faults: list[BaseException] = []

    def executer(acte: Callable[[], object]) -> None:
        try:
            acte()
        except BaseException as error:  # noqa: BLE001  shown below
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=executer, args=[acte]) for acte in actes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not faults


@pytest.mark.usefixtures("base_reelle")
def test_deux_relais_a_la_fois(abonne: Callable[..., list[Remise]]) -> None:
    def agir(remise: Remise) -> None:
        # A second time would break the unique key, and the delivery with it.
        CleIdempotence.objects.create(utilisateur_id=1, cle=remise.cle, empreinte="")

    dedans, dehors = abonne("dedans", agir), abonne("dehors", dehors=True)
    faire(*range(60))
    en_meme_temps(passer, passer, passer)
    assert lignes(dedans) == list(range(60))  # in order, whoever delivered
    assert sorted(lignes(dehors)) == list(range(60))
    assert CleIdempotence.objects.count() == 60
    assert Livraison.objects.filter(etat="livree").count() == 120


@pytest.mark.postgres
@pytest.mark.usefixtures("base_reelle")
def test_un_evenement_valide_en_retard_n_est_pas_saute(
    abonne: Callable[..., list[Remise]],
) -> None:
    """Its id is lower than those that were delivered before it became visible."""
    got = abonne("a")
    written, commit = threading.Event(), threading.Event()

    def lent() -> None:
        with transaction.atomic():
            publier(Essai(ligne_id=1))
            written.set()
            assert commit.wait(20)

    def vite() -> None:
        assert written.wait(20)
        faire(2)
        passer()
        assert lignes(got) == [2]
        commit.set()

    en_meme_temps(lent, vite)
    passer()
    assert lignes(got) == [2, 1]
    late, early = got[1], got[0]
    assert late.evenement_id < early.evenement_id


@pytest.mark.usefixtures("base_reelle")
def test_le_fil_livre_des_la_validation_et_s_arrete(abonne: Callable[..., list[Remise]]) -> None:
    come = threading.Event()
    got = abonne("a", lambda _remise: come.set())
    lane = Voie()
    lane.start()
    try:
        faire(1)
        assert come.wait(4)  # well before the sweep
    finally:
        lane.arreter()
        lane.join(10)
    assert not lane.is_alive()
    assert lignes(got) == [1]
