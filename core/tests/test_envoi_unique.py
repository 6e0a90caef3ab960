"""A form sent twice is run once."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache

from core.envoi_unique import nouveau_jeton, une_fois
from core.errors import Conflit

MOI, AUTRE = SimpleNamespace(pk=1), SimpleNamespace(pk=2)


class Compteur:
    def __init__(self) -> None:
        self.fois = 0

    def __call__(self) -> int:
        self.fois += 1
        return 40 + self.fois


def test_the_second_sending_gets_the_firsts_result() -> None:
    faire, token = Compteur(), nouveau_jeton()
    assert une_fois(MOI, token, faire) == (41, True)
    assert une_fois(MOI, token, faire) == (41, False)
    assert faire.fois == 1


def test_another_form_or_another_person_is_another_sending() -> None:
    faire, token = Compteur(), nouveau_jeton()
    une_fois(MOI, token, faire)
    assert une_fois(AUTRE, token, faire) == (42, True)
    assert une_fois(MOI, nouveau_jeton(), faire) == (43, True)


def test_while_the_first_is_at_work_the_second_is_refused() -> None:
    token = nouveau_jeton()

    def faire() -> int:
        with pytest.raises(Conflit):
            une_fois(MOI, token, Compteur())
        return 7

    assert une_fois(MOI, token, faire) == (7, True)


def test_a_failed_sending_may_be_sent_again() -> None:
    token = nouveau_jeton()

    def echouer() -> int:
        raise RuntimeError("panne")

    with pytest.raises(RuntimeError, match="panne"):
        une_fois(MOI, token, echouer)
    assert une_fois(MOI, token, Compteur()) == (41, True)


@pytest.mark.parametrize("jeton", ["", "court", "x" * 65, "avec espace 1234567", "é" * 20])
def test_without_a_proper_token_the_form_is_simply_run(jeton: str) -> None:
    faire = Compteur()
    assert une_fois(MOI, jeton, faire) == (41, True)
    assert une_fois(MOI, jeton, faire) == (42, True)
    assert cache.get(f"envoi:1:{jeton.replace(' ', '')}") is None
