"""Taking part in a lower app's act: by name, once, in order, and free to refuse."""

from typing import Any

import pytest

from clients.actions import registre as clients
from comptes.actions import registre as comptes
from core.abonnements import Registre
from core.errors import Conflit
from equipements.actions import registre as equipements
from interventions.actions import registre as interventions
from techniciens.actions import registre as techniciens


def _un(**_: Any) -> None: ...


def test_dans_lordre_et_une_seule_fois() -> None:
    registre = Registre("essai", ("ouvrir", "fermer"))
    seen: list[tuple[str, dict[str, Any]]] = []

    def premier(**faits: Any) -> None:
        seen.append(("premier", faits))

    def second(**faits: Any) -> None:
        seen.append(("second", faits))

    for abonne in (premier, second, premier):
        registre.enregistrer("ouvrir", abonne)
    registre.appeler("fermer", ligne=1)
    assert seen == []
    registre.appeler("ouvrir", ligne=2)
    assert seen == [("premier", {"ligne": 2}), ("second", {"ligne": 2})]


def test_un_acte_inconnu_est_une_faute_de_programme() -> None:
    with pytest.raises(LookupError, match="essai has no act 'vendre'"):
        Registre("essai", ("ouvrir",)).enregistrer("vendre", _un)


def test_qui_refuse_arrete_les_suivants() -> None:
    registre = Registre("essai", ("ouvrir",))
    seen: list[str] = []

    def refuser() -> None:
        raise Conflit("Non")

    registre.enregistrer("ouvrir", refuser)
    registre.enregistrer("ouvrir", lambda: seen.append("trop tard"))
    with pytest.raises(Conflit):
        registre.appeler("ouvrir")
    assert seen == []


def test_la_liste_pour_la_page() -> None:
    registre = Registre("essai", ("ouvrir", "fermer"))
    registre.enregistrer("fermer", _un)
    assert registre.liste() == [("essai.fermer", f"{__name__}._un")]


def test_chaque_abonne_est_a_un_etage_plus_haut() -> None:
    """The registries hold nothing but functions of apps above the one that calls."""
    etages = ["comptes", "clients", "techniciens", "equipements", "interventions"]
    etages += ["planning", "notifications"]
    found = [
        entry
        for registre in (comptes, clients, techniciens, equipements, interventions)
        for entry in registre.liste()
    ]
    assert len(found) >= 6
    for acte, abonne in found:
        below, above = acte.split(".")[0], abonne.split(".")[0]
        assert etages.index(below) < etages.index(above), (acte, abonne)
