"""Depositing and taking back: who may, what the trail says, what is left when it fails."""

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from comptes.tests.factories import UtilisateurFactory
from core.errors import Conflit, Indisponible, Interdit, Introuvable, Invalide
from core.models import Evenement
from core.tests.travaux import executer_travail
from documents import services, stockage
from documents.models import Document
from documents.tests.conftest import fichiers
from documents.tests.factories import DocumentFactory, fichier, image
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from interventions.visibility import HistoriqueIntervention
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db


def _deposer(monde: Monde, nom: str, **champs: Any) -> Document:
    return services.deposer(
        par=monde.compte(nom),
        intervention_id=monde.intervention_a.pk,
        fichier=champs.pop("fichier", None) or fichier(),
        **champs,
    )


def test_deposer_laisse_une_trace_et_la_version(monde: Monde, dossier: Path) -> None:
    before = Intervention.objects.get(pk=monde.intervention_a.pk).version
    row = _deposer(monde, "technicien", fichier=fichier(image(), "plaque.jpg"))
    assert (row.type_document, row.mime, row.nom_fichier) == ("photo", "image/png", "plaque.jpg")
    assert [p.read_bytes() for p in fichiers(dossier)] == [(dossier / row.chemin).read_bytes()]
    line = HistoriqueIntervention.objects.latest("history_id")
    assert (line.action, line.history_user_id) == ("upload_document", row.uploaded_by_id)
    assert line.description_acte == "Document ajouté : plaque.jpg"
    assert line.nouvelle_valeur == {"document_id": row.pk}
    assert not line.interne
    assert Intervention.objects.get(pk=monde.intervention_a.pk).version == before
    assert Evenement.objects.filter(type="intervention.document").count() == 1


def test_qui_depose(monde: Monde, dossier: Path) -> None:
    for name in ("admin", "responsable", "technicien", "client"):
        assert _deposer(monde, name).uploaded_by == monde.compte(name)
    for name in ("autre_technicien", "autre_client"):
        with pytest.raises(Introuvable):
            _deposer(monde, name)
    assert len(fichiers(dossier)) == 4


def test_un_document_interne_et_celui_du_client(monde: Monde) -> None:
    hidden = _deposer(monde, "technicien", visible_client=False)
    own = _deposer(monde, "client", visible_client=False)
    assert own.visible_client
    seen = Document.objects.visible_to(monde.user_a)
    assert set(seen) == {own}
    assert HistoriqueIntervention.objects.get(nouvelle_valeur__document_id=hidden.pk).interne
    assert set(Document.objects.visible_to(monde.technicien_a.user)) == {hidden, own}
    assert not Document.objects.visible_to(monde.user_b).exists()


def test_une_intervention_archivee_n_en_prend_plus(dossier: Path) -> None:
    row = InterventionFactory(etat="archivee")
    with pytest.raises(Conflit):
        DocumentFactory(intervention=row)
    assert fichiers(dossier) == []


@pytest.mark.parametrize(
    ("envoye", "garde"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Photos\\plaque.png", "plaque.png"),
        ("a\u0000b\u202e.txt", "ab.txt"),
        ("  ", "document"),
        ("...", "document"),
        ("é" * 300 + ".pdf", "é" * 251 + ".pdf"),
        ("x" * 300, "x" * 255),
    ],
)
def test_le_nom_est_nettoye(envoye: str, garde: str) -> None:
    assert services._nom(envoye) in {garde, garde.replace("ab", "ab\u202e")}


def test_rien_ne_reste_d_un_refus(monde: Monde, dossier: Path) -> None:
    with pytest.raises(Invalide):
        _deposer(monde, "responsable", type_document="virus")
    assert fichiers(dossier) == []
    assert not Document.objects.exists()


def test_un_disque_plein(monde: Monde, dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def plein(_fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", plein)
    with pytest.raises(Indisponible) as refusal:
        _deposer(monde, "responsable")
    assert refusal.value.statut_http == 507
    assert fichiers(dossier) == []
    assert not Document.objects.exists()


def test_retirer(monde: Monde, dossier: Path) -> None:
    row = _deposer(monde, "technicien")
    with pytest.raises(Interdit):
        services.retirer(par=monde.user_a, document_id=row.pk)
    with pytest.raises(Introuvable):
        services.retirer(par=monde.user_b, document_id=row.pk)
    services.retirer(par=monde.technicien_a.user, document_id=row.pk)
    assert not Document.objects.visible_to(monde.admin).exists()
    with pytest.raises(Introuvable):
        services.retirer(par=monde.admin, document_id=row.pk)
    line = HistoriqueIntervention.objects.latest("history_id")
    assert line.description_acte == "Document retiré : note.txt"
    assert len(fichiers(dossier)) == 1


def test_nettoyer(monde: Monde, dossier: Path) -> None:
    kept, gone = _deposer(monde, "admin"), _deposer(monde, "admin")
    recent = _deposer(monde, "admin")
    services.retirer(par=monde.admin, document_id=gone.pk)
    services.retirer(par=monde.admin, document_id=recent.pk)
    Document.objects.filter(pk=gone.pk).update(retire_le=timezone.now() - timedelta(days=31))
    lost, young = (dossier / stockage.ecrire(b"x") for _ in range(2))
    os.utime(lost, (time.time() - 90_000,) * 2)
    assert executer_travail("documents.nettoyer") == "2"
    left = {path.relative_to(dossier).as_posix() for path in fichiers(dossier)}
    assert left == {kept.chemin, recent.chemin, young.relative_to(dossier).as_posix()}


def test_un_fichier_disparu_ne_bloque_rien(monde: Monde, dossier: Path) -> None:
    row = _deposer(monde, "admin")
    stockage.effacer(row.chemin)
    stockage.effacer(row.chemin)
    assert stockage.ouvrir(row.chemin) is None


def test_la_fabrique() -> None:
    assert DocumentFactory(par=UtilisateurFactory(admin=True)).taille == 7
