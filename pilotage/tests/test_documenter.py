"""The pages of `docs/` that are printed from the code say what the code does."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Q

from comptes.choices import Role
from core.visibility import TOUT, modeles_declares
from interventions.models import Intervention
from interventions.workflow import ACTIONS, TRANSITIONS
from pilotage.documentation import PAGES
from pilotage.documentation.markdown import codes, tableau
from pilotage.documentation.regles import decrire


def _documenter(*arguments: str | Path) -> str:
    said = StringIO()
    call_command("documenter", *map(str, arguments), stdout=said)
    return said.getvalue()


def test_les_pages_du_depot_sont_a_jour() -> None:
    """If this fails: `manage.py documenter`, and read what changed."""
    assert "à jour" in _documenter("--verifier")


def test_une_page_vieillie_ou_absente_est_dite_puis_reimprimee(tmp_path: Path) -> None:
    _documenter("--dossier", tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == set(PAGES)
    assert "aucune" in _documenter("--dossier", tmp_path)
    (tmp_path / "workflow.md").write_text("Ancien", encoding="utf-8")
    (tmp_path / "visibilite.md").unlink()
    with pytest.raises(CommandError, match=r"workflow\.md, visibilite\.md"):
        _documenter("--verifier", "--dossier", tmp_path)
    assert (tmp_path / "workflow.md").read_text(encoding="utf-8") == "Ancien"
    assert "workflow.md, visibilite.md" in _documenter("--dossier", tmp_path)
    assert "à jour" in _documenter("--verifier", "--dossier", tmp_path)


def test_le_diagramme_a_chaque_passage_et_la_table_chaque_action() -> None:
    page = PAGES["workflow.md"]()
    for (de, vers), nom in TRANSITIONS.items():
        assert f"    {de} --> {vers} : {nom}" in page
    for nom in ACTIONS:
        assert f"| `{nom}` |" in page


def test_chaque_modele_declare_a_sa_section() -> None:
    page = PAGES["visibilite.md"]()
    for model in modeles_declares():
        assert f"## {model.__name__} (" in page


def test_chaque_abonne_est_nomme() -> None:
    page = PAGES["abonnements.md"]()
    assert "`interventions.services.depart.liberer_compte`" in page
    assert "`interventions.machine.refuser_travail_ouvert`" in page


def _sien(user: Any) -> Q:
    return Q(auteur_id=user.pk) | ~Q(visible_client=True)


@pytest.mark.parametrize(
    ("regle", "attendu"),
    [
        (None, "rien"),
        (TOUT, "tout"),
        (_sien, "`auteur_id` = son compte ou (sauf (`visible_client` = oui))"),
        (lambda _u: Q(fin__isnull=False), "`fin` rempli"),
        (lambda _u: Q(statut__in=["b", "a"]), "`statut` parmi `a`, `b`"),
        (
            lambda _u: Q(client__nom="X", role__exact="admin"),
            "`client.nom` = `X` et `role` = `admin`",
        ),
        (lambda _u: Q(pk__in=Intervention.objects.all()), "`pk` parmi `Intervention.pk`"),
        (
            lambda u: Q(
                pk__in=Intervention.objects.filter(cree_par=u.pk, statut__in=["a"]).values("pk")
            ),
            "`pk` parmi `Intervention.pk` où `cree_par_id` = son compte et `statut` parmi `a`",
        ),
    ],
)
def test_une_regle_en_mots(regle: Any, attendu: str) -> None:
    assert decrire(regle, Role.CLIENT) == attendu


def test_tableau() -> None:
    assert tableau(["a", "b"], [["1|2", ""]]) == "| a | b |\n| --- | --- |\n| 1\\|2 | – |"
    assert codes(["x", "y"]) == "`x`, `y`"
