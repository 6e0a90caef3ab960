"""The whole takeover, from tables as dicts, into either database."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from clients.models import Client, Site
from comptes.models import Utilisateur
from comptes.tests.factories import UtilisateurFactory
from core.models import Evenement
from equipements.models import Equipement
from interventions.models import Intervention
from interventions.visibility import HistoriqueIntervention
from notifications.models import Notification
from pilotage.demo.coherence import ecarts
from planning.models import Creneau, EntreePlanning
from reprise.etapes.equipements import Equipements
from reprise.models import Correspondance, Reprise
from reprise.tests import vilains
from reprise.tests.ancien import DEBUT, SourceEnMemoire, generer
from reprise.tests.compte_rendu import Lignes, issues, notre, remarques, travail
from tests.admin_plein import MODELES
from tests.photo import relever

pytestmark = pytest.mark.django_db


# --- a sound firm ------------------------------------------------------------------------------


def test_une_firme_saine_est_reprise_entiere_et_sans_contradiction(
    reprendre: Callable[..., Lignes],
) -> None:
    tables = generer(40)
    lines = reprendre(tables)
    for table in ("users", "clients", "equipements", "interventions", "planning", "notifications"):
        assert set(issues(lines, table).values()) == {"cree"}, table
        assert len(issues(lines, table)) == len(tables[table])
    trail = HistoriqueIntervention.objects.all()
    ours = len(tables["interventions"]) + len(tables["planning"])
    assert trail.count() == len(tables["historiques_interventions"]) + ours
    assert ecarts(timezone.now() + timedelta(seconds=1)) == []
    run = Reprise.objects.get()
    assert run.terminee_le is not None
    assert run.comptes["interventions"]["cree"] == 40
    assert Site.objects.count() == Client.objects.count() == 27
    # Nothing is told to the outside, and nothing was there to be told.
    assert not Evenement.objects.exists()


def test_deux_fois_ne_double_rien_et_ne_change_rien(reprendre: Callable[..., Lignes]) -> None:
    tables = generer(12)
    reprendre(tables)
    before = relever(_modeles())
    lines = reprendre(tables)
    assert {li["issue"] for li in lines if li["id"]} == {"deja_la"}
    assert relever(_modeles()) == before


def _modeles() -> list[Any]:
    return [m for m in MODELES if m is not Reprise]


def test_un_essai_dit_tout_et_ne_laisse_rien(reprendre: Callable[..., Lignes]) -> None:
    tables = generer(12)
    before = relever()
    tried = reprendre(tables, essai=True)
    assert relever() == before
    done = reprendre(tables)
    keys = ("table", "id", "issue", "message")
    assert [[li[k] for k in keys] for li in tried] == [[li[k] for k in keys] for li in done]


@pytest.mark.part(cas=True)
@pytest.mark.parametrize("coupure", [30, 90, 120, 200, 252])
def test_coupee_nimporte_ou_puis_relancee_elle_finit_sans_doubler(
    reprendre: Callable[..., Lignes], monkeypatch: pytest.MonkeyPatch, coupure: int
) -> None:
    monkeypatch.setattr("reprise.etapes.base.Etape.lot", 7)
    tables = generer(30)
    source = SourceEnMemoire(tables)
    source.coupure = coupure
    with pytest.raises(KeyboardInterrupt):
        reprendre(source)
    assert Reprise.objects.get().terminee_le is None
    reprendre(tables)
    for table, modele in (
        ("users", Utilisateur),
        ("equipements", Equipement),
        ("interventions", Intervention),
        ("planning", Creneau),
        ("planning", EntreePlanning),
        ("notifications", Notification),
    ):
        assert modele._base_manager.count() == len(tables[table])
    lines = HistoriqueIntervention.objects.count()
    ours = len(tables["interventions"]) + len(tables["planning"])
    assert lines == len(tables["historiques_interventions"]) + ours
    assert ecarts(timezone.now() + timedelta(seconds=1)) == []


def test_ce_qui_a_change_dans_la_source_est_dit_et_nest_pas_ecrase(
    reprendre: Callable[..., Lignes],
) -> None:
    tables = generer(10)
    reprendre(tables)
    for row in tables["interventions"]:
        row["couleur"] = "bleu"  # is not taken over: no change
    tables["interventions"][0]["titre"] = "Autre"
    tables["users"][4]["email"] = "autre@ancien.ma"
    tables["planning"][0]["date_debut"] -= timedelta(days=1)
    tables["historiques_interventions"].append(
        {**tables["historiques_interventions"][0], "id": 9999}
    )
    lines = reprendre(tables)
    assert issues(lines, "interventions") == {
        "1": "modifie",
        **{str(n): "deja_la" for n in range(2, 11)},
    }
    assert issues(lines, "users")["5"] == "modifie"
    assert issues(lines, "planning") == {"1": "modifie", "4": "deja_la", "8": "deja_la"}
    assert travail(1).date_planifiee == travail(1).creneau.date_debut == DEBUT.replace(tzinfo=UTC)
    assert issues(lines, "historiques_interventions")["9999"] == "refuse"
    assert travail(1).titre == "Panne 1 été"


def test_les_lots_coutent_un_nombre_borne_de_requetes(
    reprendre: Callable[..., Lignes], django_assert_max_num_queries: Any
) -> None:
    tables = generer(150)
    with django_assert_max_num_queries(230):
        reprendre(tables)


# --- what is here already ----------------------------------------------------------------------


def test_un_compte_qui_est_deja_la_reste_comme_il_est(reprendre: Callable[..., Lignes]) -> None:
    here = UtilisateurFactory(email="P2@Ancien.ma", username="moi", role="responsable")
    password = here.password
    lines = reprendre(vilains.tables())
    here.refresh_from_db()
    assert (here.username, here.role, here.password) == ("moi", "responsable", password)
    assert issues(lines, "users")["2"] == "deja_la"
    assert remarques(lines, "users", 2) == {"role": "technicien"}
    # Its profile there is put away here: a responsable is given no work.
    assert here.technicien.archive_le is not None
    assert ecarts(timezone.now() + timedelta(seconds=1)) == []


def test_une_machine_deja_la_est_reconnue_a_son_numero(reprendre: Callable[..., Lignes]) -> None:
    tables = generer(5)
    reprendre(tables)
    machine = notre(Equipement, "equipements", 1)
    Correspondance.objects.filter(table_source="equipements", cle_source="1").delete()
    lines = reprendre(tables)
    assert issues(lines, "equipements")["1"] == "deja_la"
    assert Equipement.objects.filter(numero_serie=machine.numero_serie).count() == 1


def test_aucun_role_au_dessus_de_celui_quon_dit(reprendre: Callable[..., Lignes]) -> None:
    lines = reprendre(generer(1), role_max="technicien")
    assert set(Utilisateur.objects.values_list("role", flat=True)) == {"technicien", "client"}
    assert remarques(lines, "users", 1) == {"role": "admin"}


def test_une_ligne_que_la_base_refuse_narrete_pas_les_autres(
    reprendre: Callable[..., Lignes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A value that no rule foresaw: its row alone is left."""
    tables = generer(1)
    tables["equipements"] = tables["equipements"][:5]
    plain = Equipements._statut
    monkeypatch.setattr(
        Equipements, "_statut", staticmethod(lambda li: "pire" if li.cle == "3" else plain(li))
    )
    lines = reprendre(tables)
    assert issues(lines, "equipements") == {
        **dict.fromkeys("1245", "cree"),
        "3": "refuse",
    }


def test_lheure_de_la_source(reprendre: Callable[..., Lignes]) -> None:
    tables = generer(1)
    [row] = tables["interventions"]
    tables["interventions"] = [
        {k: v for k, v in row.items() if k not in ("date_debut", "date_fin", "updated_at")}
        | {"statut": "ouverte", "date_creation": "2024-07-01 08:00:00"}
    ]
    reprendre(tables, fuseau=ZoneInfo("Africa/Casablanca"))
    assert travail(1).date_creation == datetime(2024, 7, 1, 7, tzinfo=UTC)


def test_une_autre_version_de_la_source(reprendre: Callable[..., Lignes]) -> None:
    """Older names, columns missing and more, a table that cannot be read."""
    tables = generer(2)
    for row in tables["interventions"]:
        row["type"] = row.pop("type_intervention")
        row["couleur"] = "bleu"
    for row in tables["equipements"]:
        row["type"] = "Compresseur"
    for row in tables["notifications"] + tables["clients"]:
        row.pop("nom_entreprise", None)
    tables["utilisateurs"] = tables.pop("users")
    lines = reprendre(tables)
    said = {(li["table"], li["message"]) for li in lines if not li["id"]}
    assert ("interventions", "Colonnes de la source non reprises : couleur.") in said
    assert any(t == "clients" and "nom_entreprise" in m for t, m in said)
    assert Utilisateur.objects.count() == 40
    assert set(issues(lines, "equipements").values()) == {"refuse"}


def test_la_famille_vient_du_type(reprendre: Callable[..., Lignes]) -> None:
    tables = generer(1)
    for row, kind in zip(tables["equipements"], ("Compresseur", "COMPRESSEUR", None), strict=False):
        row["type"] = kind
    reprendre(tables)
    machines = [notre(Equipement, "equipements", n) for n in (1, 2, 3)]
    assert machines[0].famille == machines[1].famille != machines[2].famille
