"""A real viewset under the whole corpus, and the manners of every view."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.http import QueryDict
from django.test import RequestFactory
from django_filters import MultipleChoiceFilter
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.test import APIClient

from core.api.champs import Liens
from core.api.versions import etiquette, exiger_version, version_vue
from core.api.vues import PREFIXE, RACINE_FIN, VueApi, VueModele
from core.filtres import FiltresStricts
from core.recherche import rechercher
from core.tests.envois import envoyer
from tests.donnees.demandes_hostiles import CORPS_REFUSES
from tests.donnees.entrees_hostiles import (
    BOOLEENS_REFUSES,
    CHOIX_REFUSES,
    DECIMAUX_REFUSES,
    IDS_DE_ROUTE_REFUSES,
    IDS_REFUSES,
    INSTANTS_REFUSES,
    JOURS_REFUSES,
    TEXTES_ETRANGES,
    TEXTES_REFUSES,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("core.tests.urls_essai")]

URL = "/api/v1/competences/"


@pytest.fixture
def soudure() -> Any:
    competence: Any = apps.get_model("techniciens", "Competence")
    return competence.objects.create(nom="Soudure", description="arc et TIG")


def poster(api: APIClient, corps: dict[str, Any]) -> Any:
    return envoyer(api, URL, json.dumps(corps, ensure_ascii=True).encode())


# --- The corpus --------------------------------------------------------------------------------
@pytest.mark.part(cas=True)
@pytest.mark.parametrize(
    ("champ", "valeurs"),
    [
        ("numero", IDS_REFUSES),
        ("lien", IDS_REFUSES),
        ("quand", INSTANTS_REFUSES),
        ("jour", JOURS_REFUSES),
        ("montant", DECIMAUX_REFUSES),
        ("actif", BOOLEENS_REFUSES),
        ("niveau_requis", CHOIX_REFUSES),
        ("nom", (*TEXTES_REFUSES, 1, True, None, [], {})),
        ("liens", (1, "a", {}, [0], [1.5], ["a"], [[1]], [999999], list(range(1, 200)))),
        ("inconnu", (1, "a", None)),
        ("id", (1,)),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_valeurs_refusees(api: APIClient, champ: str, valeurs: tuple[Any, ...]) -> None:
    for value in valeurs:
        answer = poster(api, {"nom": "a", champ: value})
        toxic = isinstance(value, str) and any(
            c == "\x00" or "\ud800" <= c <= "\udfff" for c in value
        )
        assert answer.status_code == (400 if toxic else 422), value
        body = answer.json()
        assert body["detail"]
        if not toxic:
            assert [name.split(".")[0] for name in body["errors"]] == [champ]
    assert api.get(URL).json() == []


def test_textes_etranges_gardes_tels_quels(api: APIClient) -> None:
    kept = 0
    for n, text in enumerate(TEXTES_ETRANGES):
        answer = poster(api, {"nom": f"c{n}", "description": text})
        assert answer.status_code in {201, 422}, text
        if answer.status_code == 201:
            kept += 1
            wanted = text.replace("\r\n", "\n").replace("\r", "\n").strip()
            assert answer.json()["description"] == wanted
    listing = api.get(URL)
    assert listing.status_code == 200
    assert len(listing.json()) == kept > 60


@pytest.mark.parametrize("corps", CORPS_REFUSES)
def test_corps_refuse(api: APIClient, corps: bytes) -> None:
    answer = envoyer(api, URL, corps)
    assert answer.status_code == 400
    assert list(answer.json()) == ["detail"]


def test_corps_vide(api: APIClient) -> None:
    answer = envoyer(api, URL, b"")
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["nom"])


@pytest.mark.part(cas=True)
@pytest.mark.parametrize("numero", IDS_DE_ROUTE_REFUSES)
@pytest.mark.parametrize("methode", ["get", "patch", "delete"])
def test_numero_de_route(*, api: APIClient, soudure: Any, methode: str, numero: str) -> None:
    for url in (f"{URL}{numero}/", f"{URL}{numero}", f"/competences/{numero}"):
        answer = envoyer(api, url, b"{}", methode=methode.upper())
        assert answer.status_code == 404
        assert answer.json() == {"detail": "Introuvable."}


@pytest.mark.parametrize("nom", ["niveau_requis", "id", "technicien_id"])
def test_filtre_faux_et_filtre_vide(api: APIClient, soudure: Any, nom: str) -> None:
    answer = api.get(URL, {nom: "faux"})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [nom])
    assert len(api.get(URL, {nom: ""}).json()) == 1
    assert api.get(f"{URL}?{nom}=1&{nom}=1").status_code == 400


def test_filtres(api: APIClient, soudure: Any) -> None:
    for query, found in (
        ({"id": soudure.pk}, 1),
        ({"id": 2**62}, 0),
        ({"niveau_requis": "debutant"}, 1),
        ({"niveau_requis": "expert"}, 0),
        ({"nom": "Soudure"}, 1),
        ({"nom": "soudure%"}, 0),
        ({"search": "TIG soud"}, 1),
        ({"search": "soudure laser"}, 0),
        ({"search": "%"}, 0),
    ):
        answer = api.get(URL, query)
        assert (answer.status_code, len(answer.json())) == (200, found), query
    assert api.get(URL, {"id": "9223372036854775808"}).status_code == 422


# --- Manners -----------------------------------------------------------------------------------
def test_creation_lecture_modification_suppression(api: APIClient) -> None:
    made = api.post(URL, {"nom": " Hydraulique "}, format="json")
    assert (made.status_code, made.json()["nom"]) == (201, "Hydraulique")
    url = f"{URL}{made.json()['id']}"
    assert api.patch(url, {"niveau_requis": "expert"}, format="json").json()["nom"] == "Hydraulique"
    gone = api.delete(url)
    assert (gone.status_code, gone.content) == (204, b"")
    assert "Content-Type" not in gone.headers
    assert api.get(url).status_code == 404


def test_head_et_options(api: APIClient, soudure: Any) -> None:
    for url, allowed in (
        (URL, "GET, POST, HEAD, OPTIONS"),
        (f"{URL}{soudure.pk}/", "GET, PATCH, DELETE, HEAD, OPTIONS"),
    ):
        full, head, options = api.get(url), api.head(url), api.options(url)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["Content-Type"] == full.headers["Content-Type"]
        assert (options.status_code, options.content) == (204, b"")
        assert options.headers["Allow"] == allowed
    assert APIClient().options(URL).status_code == 401


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/*", "", ";;;"])
def test_toujours_json(api: APIClient, accept: str) -> None:
    for url in (URL, f"{URL}?format=xml", f"{URL}abc"):
        answer = api.get(url, headers={"accept": accept})
        assert answer.status_code in {200, 404}
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["Cache-Control"] == "no-store"


def test_racine_dite_ancienne(api: APIClient, soudure: Any) -> None:
    old = api.get("/competences/?limit=1")
    assert old.json() == api.get(f"{URL}?limit=1").json()
    assert old.headers["Deprecation"].startswith("@")
    assert old.headers["Sunset"] == RACINE_FIN
    successor = f'<{PREFIXE}/competences/?limit=1>; rel="successor-version"'
    assert old.headers["Link"].endswith(successor)
    assert "first" in old.headers["Link"]
    assert api.get("/contexte").headers["Link"] == f'<{PREFIXE}/contexte>; rel="successor-version"'
    assert "Deprecation" not in api.get(URL).headers


def test_vue_ne_s_ouvre_pas_seule(rf: RequestFactory) -> None:
    class Ouverte(VueApi):
        permission_classes = (AllowAny,)

        def get(self, request: Any) -> Response:
            return Response({})

    assert Ouverte.as_view()(rf.get("/api/v1/x")).status_code == 401


def test_vue_sans_visibilite_impossible() -> None:
    with pytest.raises(ImproperlyConfigured):
        type("Oublieuse", (VueModele,), {"get_queryset": lambda self: None})
    with pytest.raises(ImproperlyConfigured):
        type("Oublieuse", (VueModele,), {"queryset": None})


def test_vue_sans_filtres(api: APIClient, soudure: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.tests.urls_essai import Competences  # noqa: PLC0415  needs the apps

    monkeypatch.setattr(Competences, "filtres", None)
    monkeypatch.setattr(Competences, "recherche_colonnes", ())
    assert len(api.get(URL, {"search": "rien", "id": "x"}).json()) == 1


# --- Visibility --------------------------------------------------------------------------------
def test_lignes_par_visibilite(soudure: Any, client_mif: Any) -> None:
    api = APIClient()
    api.force_authenticate(client_mif.user)
    assert api.get(URL).json() == []
    assert api.get(f"{URL}{soudure.pk}").status_code == 404
    assert api.get(URL, {"search": "soudure"}).json() == []


def test_lien_par_visibilite(api: APIClient, soudure: Any, client_mif: Any) -> None:
    body = {"nom": "a", "lien": soudure.pk, "liens": [soudure.pk, soudure.pk]}
    assert api.post(URL, body, format="json").status_code == 201
    api.force_authenticate(client_mif.user)
    errors = api.post(URL, body, format="json").json()["errors"]
    assert set(errors) == {"lien", "liens"}


def test_recherche_aveugle(technicien: Any) -> None:
    rows: Any = apps.get_model("techniciens", "Technicien").objects.all()
    hidden = rechercher(rows, "a", user=technicien.user, colonnes=["notes_competences"])
    assert not hidden.exists()
    folded = rechercher(rows, "\u0301", user=technicien.user, pliees=["specialite"])
    assert not folded.exists()
    assert rechercher(rows, "  ", user=technicien.user, colonnes=["specialite"]).exists()


def test_liens_rendus(soudure: Any, technicien: Any) -> None:
    rows: Any = apps.get_model("techniciens", "Competence").objects
    field = Liens(queryset=rows.all())
    assert field.to_representation(rows.all()) == field.to_representation([soudure])
    assert field.to_representation([soudure]) == [soudure.pk]
    assert field.to_representation(technicien.competences) == []


# --- Versions ----------------------------------------------------------------------------------
def test_etag_et_if_match(api: APIClient, technicien: Any) -> None:
    url = f"/api/v1/techniciens/{technicien.pk}"
    tag = api.get(url).headers["ETag"]
    assert tag == etiquette(technicien)
    for good in (tag, tag.removeprefix("W/"), f'"autre", {tag}', "*"):
        assert api.patch(url, {}, format="json", headers={"If-Match": good}).status_code == 200
    for stale in ('W/"1-1"', "abc", '"', "", f"x{tag}"):
        answer = api.patch(url, {}, format="json", headers={"If-Match": stale})
        assert answer.status_code == 412
        assert answer.json()["version"]


def test_version_du_corps(api: APIClient, technicien: Any) -> None:
    url = f"/api/v1/techniciens/{technicien.pk}"
    assert api.patch(url, {"version": 3}, format="json").json() == {"version": 3}
    assert api.patch(url, {}, format="json").json() == {"version": None}


def test_version_de_la_ligne(rf: RequestFactory) -> None:
    class Ligne:
        pk, version = 5, 7

    row: Any = Ligne()
    assert etiquette(row) == 'W/"5-7"'
    request = rf.patch("/", headers={"If-Match": '"5-7"'})
    assert exiger_version(request, row) == 7
    assert version_vue(request, row, 3) == 7  # type: ignore[arg-type]


@pytest.mark.urls("mif_erp.urls")
def test_la_sante_refuse_en_json() -> None:
    """Django's own refusals have no body; callers of JSON still read a sentence."""
    for path in ("/health", "/health/database"):
        for methode in ("POST", "DELETE", "OPTIONS", "FOO"):
            answer = APIClient(enforce_csrf_checks=True).generic(methode, path)
            assert (answer.status_code, answer.headers["Content-Type"]) == (405, "application/json")
            assert answer.json()["detail"]
            assert "GET" in answer.headers["Allow"]


def test_sans_colonne_de_version(api: APIClient, soudure: Any) -> None:
    """The row's own columns say which state was seen."""
    url = f"{URL}{soudure.pk}"
    tag = api.get(url).headers["ETag"]
    assert api.get(url).headers["ETag"] == tag
    assert api.patch(url, {}, format="json", headers={"If-Match": tag}).status_code == 200
    soudure.description = "Arc"
    soudure.save()
    assert api.get(url).headers["ETag"] != tag
    for stale in (tag, '"1-1"'):
        answer = api.patch(url, {}, format="json", headers={"If-Match": stale})
        assert answer.status_code == 412


def test_filtres_pour_une_page(rf: RequestFactory, responsable: Any) -> None:
    """Unbound filters, as on the first visit of a page, let all rows through."""
    rows: Any = apps.get_model("techniciens", "Competence").objects.all()

    class Filtres(FiltresStricts):
        niveau = MultipleChoiceFilter(
            field_name="niveau_requis", choices=[("debutant", ""), ("expert", "")]
        )

        class Meta:
            model = rows.model
            fields = ["nom"]

    request = rf.get("/")
    request.user = responsable
    several = QueryDict("niveau=debutant&niveau=expert&nom=a")
    assert Filtres(several, queryset=rows, request=request).valider().count() == 0
    assert Filtres(None, queryset=rows, request=request).valider().count() == 0
    assert not Filtres({"nom": "x"}, queryset=rows, request=None).filters
