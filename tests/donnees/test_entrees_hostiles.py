"""The corpus is large enough and holds no input twice."""

from tests.donnees.entrees_hostiles import TOUTES


def test_corpus_assez_large() -> None:
    assert len({repr((name, value)) for name, values in TOUTES.items() for value in values}) >= 500


def test_aucune_entree_deux_fois() -> None:
    doubles = {n for n, values in TOUTES.items() if len({repr(v) for v in values}) != len(values)}
    assert doubles == set()
