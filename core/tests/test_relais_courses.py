"""Real commits and real threads: several relays at once, and events that commit late."""

import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from core.models import CleIdempotence, Livraison
from core.outbox import Remise, abonnes, publier
from core.outbox.diffusion import diffuser
from core.outbox.relais import Voie, passer
from core.outbox.reveil import cloche
from core.outbox.verrous import sur_une_voie
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
def test_autant_de_livraisons_dehors_que_de_voies(abonne: Callable[..., list[Remise]]) -> None:
    """Whatever the number of relays; what one dies with is free at once."""
    together = threading.Barrier(2)
    now, most = set[str](), []

    def seule(remise: Remise) -> None:
        now.add(remise.cle)
        most.append(len(now))
        time.sleep(0.01)
        now.discard(remise.cle)

    abonne("une", seule, dehors=True)
    got = abonne("deux", lambda _remise: together.wait(20), dehors=True, voies=2)
    faire(*range(6))
    en_meme_temps(*[lambda: passer("une")] * 3)
    assert most == [1] * 6
    en_meme_temps(*[lambda: passer("deux")] * 3)  # the barrier lets pairs through
    assert sorted(lignes(got)) == list(range(6))

    def mourir(_remise: Remise) -> None:
        connection.close()
        raise SystemExit

    again = abonne("mort", mourir, dehors=True, essais=1)
    faire(9)

    def relayer() -> None:
        with pytest.raises(SystemExit):
            passer("mort")

    en_meme_temps(relayer)
    assert lignes(again) == [9]
    [sub] = [one for one in abonnes.abonnes() if one.nom == "mort"]
    with sur_une_voie(sub) as mine:
        assert mine


@pytest.mark.usefixtures("base_reelle")
def test_qui_fut_ecarte_de_la_diffusion_est_reveille(abonne: Callable[..., list[Remise]]) -> None:
    """Lanes wake at one stroke: one spreads, and the others saw nothing to deliver yet."""
    abonne("a")
    faire(1)
    heard = cloche.attendre(-1, 0)
    assert diffuser() == 1
    assert cloche.attendre(heard, 0) == heard + 1
    assert diffuser() == 0
    assert cloche.attendre(heard, 0) == heard + 1


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
