"""Nothing is shown unless a policy says so, and everything only in as many words."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Q

from core import visibility
from core.models import Serie
from core.visibility import (
    TOUT,
    Politique,
    colonnes_cachees,
    declarer,
    lignes_visibles,
    modeles_declares,
    montrer,
    politique,
)
from interventions.models import Intervention

pytestmark = pytest.mark.django_db


class Personne(SimpleNamespace):
    is_authenticated = True
    is_active = True


CHEF, AGENT, STAGIAIRE = Personne(role="chef"), Personne(role="agent"), Personne(role="stagiaire")
FERME = Personne(role="chef", is_active=False)
PERSONNE: tuple[Any, ...] = (None, AnonymousUser(), FERME, STAGIAIRE, Personne(role=None), object())


@pytest.fixture
def politiques(monkeypatch: pytest.MonkeyPatch) -> dict[Any, Politique]:
    """No policy at all, to state some; three series to look at."""
    stated: dict[Any, Politique] = {}
    monkeypatch.setattr(visibility, "_politiques", stated)
    Serie.objects.bulk_create(Serie(code=c, annee=2026) for c in ("A", "B", "C"))
    return stated


def _vues(user: Any) -> set[str]:
    return set(lignes_visibles(Serie.objects.all(), user).values_list("code", flat=True))


def test_sans_politique_personne_ne_voit_rien(politiques: Any) -> None:
    assert politique(Serie) is None
    for user in (CHEF, AGENT, *PERSONNE):
        assert _vues(user) == set()
        assert {"id", "code", "annee", "dernier"} <= colonnes_cachees(Serie, user)
        assert montrer(Serie, ["code"], user) == []


def test_les_lignes_par_role(politiques: Any) -> None:
    declarer(Serie, lignes={"chef": TOUT, "agent": lambda user: Q(code=user.code)})
    assert _vues(CHEF) == {"A", "B", "C"}
    assert _vues(Personne(role="agent", code="B")) == {"B"}
    assert _vues(Personne(role="agent", code="Z")) == set()
    for user in PERSONNE:
        assert _vues(user) == set()
    assert modeles_declares() == [Serie]


def test_la_regle_sajoute_a_ce_qui_est_deja_filtre(politiques: Any) -> None:
    declarer(Serie, lignes={"chef": TOUT, "agent": lambda _user: ~Q(code="C")})
    rows = Serie.objects.filter(code__in=["B", "C"])
    assert {s.code for s in lignes_visibles(rows, CHEF)} == {"B", "C"}
    assert {s.code for s in lignes_visibles(rows, AGENT)} == {"B"}


def test_une_regle_vide_ne_veut_pas_dire_tout(politiques: Any) -> None:
    declarer(Serie, lignes={"agent": lambda _user: Q()})
    with pytest.raises(ImproperlyConfigured, match="Serie, agent"):
        _vues(AGENT)


def test_une_seule_politique_par_modele(politiques: Any) -> None:
    declarer(Serie, lignes={})
    with pytest.raises(ImproperlyConfigured, match="Serie"):
        declarer(Serie, lignes={"chef": TOUT})


def test_les_colonnes_par_role(politiques: Any) -> None:
    declarer(Serie, lignes={"chef": TOUT, "agent": TOUT}, cachees={"agent": ["dernier"]})
    assert colonnes_cachees(Serie, CHEF) == frozenset()
    assert colonnes_cachees(Serie, AGENT) == {"dernier"}
    assert montrer(Serie, ["dernier", "code"], AGENT) == ["code"]
    assert montrer(Serie, ["dernier", "code"], CHEF) == ["dernier", "code"]
    for user in PERSONNE:
        assert montrer(Serie, ["code"], user) == []


def test_sa_propre_ligne(politiques: Any) -> None:
    declarer(
        Serie,
        lignes={"agent": TOUT},
        cachees={"agent": ["dernier"]},
        propre=lambda user, row: bool(user.code == row.code),
    )
    agent, (a, b) = Personne(role="agent", code="A"), Serie.objects.order_by("code")[:2]
    assert colonnes_cachees(Serie, agent) == {"dernier"}
    assert colonnes_cachees(Serie, agent, a) == frozenset()
    assert colonnes_cachees(Serie, agent, b) == {"dernier"}
    for user in (FERME, AnonymousUser()):
        assert "dernier" in colonnes_cachees(Serie, user, a)


def test_ce_qui_nest_cache_que_dans_certaines_lignes(politiques: Any) -> None:
    declarer(
        Serie,
        lignes={"agent": TOUT},
        cachees={"agent": ["annee"]},
        en_plus=lambda _user, row: frozenset({"dernier"} if row is None or row.code == "A" else ()),
    )
    a, b = Serie.objects.order_by("code")[:2]
    assert colonnes_cachees(Serie, AGENT) == {"annee", "dernier"}
    assert colonnes_cachees(Serie, AGENT, a) == {"annee", "dernier"}
    assert colonnes_cachees(Serie, AGENT, b) == {"annee"}


def test_meme_chez_soi(politiques: Any) -> None:
    declarer(
        Serie,
        lignes={"agent": TOUT},
        cachees={"agent": ["annee"]},
        propre=lambda _user, _row: True,
        en_plus=lambda _user, _row: frozenset({"dernier"}),
    )
    assert colonnes_cachees(Serie, AGENT, Serie.objects.all()[0]) == {"dernier"}


def test_cacher_une_relation_cache_aussi_sa_colonne(politiques: Any) -> None:
    declarer(Intervention, lignes={"agent": TOUT}, cachees={"agent": ["cree_par", "motif"]})
    assert colonnes_cachees(Intervention, AGENT) == {"cree_par", "cree_par_id", "motif"}


def test_a_qui_rien_nest_dit_les_relations_non_plus(politiques: Any) -> None:
    hidden = colonnes_cachees(Intervention, CHEF)
    assert {"technicien", "technicien_id", "affectations", "client_id"} <= hidden
