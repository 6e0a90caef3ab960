"""What rows become that are not as they should be."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.hashers import is_password_usable
from django.db import connection
from django.test import Client as Navigateur
from django.urls import reverse
from django.utils import timezone

from clients.models import Client
from comptes.models import Utilisateur
from comptes.tests.factories import UtilisateurFactory
from core.inalterable import manquants
from core.visibility import colonnes_cachees
from equipements.models import Equipement
from interventions.models import Affectation, Intervention, Segment
from interventions.visibility import HistoriqueIntervention
from notifications.models import Notification
from pilotage.demo.coherence import ecarts
from reprise.tests import vilains
from reprise.tests.compte_rendu import Lignes, issues, notre, remarques, travail
from techniciens.models import CompetenceTechnicien, Technicien

pytestmark = pytest.mark.django_db


# --- nasty rows --------------------------------------------------------------------------------


def test_des_lignes_vilaines_de_toute_sorte(reprendre: Callable[..., Lignes]) -> None:
    lines = reprendre(vilains.tables())
    assert {t: issues(lines, t) for t in ("techniciens", "clients", "equipements")} == {
        "techniciens": {"1": "cree", "2": "cree", "3": "cree", "4": "refuse"},
        "clients": {"1": "cree", "2": "cree", "3": "cree", "4": "refuse"},
        "equipements": {"1": "cree", "2": "cree", "3": "refuse", "4": "cree"},
    }
    assert {k for k, v in issues(lines, "interventions").items() if v != "cree"} == {"7", "8"}
    assert issues(lines, "historiques_interventions")["4"] == "refuse"
    assert any(li["table"] == "contrats" and "1 ligne(s)" in li["message"] for li in lines)
    assert ecarts(timezone.now() + timedelta(seconds=1)) == []


def test_les_comptes_vilains(reprendre: Callable[..., Lignes]) -> None:
    lines = reprendre(vilains.tables())
    unknown = notre(Utilisateur, "users", 4)
    assert (unknown.role, unknown.is_active) == ("client", False)
    assert remarques(lines, "users", 4)["role"] == "gourou"
    assert not notre(Utilisateur, "users", 5).is_active
    named = notre(Utilisateur, "users", 6)
    assert named.username == "jean.dupont.ancien"
    broken = notre(Utilisateur, "users", 7)
    assert broken.email == "compte-7@ancien.invalid"
    assert not is_password_usable(broken.password)
    assert "pbkdf2" not in str(lines)
    assert remarques(lines, "users", 7)["hashed_password"] == "***"
    assert notre(Utilisateur, "users", 8).username == "P2.2"
    # The same address in other letters is the same person.
    assert issues(lines, "users")["9"] == "deja_la"
    assert notre(Utilisateur, "users", 9) == notre(Utilisateur, "users", 3)
    assert not Utilisateur.objects.filter(last_login__isnull=False).exists()


def test_ce_qui_entoure_les_vilains(reprendre: Callable[..., Lignes]) -> None:
    lines = reprendre(vilains.tables())
    assert issues(lines, "competences") == {"1": "cree", "2": "deja_la", "3": "refuse"}
    assert issues(lines, "technicien_competences") == {
        "1:1": "cree",
        "1:2": "deja_la",
        "4:1": "refuse",
    }
    assert CompetenceTechnicien.objects.get().niveau == "debutant"
    assert notre(Technicien, "techniciens", 3).archive_le is not None
    firm = notre(Client, "clients", 1)
    assert (firm.nom_entreprise, firm.email_commercial) == ("Usine A", "")
    assert set(remarques(lines, "clients", 1)) == {"nom_entreprise", "email_commercial"}
    assert len(notre(Client, "clients", 2).ville) == 100
    assert notre(Client, "clients", 3).user is None
    assert notre(Equipement, "equipements", 2).numero_serie is None
    assert remarques(lines, "equipements", 2) == {"numero_serie": "sn1"}
    assert remarques(lines, "equipements", 4) == {
        "date_installation": "0001-01-01",
        "statut": "panne",
    }


def test_letat_des_machines_suit_le_travail(reprendre: Callable[..., Lignes]) -> None:
    reprendre(vilains.tables())
    press, oven, lathe = (notre(Equipement, "equipements", n) for n in (1, 2, 4))
    assert (press.statut, oven.statut, lathe.statut) == ("panne", "maintenance", "maintenance")
    stopped = Intervention.objects.filter(arret_machine=True)
    assert [row.equipement_id for row in stopped] == [press.pk]
    assert press.derniere_maintenance == datetime(2024, 1, 20, 8, tzinfo=UTC)


def test_le_travail_vilain(reprendre: Callable[..., Lignes]) -> None:
    lines = reprendre(vilains.tables())
    states = {n: travail(n).statut for n in (1, 2, 3, 4, 5, 6, 9, 10)}
    assert states == {
        1: "ouverte",
        2: "en_cours",
        3: "ouverte",
        4: "archivee",
        5: "cloturee",
        6: "ouverte",
        9: "ouverte",
        10: "annulee",
    }
    assert travail(6).client == notre(Equipement, "equipements", 2).client
    assert set(remarques(lines, "interventions", 6)) == {"client_id", "equipement_id"}
    assert remarques(lines, "interventions", 9) == {
        "date_creation": "infinity",
        "cout_reel": "'-5",  # no formula in a spreadsheet
        "technicien_id": "77",
    }
    assert set(remarques(lines, "interventions", 10)) == {"titre", "date_fin"}
    assert (travail(4).satisfaction_client, travail(9).cout_reel) == (None, None)
    held = Affectation.objects.get(fin__isnull=True)
    assert (held.intervention, held.technicien) == (travail(2), travail(2).technicien)
    assert Segment.objects.get(fin__isnull=True).intervention == travail(2)


def test_la_trace_vilaine(reprendre: Callable[..., Lignes]) -> None:
    par = UtilisateurFactory(admin=True)
    lines = reprendre(vilains.tables(), par=par)
    row = travail(2)
    first, second, ours = HistoriqueIntervention.objects.filter(id=row.pk).order_by("history_id")
    tech = notre(Technicien, "techniciens", 1).pk
    assert first.nouvelle_valeur == {
        "statut": "ouverte",
        "technicien_id": tech,
        "ancien": '{"cout_secret": 12}',
    }
    assert first.history_user_id == row.cree_par_id == notre(Utilisateur, "users", 8).pk
    assert first.history_date == datetime(2024, 1, 10, 8, tzinfo=UTC)
    assert (second.action, second.description_acte) == ("modification", "Pas")
    assert (second.history_user_id, second.adresse_ip) == (None, None)
    assert set(second.ancienne_valeur) == {"ancien"}
    assert second.nouvelle_valeur["date_debut"] == "2024-01-10T09:00:00+00:00"
    assert set(remarques(lines, "historiques_interventions", 2)) == {
        *("action", "user_id", "description", "adresse_ip"),
    }
    assert {r.canal for r in (first, second, ours)} == {"reprise"}
    assert (first.interne, second.interne, ours.interne) == (True, True, False)
    assert ours.history_user_id == par.pk
    assert "n° 2" in ours.description_acte
    made = HistoriqueIntervention.objects.filter(id=travail(4).pk).order_by("history_id")
    assert [r.action for r in made] == ["creation", "affectation", "creation"]
    assert manquants(connection) == []


def test_qui_lit_la_trace(reprendre: Callable[..., Lignes], client: Navigateur) -> None:
    """Whatever stands in it, the page shows it; a client reads only that it was taken over."""
    reprendre(vilains.tables())
    row = travail(2)
    firm, tech = notre(Utilisateur, "users", 3), notre(Utilisateur, "users", 2)
    lines = HistoriqueIntervention.objects.visible_to(firm).filter(id=row.pk)
    assert ["Reprise" in line.description_acte for line in lines] == [True]
    for user in (firm, tech):
        assert "ancien" in colonnes_cachees(Intervention, user)
    client.force_login(notre(Utilisateur, "users", 1))
    for cle in (1, 2, 3, 4, 5, 6, 9, 10):
        page = reverse("interventions:fiche", args=[travail(cle).pk])
        assert client.get(page).status_code == 200, cle


def test_les_notifications(reprendre: Callable[..., Lignes]) -> None:
    lines = reprendre(vilains.tables())
    assert issues(lines, "notifications") == {
        "1": "cree",
        "2": "refuse",
        "3": "cree",
        "4": "refuse",
        "5": "cree",
    }
    read = notre(Notification, "notifications", 1)
    assert (read.lu, read.date_lu) == (True, read.date_envoi)
    assert remarques(lines, "notifications", 5) == {"intervention_id": "404"}
