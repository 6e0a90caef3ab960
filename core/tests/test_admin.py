"""The firm's identity in the admin: one row, a redrawn logo, hours typed a line a day."""

from base64 import b64encode
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Navigateur
from django.urls import reverse
from PIL import Image, PngImagePlugin

from comptes.models import Utilisateur
from core.errors import Interdit, Invalide
from core.images import COTE_MAX, OCTETS_MAX, png_de
from core.models import Evenement, Organisation, Serie
from core.services import modifier_organisation
from tests.lecture_formulaire import lire

pytestmark = pytest.mark.django_db

AJOUT = "/admin/core/organisation/add/"
FICHE = "/admin/core/organisation/1/change/"
FORME = "organisation_form"


@pytest.fixture
def chef(admin: Utilisateur) -> Navigateur:
    browser = Navigateur()
    browser.force_login(admin)
    return browser


def _image(genre: str = "PNG", taille: tuple[int, int] = (40, 20), **options: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", taille, "#c00").save(out, genre, **options)
    return out.getvalue()


def _envoi(octets: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("logo.png", octets, content_type="image/png")


# --- The form --------------------------------------------------------------------------------


def test_the_firm_is_said_once_then_edited(chef: Navigateur) -> None:
    sent = lire(chef.get(AJOUT), FORME) | {
        "nom": "Froid Atlas SARL",
        "lundi": "08:30-12:30, 14:00 – 18:00",
        "samedi": "09:00-13:00",
    }
    assert chef.post(AJOUT, sent).status_code == 302
    row = Organisation.objects.get()
    assert (row.pk, row.nom) == (1, "Froid Atlas SARL")
    assert row.calendrier == {
        "lundi": [["08:30", "12:30"], ["14:00", "18:00"]],
        "samedi": [["09:00", "13:00"]],
    }
    assert chef.get(AJOUT).status_code == 403
    page = chef.get(FICHE)
    sent = lire(page, FORME)
    assert sent["lundi"] == "08:30-12:30, 14:00-18:00"
    assert chef.post(FICHE, sent | {"ville": "Fès", "samedi": ""}).status_code == 302
    row.refresh_from_db()
    assert row.ville == "Fès"
    assert "samedi" not in row.calendrier
    assert row.nom == "Froid Atlas SARL"


def test_what_does_not_hold_is_said_beside_the_field(chef: Navigateur) -> None:
    Organisation.objects.create(pk=1, nom="MIF Maroc")
    cases = {
        "nom": "",
        "ice": "123",
        "email": "pas-un-courriel",
        "mardi": "9h-18h",
        "mercredi": "18:00-08:00",
        "jeudi": "25:00-26:00",
    }
    for name, value in cases.items():
        sent = lire(chef.get(FICHE), FORME) | {"adresse": "12, rue d’Agadir", name: value}
        answer = chef.post(FICHE, sent)
        assert answer.status_code == 422, name
        assert name in answer.context["adminform"].form.errors, name
        assert lire(answer, FORME)["adresse"] == "12, rue d’Agadir"
        assert lire(answer, FORME)[name] == value
    assert Organisation.objects.get().adresse == ""


def test_two_who_edit_different_columns_both_win(chef: Navigateur) -> None:
    Organisation.objects.create(pk=1, nom="MIF Maroc")
    first = lire(chef.get(FICHE), FORME) | {"ville": "Rabat"}
    second = lire(chef.get(FICHE), FORME) | {"cnss": "1234567"}
    chef.post(FICHE, first)
    chef.post(FICHE, second)
    row = Organisation.objects.get()
    assert (row.ville, row.cnss) == ("Rabat", "1234567")


def test_the_logo_is_shown_replaced_and_removed(chef: Navigateur) -> None:
    Organisation.objects.create(pk=1, nom="MIF Maroc")
    sent: dict[str, Any] = {**lire(chef.get(FICHE), FORME)}
    answer = chef.post(FICHE, sent | {"nouveau_logo": _envoi(_image("JPEG"))})
    assert answer.status_code == 302
    stored = bytes(Organisation.objects.get().logo or b"")
    assert stored.startswith(b"\x89PNG")
    assert b64encode(stored).decode() in chef.get(FICHE).content.decode()
    chef.post(FICHE, lire(chef.get(FICHE), FORME) | {"telephone": "0522000000"})
    assert bytes(Organisation.objects.get().logo or b"") == stored
    chef.post(FICHE, lire(chef.get(FICHE), FORME) | {"retirer_logo": "on"})
    assert Organisation.objects.get().logo is None


def test_a_file_that_is_no_picture_is_refused_and_nothing_is_saved(chef: Navigateur) -> None:
    Organisation.objects.create(pk=1, nom="MIF Maroc")
    sent: dict[str, Any] = {**lire(chef.get(FICHE), FORME), "nom": "Autre nom"}
    for content in (b"<svg onload=alert(1)>", b"GIF89a" + b"0" * 50, b"x" * (OCTETS_MAX + 10)):
        answer = chef.post(FICHE, sent | {"nouveau_logo": _envoi(content)})
        assert answer.status_code == 422
        assert "nouveau_logo" in answer.context["adminform"].form.errors
        assert lire(answer, FORME)["nom"] == "Autre nom"
    assert Organisation.objects.get().nom == "MIF Maroc"


# --- The service -----------------------------------------------------------------------------


def test_only_an_administrator_says_who_the_firm_is(
    admin: Utilisateur, responsable: Utilisateur
) -> None:
    with pytest.raises(Interdit):
        modifier_organisation(par=responsable, champs={"nom": "Pirate"})
    with pytest.raises(Invalide) as refus:
        modifier_organisation(par=admin, champs={"nom": "MIF", "id": 2})
    assert set(refus.value.errors) == {"id"}
    assert not Organisation.objects.exists()


# --- Pictures --------------------------------------------------------------------------------


def test_a_picture_is_redrawn_small_and_bare() -> None:
    secret = PngImagePlugin.PngInfo()
    secret.add_text("Comment", "position secrète")
    for brut in (
        _image("PNG", (1600, 400), pnginfo=secret),
        _image("JPEG", (1600, 400), comment=b"position secrete"),
    ):
        done = png_de(brut, "logo")
        with Image.open(BytesIO(done)) as picture:
            assert picture.format == "PNG"
            assert picture.size == (COTE_MAX, COTE_MAX // 4)
            assert picture.info == {}
        assert b"secr" not in done


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        _image()[:60],
        _image("GIF"),
        b"%PDF-1.7",
        b"\x00" * (OCTETS_MAX + 1),
    ],
    ids=["vide", "entete", "tronquee", "gif", "pdf", "lourde"],
)
def test_what_is_no_small_png_or_jpeg_is_refused(octets: bytes) -> None:
    with pytest.raises(Invalide) as refus:
        png_de(octets, "logo")
    assert set(refus.value.errors) == {"logo"}


@pytest.mark.parametrize("cote", [5_000, 10_000, 20_000])
def test_a_picture_that_unfolds_is_refused_before_it_does(cote: int) -> None:
    header = _image("PNG", (8, 8))
    size = cote.to_bytes(4, "big")
    # The header says a huge size; its checksum is made right again.
    chunk = b"IHDR" + size + size + header[24:29]
    forged = header[:12] + chunk + PngImagePlugin._crc32(chunk).to_bytes(4, "big") + header[33:]
    with pytest.raises(Invalide):
        png_de(forged, "logo")


# --- Read-only tables ------------------------------------------------------------------------


def test_series_and_events_are_read_only(chef: Navigateur) -> None:
    serie = Serie.objects.create(code="INT", annee=2026, dernier=7)
    event = Evenement.objects.create(type="essai", donnees={"id": 1})
    for name, row in (("serie", serie), ("evenement", event)):
        path = reverse(f"admin:core_{name}_change", args=[row.pk])
        assert chef.get(path).status_code == 200
        assert chef.post(path, {"dernier": "1", "type": "faux"}).status_code == 403
    serie.refresh_from_db()
    assert serie.dernier == 7
