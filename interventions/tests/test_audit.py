"""The trail: one row an act, who, from where, by which door, before and after; and nothing else."""

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from comptes.systeme import SYSTEME
from comptes.tests.factories import UtilisateurFactory
from core.contexte import Canal, Contexte, canal, ouvrir
from core.errors import Conflit
from interventions import services
from interventions.actions import enregistrer, registre
from interventions.audit import Acte, difference, inscrire
from interventions.choices import ActionHistorique
from interventions.models import Intervention
from interventions.tests import attendu
from interventions.tests.chantier import LUNDI, Chantier
from interventions.tests.factories import InterventionFactory
from interventions.tests.releve import derniere_ligne, nombre_de_lignes, photographier
from interventions.visibility import HistoriqueIntervention
from tests.fixtures import Monde

PROVENANCE = Contexte(
    canal=Canal.API,
    adresse_ip="192.0.2.7",
    user_agent="Mozilla/5.0 (essai)",
    request_id="0123456789abcdef",
)


# --- who, from where ---------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("nom", sorted(attendu.AUDIT))
def test_chaque_acte_dit_qui_et_dou(chantier: Chantier, nom: str) -> None:
    chemins: dict[str, tuple[str, ...]] = {
        "reprendre": ("suspendre",),
        "cloturer": ("demarrer",),
        "archiver": ("demarrer", "cloturer"),
        "rectifier": ("demarrer", "cloturer"),
        "evaluer": ("demarrer", "cloturer"),
    }
    arguments: dict[str, dict[str, Any]] = {
        "modifier": {"champs": {"urgence": True}},
        "affecter": {"technicien_id": chantier.monde.technicien_b.pk},
        "desaffecter": {"motif": "Absent"},
        "suspendre": {"cause": "pieces", "texte": "Joint"},
        "cloturer": {"solution": "Fait"},
        "annuler": {"motif": "Doublon"},
        "rectifier": {"motif": "Oubli", "diagnostic": "Usure"},
        "evaluer": {"note": 5},
        "commenter": {"texte": "Bonjour"},
    }
    for before in chemins.get(nom, ()):
        chantier.fait(before, **arguments.get(before, {}))
    lines = nombre_de_lignes(chantier.row)
    qui = "client" if nom == "evaluer" else "responsable"
    with ouvrir(PROVENANCE):
        chantier.dans(hours=1).fait(nom, qui=qui, **arguments.get(nom, {}))
    line = derniere_ligne(chantier.row)
    assert nombre_de_lignes(chantier.row) == lines + 1
    assert line.action == attendu.AUDIT[nom]
    assert line.history_user_id == chantier.monde.compte(qui).pk
    assert {name: getattr(line, name) for name in asdict(PROVENANCE)} == asdict(PROVENANCE)
    assert line.history_date == chantier.monde.intervention_a.date_statut + timedelta(hours=1)
    assert line.description_acte.strip()
    assert line.history_type == "~"


@pytest.mark.django_db
def test_hors_requete_cest_une_commande_sans_adresse(chantier: Chantier) -> None:
    chantier.fait("demarrer")
    line = derniere_ligne(chantier.row)
    assert (line.canal, line.adresse_ip, line.user_agent, line.request_id) == (
        "commande",
        None,
        "",
        "",
    )


@pytest.mark.django_db
def test_le_programme_est_systeme(chantier: Chantier) -> None:
    with canal(Canal.TACHE) as contexte:
        services.demarrer(intervention_id=chantier.pk, par=SYSTEME)
    line = derniere_ligne(chantier.row)
    assert (line.history_user_id, line.canal) == (None, "tache")
    assert line.request_id == contexte.request_id != ""


@pytest.mark.django_db
def test_un_acte_dune_app_du_dessus_ne_touche_pas_lintervention(chantier: Chantier) -> None:
    """A document, a slot: a row in the trail by the same function, the version as it was."""
    version = chantier.row.version
    acte = Acte(
        action=ActionHistorique.UPLOAD_DOCUMENT,
        description="Photo",
        par=chantier.monde.responsable,
        moment=LUNDI,
        complements={"document_id": 4},
    )
    inscrire(chantier.row, acte)
    line = derniere_ligne(chantier.row)
    assert (line.action, line.version) == ("upload_document", version)
    assert (line.ancienne_valeur, line.nouvelle_valeur) == (None, {"document_id": 4})
    assert not line.interne
    assert chantier.row.version == version


@pytest.mark.django_db
def test_lacte_refuse_ne_laisse_aucune_trace(chantier: Chantier) -> None:
    with ouvrir(PROVENANCE):
        chantier.refuse("cloturer", solution="Fait")
    assert not HistoriqueIntervention.objects.filter(request_id=PROVENANCE.request_id).exists()


# --- before and after --------------------------------------------------------------------------


def _rejouer(intervention: Intervention) -> dict[str, Any]:
    """The row as its history tells it, from the values after each act."""
    state: dict[str, Any] = {}
    for line in HistoriqueIntervention.objects.filter(id=intervention.pk).order_by("history_id"):
        before, after = line.ancienne_valeur or {}, line.nouvelle_valeur or {}
        # The creation's row leaves empty columns out.
        told = {name: (state.get(name) or None) for name in before}
        assert told == {name: value or None for name, value in before.items()}
        state |= {name: value for name, value in after.items() if name in before or not before}
    return state


@pytest.mark.django_db
def test_lhistoire_se_rejoue(chantier: Chantier) -> None:
    chantier.fait("modifier", champs={"cout_estime": Decimal("120.50"), "date_limite": LUNDI})
    chantier.dans(hours=1).fait("demarrer")
    chantier.dans(hours=1).suspendre()
    chantier.dans(hours=1).fait("commenter", texte="Allô")
    chantier.dans(hours=1).fait("reprendre")
    chantier.dans(hours=1).fait("cloturer", solution="Fait", cause="usure")
    chantier.dans(hours=1).fait("rectifier", motif="Oubli", diagnostic="Vieux")
    chantier.dans(hours=1).fait("evaluer", qui="client", note=2, commentaire="Long")
    chantier.dans(hours=1).fait("archiver")
    told, row = _rejouer(chantier.row), chantier.row
    for name in ("statut", "solution", "diagnostic", "cause", "satisfaction_client", "titre"):
        assert told[name] == getattr(row, name), name
    assert told["cout_estime"] == "120.50"
    assert told["duree_reelle"] == str(row.duree_reelle) == "2.00"
    assert row.date_fin is not None
    assert datetime.fromisoformat(told["date_fin"]) == row.date_fin
    assert told["date_fin"].endswith("+00:00")


@pytest.mark.django_db
def test_linstantane_est_celui_dapres_lacte(chantier: Chantier) -> None:
    chantier.fait("modifier", champs={"titre": "Après"})
    line = derniere_ligne(chantier.row)
    assert (line.titre, line.version, line.statut) == ("Après", 3, "affectee")
    assert line.nouvelle_valeur == {"titre": "Après"}
    assert "recherche" not in {f.name for f in HistoriqueIntervention._meta.get_fields()}


def test_la_difference_ne_garde_que_ce_qui_change() -> None:
    before = {"a": 1, "b": Decimal("1.50"), "c": datetime(2026, 1, 1, 12, tzinfo=UTC)}
    after = {"a": 1, "b": Decimal("2.50"), "c": None}
    old, new = difference(before, after)
    assert old == {"b": "1.50", "c": "2026-01-01T12:00:00+00:00"}
    assert new == {"b": "2.50", "c": None}
    assert json.loads(json.dumps(old)) == old


# --- no other way in ---------------------------------------------------------------------------


def _enregistrer(row: Intervention) -> None:
    row.titre = "En cachette"
    row.save()


def _creer(row: Intervention) -> None:
    copy = Intervention(
        numero="INT-1",
        titre="Clandestine",
        type_intervention="corrective",
        equipement=row.equipement,
        client=row.client,
    )
    copy.save()


def _detruire(row: Intervention) -> None:
    type(row).objects.filter(pk=row.pk).first().delete()  # type: ignore[union-attr]


@pytest.mark.parametrize("geste", [_enregistrer, _creer, _detruire])
def test_rien_ne_change_hors_des_services(base_reelle: None, geste: Any) -> None:
    """In autocommit, where nothing else would roll the change back."""
    row: Any = InterventionFactory()
    before = photographier()
    with pytest.raises(DatabaseError):
        geste(row)
    assert photographier() == before
    admin = UtilisateurFactory(admin=True)
    row = services.modifier(intervention_id=row.pk, par=admin, champs={"urgence": True})
    before = photographier()
    with pytest.raises(DatabaseError):
        geste(row)
    assert photographier() == before


@pytest.mark.django_db
def test_la_ligne_rendue_par_un_service_ne_senregistre_pas_non_plus(chantier: Chantier) -> None:
    row = chantier.fait("demarrer")
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.django_db
@pytest.mark.parametrize("colonne", ["action", "canal"])
@pytest.mark.parametrize("valeur", ["", "autre", None])
def test_pas_de_ligne_sans_action_ni_porte(
    chantier: Chantier, *, colonne: str, valeur: str | None
) -> None:
    line = derniere_ligne(chantier.row)
    line.pk = None
    setattr(line, colonne, valeur)
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)


@pytest.mark.django_db
@pytest.mark.parametrize("action", ActionHistorique.values)
def test_les_dix_actions_entrent_dans_la_table(chantier: Chantier, action: str) -> None:
    line = derniere_ligne(chantier.row)
    line.pk, line.action = None, action
    line.save(force_insert=True)
    assert derniere_ligne(chantier.row).action == action


@pytest.mark.django_db
def test_toute_ligne_du_monde_a_une_action_une_porte_et_un_auteur(monde: Monde) -> None:
    lines = HistoriqueIntervention.objects.all()
    assert lines.count() >= 4
    for line in lines:
        assert line.action in attendu.ACTIONS_HISTORIQUE
        assert line.canal in Canal.values
        assert line.history_user_id == monde.responsable.pk


# --- who takes part ----------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("nom", ["modifier", "demarrer", "suspendre", "annuler", "commenter"])
def test_un_abonne_qui_refuse_ne_laisse_rien(
    chantier: Chantier, monkeypatch: pytest.MonkeyPatch, nom: str
) -> None:
    def refuser(passage: Any) -> None:
        passage.intervention.titre = "Touché"
        raise Conflit("Le créneau est signé.")

    monkeypatch.setattr(registre, "_abonnes", registre._abonnes.copy())
    monkeypatch.setitem(registre._abonnes, nom, [])
    enregistrer(nom, refuser)
    arguments: dict[str, dict[str, Any]] = {
        "modifier": {"champs": {"arret_machine": True}},
        "suspendre": {"cause": "pieces", "texte": "Joint"},
        "annuler": {"motif": "Doublon"},
        "commenter": {"texte": "Bonjour"},
    }
    error = chantier.refuse(nom, **arguments.get(nom, {}))
    assert error.detail == "Le créneau est signé."


@pytest.mark.django_db
def test_un_abonne_a_la_creation_qui_refuse(monde: Monde, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuser(intervention: Intervention, par: Any) -> None:
        raise Conflit(f"Pas {intervention.titre} par {par}")

    monkeypatch.setitem(registre._abonnes, "creer", [refuser])
    before = photographier()
    with pytest.raises(Conflit, match="Pas Fuite"):
        services.creer(
            par=monde.compte("client"),
            equipement_id=monde.machine_a.pk,
            titre="Fuite",
            arret_machine=True,
        )
    assert photographier() == before


@pytest.mark.django_db
def test_ce_quun_abonne_change_fait_partie_de_lacte(
    chantier: Chantier, monkeypatch: pytest.MonkeyPatch
) -> None:
    def completer(passage: Any) -> None:
        passage.intervention.cout_reel = Decimal(80)
        passage.complements["creneau_id"] = 7

    monkeypatch.setitem(registre._abonnes, "annuler", [completer])
    chantier.fait("annuler", motif="Doublon")
    line = derniere_ligne(chantier.row)
    assert chantier.row.cout_reel == Decimal(80)
    assert line.nouvelle_valeur["creneau_id"] == 7
    assert line.nouvelle_valeur["cout_reel"] == "80"


# --- the view for reporting tools --------------------------------------------------------------


@pytest.mark.django_db
def test_la_vue_donne_les_noms_des_graines(chantier: Chantier) -> None:
    with ouvrir(PROVENANCE):
        chantier.dans(hours=1).fait("demarrer")
    line = derniere_ligne(chantier.row)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM v_historiques_interventions ORDER BY id DESC")
        names = [column[0] for column in cursor.description]
        row = dict(zip(names, cursor.fetchone(), strict=True))
    assert set(names) == {
        "id",
        "intervention_id",
        "user_id",
        "action",
        "description",
        "ancienne_valeur",
        "nouvelle_valeur",
        "horodatage",
        "adresse_ip",
        "user_agent",
        "request_id",
        "canal",
    }
    assert row["id"] == line.pk
    assert row["intervention_id"] == chantier.pk
    assert row["user_id"] == chantier.monde.responsable.pk
    assert row["action"] == "debut_intervention"
    assert row["description"] == line.description_acte
    assert str(row["adresse_ip"]).startswith("192.0.2.7")
    assert (row["canal"], row["request_id"]) == ("api", PROVENANCE.request_id)
