"""Plain values answer exactly as the serializers that declare them, whoever asks."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from clients.tests.factories import ClientFactory
from comptes.api.serialiseurs import Compte
from core.api.champs import Instant
from core.api.lecture import forme_instant, lecteur_de
from core.api.vues import VueModele
from equipements.tests.factories import EquipementFactory
from interventions import services
from interventions.api.serializers import InterventionSortie
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from tests.api import COMPTES, Porte
from tests.fixtures import Monde
from tests.parts import part, tout

pytestmark = pytest.mark.django_db

LISTES = (
    "interventions/",
    "interventions/?ordering=-statut&limit=2",
    "interventions/?cursor=&limit=1",
    "interventions/?envelope=1",
    "equipements/?archives=true",
    "equipements/{machine}/interventions",
    "equipements/{machine}/historique",
    "clients/?archives=true",
    "clients/{client}/sites",
    "clients/{client}/contacts",
    "users/",
    "techniciens/",
    "techniciens/competences",
)
FICHES = ("interventions/{une}", "equipements/{machine}", "clients/{client}")
SUITES = ("interventions/{une}/historique", "interventions/{une}/commentaires")


@pytest.fixture
def riche(monde: Monde) -> dict[str, Any]:
    """Rows with every kind of value, and with none: parents, families, costs, dates, comments."""
    machine = EquipementFactory(
        client=monde.client_a, parent=monde.machine_a, date_installation=timezone.localdate()
    )
    ClientFactory(archive_le=timezone.now(), nom_entreprise="Été « & » \u2028 fini")
    for etat in ("ouverte", "en_attente", "cloturee"):
        InterventionFactory(
            equipement=machine, technicien=monde.technicien_a, par=monde.responsable, etat=etat
        )
    row = monde.intervention_a
    Intervention.objects.filter(pk=row.pk).update(
        cout_estime=Decimal("1234.50"),
        duree_estimee=Decimal("0.10"),
        date_limite=timezone.now(),
        cree_par=None,
        urgence=True,
    )
    services.commenter(
        intervention_id=row.pk, par=monde.responsable, texte="Vu", visible_client=True
    )
    return {"une": row.pk, "machine": monde.machine_a.pk, "client": monde.client_a.pk}


@pytest.mark.part
@pytest.mark.parametrize("qui", COMPTES)
def test_les_deux_chemins_repondent_octet_pour_octet(
    api: dict[str, Porte], riche: dict[str, Any], *, qui: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [path.format(**riche) for path in part((*LISTES, *FICHES, *SUITES))]
    quick = [api[qui].get(path) for path in paths]
    assert any(answer.status_code == 200 for answer in quick) or not tout()
    monkeypatch.setattr(VueModele, "lecteur", None)
    for path, answer in zip(paths, quick, strict=True):
        slow = api[qui].get(path)
        assert (slow.status_code, slow.content) == (answer.status_code, answer.content), path
        for name in ("ETag", "X-Total-Count", "Link"):
            assert slow.headers.get(name) == answer.headers.get(name), path


def test_les_lignes_se_lisent_sans_instances(
    api: dict[str, Porte], riche: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No path falls back to instances unnoticed, but where hiding depends on the row."""
    built: list[str] = []
    original = Intervention.from_db

    def compter(*args: Any, **kwargs: Any) -> Any:
        built.append("x")
        return original(*args, **kwargs)

    monkeypatch.setattr(Intervention, "from_db", compter)
    assert api["responsable"].get("interventions/").status_code == 200
    assert api["technicien"].get(f"interventions/{riche['une']}").status_code == 200
    assert built == []
    Intervention.objects.get(pk=riche["une"])
    assert built == ["x"]


@pytest.mark.parametrize("zone", ["UTC", "Africa/Casablanca", "Asia/Kolkata", "America/New_York"])
def test_l_heure_suit_le_fuseau(zone: str) -> None:
    """`Z` where the offset is zero, as the field writes it."""
    moments = [datetime(2026, month, 3, 4, 5, 6, month % 2, tzinfo=UTC) for month in range(1, 13)]
    with timezone.override(zone):
        field, quick = Instant(), forme_instant()
        assert [quick(m) for m in moments] == [field.to_representation(m) for m in moments]


def test_un_lecteur_par_role_et_par_politique(rf: Any, monde: Monde) -> None:
    def pour(nom: str, classe: Any) -> Any:
        request = rf.get("/")
        request.user = monde.compte(nom)
        return lecteur_de(classe, request)

    chef, technicien = pour("admin", InterventionSortie), pour("technicien", InterventionSortie)
    assert chef is pour("admin", InterventionSortie)
    assert "cout_reel" in chef.rang
    assert "cout_reel" not in technicien.rang
    # A person sees the whole of their own account: that is asked row by row.
    assert pour("technicien", Compte) is None
