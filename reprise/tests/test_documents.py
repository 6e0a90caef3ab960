"""Files of the older backend: found, checked, kept."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from comptes.tests.factories import UtilisateurFactory
from documents.models import Document
from documents.stockage import ouvrir
from documents.tests.factories import image
from interventions.tests.releve import derniere_ligne
from pilotage.demo.coherence import ecarts
from reprise.etapes.documents import trouver
from reprise.tests.ancien import Tables, generer
from reprise.tests.compte_rendu import Lignes, issues, notre

pytestmark = pytest.mark.django_db


# --- files -------------------------------------------------------------------------------------


def _avec_documents(dossier: Path) -> Tables:
    (dossier / "2024").mkdir(parents=True)
    (dossier / "2024" / "a.png").write_bytes(image())
    (dossier / "b.txt").write_bytes("Été".encode())
    (dossier / "page.html").write_bytes(b"\x00<script>")
    (dossier.parent / "secret.txt").write_text("secret")
    (dossier / "lien.txt").symlink_to(dossier.parent / "secret.txt")
    tables = generer(3)
    base = {"intervention_id": 1, "uploaded_by": 4, "date_upload": "2024-01-09 00:00:00"}
    paths = (
        *("/app/uploads/2024/a.png", "uploads\\b.txt", "page.html", "../secret.txt", "lien.txt"),
        "absent.pdf",
    )
    tables["documents"] = [
        {**base, "id": n, "chemin": path, "nom_fichier": f"Pièce {n}", "type_document": "image"}
        for n, path in enumerate(paths, 1)
    ]
    tables["documents"].append({**base, "id": 7, "chemin": "b.txt", "uploaded_by": None})
    tables["documents"].append({**base, "id": 8, "chemin": "b.txt", "intervention_id": None})
    for row in tables["documents"]:
        row.setdefault("nom_fichier", "x.txt")
    return tables


@pytest.fixture
def anciens(tmp_path: Path, settings: Any) -> Path:
    settings.DOCUMENTS_ROOT = tmp_path / "prive"
    return tmp_path / "anciens"


def test_les_fichiers_passent_par_nos_controles(
    reprendre: Callable[..., Lignes], anciens: Path
) -> None:
    tables = _avec_documents(anciens)
    lines = reprendre(tables, fichiers=anciens)
    assert issues(lines, "documents") == {
        **dict.fromkeys("12", "cree"),
        **dict.fromkeys("345678", "refuse"),
    }
    first = notre(Document, "documents", 1)
    assert (first.mime, first.type_document) == ("image/png", "photo")
    assert first.date_upload == datetime(2024, 1, 9, tzinfo=UTC)
    kept = ouvrir(first.chemin)
    assert kept is not None
    with kept:
        assert len(kept.read()) == first.taille
    line = derniere_ligne(first.intervention)
    assert (line.action, line.nouvelle_valeur) == (
        "upload_document",
        {"document_id": notre(Document, "documents", 2).pk},
    )
    assert ecarts(timezone.now() + timedelta(seconds=1)) == []
    # Again, by a name for what nobody deposited: only that row is new.
    admin = UtilisateurFactory(admin=True)
    again = reprendre(tables, fichiers=anciens, par=admin)
    assert issues(again, "documents")["7"] == "cree"
    assert Document.objects.count() == 3


def test_un_essai_ne_garde_aucun_fichier(reprendre: Callable[..., Lignes], anciens: Path) -> None:
    lines = reprendre(_avec_documents(anciens), fichiers=anciens, essai=True)
    assert issues(lines, "documents")["1"] == "cree"
    assert not list((anciens.parent / "prive").rglob("*"))


def test_sans_dossier_aucun_document(reprendre: Callable[..., Lignes], anciens: Path) -> None:
    lines = reprendre(_avec_documents(anciens))
    assert set(issues(lines, "documents").values()) == {"refuse"}


def test_un_lot_annule_ne_laisse_pas_de_fichier(
    reprendre: Callable[..., Lignes], anciens: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("reprise.etapes.documents.Documents._inscrire", fail)
    with pytest.raises(KeyboardInterrupt):
        reprendre(_avec_documents(anciens), fichiers=anciens)
    assert not [p for p in (anciens.parent / "prive").rglob("*") if p.is_file()]


def test_on_ne_sort_pas_du_dossier(tmp_path: Path) -> None:
    root = tmp_path / "a"
    root.mkdir()
    (tmp_path / "b.txt").write_text("x")
    assert trouver(root, "../b.txt") is None
    assert trouver(root, str(tmp_path / "b.txt")) is None
    assert trouver(root, "") is None
