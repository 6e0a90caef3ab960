"""/documents/ as the front-end calls it, and the bytes by signed address."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client as Navigateur
from django.utils import timezone

from documents import services
from documents.models import Document
from documents.signature import signer
from documents.tests.conftest import fichiers
from documents.tests.factories import fichier, image
from tests.api import PREFIXE, Porte, champs_refuses, lire, refus, requetes
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db
Portes = dict[str, Porte]


def _envoyer(porte: Porte, chemin: str, **champs: Any) -> Any:
    body = {"file": fichier(image(), "plaque.png")} | champs
    return porte.navigateur.post(PREFIXE + chemin, body, headers=porte.entetes)


def _un(monde: Monde, **champs: Any) -> Document:
    return services.deposer(
        par=monde.responsable,
        intervention_id=monde.intervention_a.pk,
        fichier=champs.pop("fichier", None) or fichier(image(), "plaque.png"),
        **champs,
    )


@pytest.mark.parametrize("chemin", ["documents/", "documents", "documents/upload"])
def test_deposer_comme_le_front(api: Portes, monde: Monde, chemin: str) -> None:
    number = monde.intervention_a.pk
    body = lire(
        _envoyer(api["technicien"], f"{chemin}?intervention_id={number}", description="Plaque"),
        201,
    )
    assert body["filename"] == body["nom_fichier"] == "plaque.png"
    assert body["path"] == body["chemin"]
    assert body["path"].startswith("/api/v1/documents/")
    assert "." not in body["path"]
    assert body["mime"] == "image/png"
    assert body["type_document"] == "photo"
    assert body["intervention_id"] == number
    assert body["uploaded_by"] == str(monde.technicien_a)
    assert body["description"] == "Plaque"
    assert body["taille"] > 0


def test_l_intervention_peut_etre_dans_le_formulaire(api: Portes, monde: Monde) -> None:
    sent = {"intervention_id": monde.intervention_a.pk, "type_document": "certificat"}
    assert lire(_envoyer(api["admin"], "documents/", **sent), 201)["type_document"] == "certificat"


def test_les_mots_du_formulaire(api: Portes, monde: Monde) -> None:
    """A form has only text: true and false are words there; no name stands twice in it."""
    here = f"documents/?intervention_id={monde.intervention_a.pk}"
    for word, shown in (("false", False), ("1", True)):
        assert (
            lire(_envoyer(api["admin"], here, visible_client=word), 201)["visible_client"] is shown
        )
    same, other = monde.intervention_a.pk, monde.intervention_b.pk
    lire(_envoyer(api["admin"], here, intervention_id=same), 201)
    refus(_envoyer(api["admin"], here, intervention_id=other), 400)
    refus(_envoyer(api["admin"], f"{here}&intervention_id={same}"), 400)
    refus(_envoyer(api["admin"], here, description=["a", "b"]), 400)


def test_depots_refuses(api: Portes, monde: Monde, dossier: Path) -> None:
    door, here = api["technicien"], f"documents/?intervention_id={monde.intervention_a.pk}"
    assert champs_refuses(_envoyer(door, "documents/")) == {"intervention_id"}
    assert champs_refuses(_envoyer(door, here, file="texte")) == {"file"}
    assert champs_refuses(_envoyer(door, here, file=fichier(b"\x00\x01"))) == {"file"}
    assert champs_refuses(_envoyer(door, here, type_document="x")) == {"type_document"}
    assert champs_refuses(_envoyer(door, here, autre="x")) == {"autre"}
    refus(_envoyer(api["autre_client"], here), 404)
    refus(_envoyer(api["anonyme"], here), 401)
    refus(door.post(here, {"file": "x"}), 415)
    assert fichiers(dossier) == []


def test_trop_gros_est_413(api: Portes, monde: Monde, settings: Any) -> None:
    here = f"documents/?intervention_id={monde.intervention_a.pk}"
    settings.DOCUMENT_OCTETS_MAX = 1024
    refus(_envoyer(api["technicien"], here, file=fichier(b"a" * 2000)), 413)
    refus(_envoyer(api["technicien"], here, file=fichier(b"a" * (1024 * 1024 + 2000))), 413)


def test_les_listes(api: Portes, monde: Monde) -> None:
    row, other = _un(monde), _un(monde, visible_client=False)
    number = monde.intervention_a.pk
    for path in ("documents/", f"documents/?intervention_id={number}", f"documents/{number}"):
        assert [r["id"] for r in lire(api["technicien"].get(path))] == [other.pk, row.pk]
        seen = lire(api["client"].get(path))
        assert [r["id"] for r in seen] == [row.pk]
        assert not {"visible_client", "empreinte"} & seen[0].keys()
    assert lire(api["autre_client"].get("documents/")) == []
    refus(api["autre_client"].get(f"documents/{number}"), 404)
    assert lire(api["admin"].get("documents/?type_document=rapport")) == []
    for junk in ("INT-001", "0", "9" * 30):
        refus(api["admin"].get(f"documents/{junk}"), 404)


def test_une_liste_coute_le_meme_prix(api: Portes, monde: Monde) -> None:
    _un(monde)
    few = requetes(api["client"], "documents/")
    for _ in range(4):
        _un(monde)
    assert requetes(api["client"], "documents/") == few <= 12


def test_retirer(api: Portes, monde: Monde) -> None:
    row = _un(monde)
    refus(api["client"].delete(f"documents/{row.pk}"), 403)
    refus(api["autre_client"].delete(f"documents/{row.pk}"), 404)
    assert api["responsable"].delete(f"documents/{row.pk}").status_code == 204
    assert lire(api["admin"].get("documents/")) == []


# --- the bytes ---------------------------------------------------------------------------------


def _lire(adresse: str, **entetes: str) -> Any:
    return Navigateur().get(adresse, headers=entetes)


def _octets(reponse: Any) -> bytes:
    """All of the answer; reading it to its end closes the file."""
    return b"".join(reponse.streaming_content)


def test_les_octets_sans_jeton(api: Portes, monde: Monde, dossier: Path) -> None:
    row = _un(monde)
    path = lire(api["client"].get("documents/"))[0]["path"]
    answer = _lire(path, **{"Sec-Fetch-Dest": "image"})
    assert answer.status_code == 200
    assert _octets(answer) == (dossier / row.chemin).read_bytes()
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"] == 'inline; filename="plaque.png"'
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "frame-ancestors 'self' http://localhost:3000" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "X-Frame-Options" not in answer
    for headers in ({}, {"Sec-Fetch-Dest": "document"}):
        shown = _lire(path, **headers)
        assert shown["Content-Disposition"].startswith("attachment")
        assert _octets(shown)


def test_un_pdf_se_lit_dans_la_page(monde: Monde) -> None:
    row = _un(monde, fichier=fichier(b"%PDF-1.7 x", "a.pdf"))
    answer = _lire(
        f"/api/v1/documents/fichier/{signer(row.pk, monde.admin)}", **{"Sec-Fetch-Dest": "iframe"}
    )
    assert answer["Content-Type"] == "application/pdf"
    assert "sandbox" not in answer["Content-Security-Policy"]
    assert _octets(answer) == b"%PDF-1.7 x"


def test_ce_qui_n_ouvre_pas(monde: Monde) -> None:
    row = _un(monde, visible_client=False)
    good = signer(row.pk, monde.technicien_a.user)
    base = "/api/v1/documents/fichier/"
    wrong = [
        "x",
        good[:-1],
        good + "a",
        good.replace(":", ";"),
        signer(row.pk, monde.user_a),  # may not see it
        signer(row.pk, monde.user_b),
    ]
    for signature in wrong:
        refus(_lire(base + signature), 404)
    with time_machine.travel(timezone.now() + timedelta(seconds=901)):
        refus(_lire(base + good), 404)
    monde.technicien_a.user.is_active = False
    monde.technicien_a.user.save()
    refus(_lire(base + good), 404)


def test_un_document_retire_ne_se_lit_plus(monde: Monde) -> None:
    row = _un(monde)
    address = f"/api/v1/documents/fichier/{signer(row.pk, monde.admin)}"
    assert _octets(_lire(address))
    services.retirer(par=monde.admin, document_id=row.pk)
    refus(_lire(address), 404)
