"""What the older planning becomes: slots, the time that they take, and planned dates."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from comptes.tests.factories import UtilisateurFactory
from equipements.models import Equipement
from interventions import services as interventions
from interventions.models import Intervention
from interventions.visibility import HistoriqueIntervention
from pilotage.demo.coherence import ecarts
from planning import services
from planning.models import Creneau, EntreePlanning, Reservation
from reprise.etapes import creneaux
from reprise.tests import vilains
from reprise.tests.ancien import Tables, generer
from reprise.tests.compte_rendu import Lignes, issues, notre, remarques, travail
from techniciens.models import Technicien

pytestmark = pytest.mark.django_db


def _le(jour: int) -> datetime:
    return datetime(2024, 1, jour, 8, tzinfo=UTC)


def _pris(cle: int) -> list[tuple[datetime, datetime]]:
    """The time that this slot has taken."""
    rows = Reservation.objects.filter(planning=notre(Creneau, "planning", cle))
    return list(rows.values_list("debut", "fin"))


def _messages(lignes: Lignes, cle: str) -> str:
    return " ".join(li["message"] for li in lignes if (li["table"], li["id"]) == ("planning", cle))


def test_des_creneaux_vilains_de_toute_sorte(reprendre: Callable[..., Lignes]) -> None:
    lines = reprendre(vilains.tables())
    refused = {
        "21": "intervention_id 404 : cette ligne n’a pas été reprise ou n’existe pas.",
        "22": "intervention_id 7 : cette ligne n’a pas été reprise ou n’existe pas.",
        "23": "La fin vient après le début.",
        "24": "La fin vient après le début.",
        "25": "intervention_id est vide.",
        "26": f"{travail(9).numero} a déjà un créneau ici : il reste.",
        "27": "date_debut est vide, illisible ou hors de 1900-2200.",
        "28": "date_fin est vide, illisible ou hors de 1900-2200.",
        "29": "date_fin est vide, illisible ou hors de 1900-2200.",
        "30": "Un créneau dure 31 jours au plus.",
    }
    said = {
        li["id"]: li["message"]
        for li in lines
        if li["table"] == "planning" and li["issue"] == "refuse"
    }
    assert said == refused
    assert {k for k, v in issues(lines, "planning").items() if v == "cree"} == set("123")
    assert ecarts(timezone.now() + timedelta(seconds=1)) == []
    assert Creneau.objects.count() == EntreePlanning.objects.count() == 3


def test_un_creneau_et_la_date_de_son_intervention(reprendre: Callable[..., Lignes]) -> None:
    par, tables = UtilisateurFactory(admin=True), vilains.tables()
    tables["interventions"][8]["date_planifiee"] = vilains.LUNDI
    lines = reprendre(tables, par=par)
    slot = notre(Creneau, "planning", 1)
    assert (slot.notes_planning, slot.creneau, slot.confirme, slot.rappel_envoye) == (
        *("Bruit", "20/01 09:00-22/01 09:00"),
        *(True, False),
    )
    assert slot.date_creation <= timezone.now()
    assert slot.entree.equipement == slot.intervention.equipement
    assert remarques(lines, "planning", 1) == {
        "notes_planning": "Bruit\x07",
        "date_creation": "2999-01-01",
        "intervention_id": "2024-01-08 08:00:00+00:00",
    }
    long = notre(Creneau, "planning", 2)
    assert (long.creneau, long.rappel_envoye) == ("x" * 50, True)
    for cle in (1, 2, 3):
        slot = notre(Creneau, "planning", cle)
        assert slot.intervention.date_planifiee == slot.date_debut
    line = HistoriqueIntervention.objects.filter(id=travail(9).pk).latest("history_id")
    assert (line.action, line.canal, line.interne) == ("planification", "reprise", False)
    assert (line.history_user_id, line.version) == (par.pk, travail(9).version)
    assert line.ancienne_valeur == {"date_planifiee": "2024-01-08T08:00:00+00:00"}
    assert line.nouvelle_valeur == {
        "date_planifiee": "2024-01-20T08:00:00+00:00",
        "creneau_id": notre(Creneau, "planning", 1).pk,
        "creneau_debut": "2024-01-20T08:00:00+00:00",
        "creneau_fin": "2024-01-22T08:00:00+00:00",
    }


def _avec_du_temps() -> Tables:
    """One technician's slots, in every state of the work."""
    tables = vilains.tables()
    extra: dict[int, tuple[dict[str, Any], int, int]] = {
        11: ({"statut": "en_attente"}, 20, 22),
        12: ({"statut": "affectee"}, 21, 23),
        13: ({"statut": "affectee"}, 22, 23),
        14: ({"statut": "annulee", "date_fin": vilains.LUNDI.replace(day=24)}, 23, 26),
        15: ({"statut": "cloturee", "date_fin": vilains.LUNDI.replace(day=23)}, 25, 26),
        16: ({"statut": "archivee", "date_fin": vilains.LUNDI.replace(day=19)}, 18, 19),
        17: ({"statut": "affectee", "technicien_id": None}, 20, 22),
    }
    for n, (values, first, last) in extra.items():
        work = {**tables["interventions"][0], "id": n, "technicien_id": 1, **values}
        tables["interventions"].append(work)
        tables["planning"].append(
            {
                "id": n,
                "intervention_id": n,
                "date_debut": vilains.LUNDI.replace(day=first),
                "date_fin": vilains.LUNDI.replace(day=last),
            }
        )
    return tables


@pytest.mark.parametrize("lot", [200, 1])
def test_le_temps_des_techniciens(
    reprendre: Callable[..., Lignes], monkeypatch: pytest.MonkeyPatch, lot: int
) -> None:
    """Open work takes it, ended work took it until it ended, and nobody is in two places."""
    monkeypatch.setattr("reprise.etapes.base.Etape.lot", lot)
    lines = reprendre(_avec_du_temps())
    taken = {cle: _pris(cle) for cle in (1, 2, 3, 11, 12, 13, 14, 15, 16, 17)}
    assert taken == {cle: [] for cle in (1, 3, 12, 15, 16, 17)} | {
        2: [(_le(18), _le(19))],
        11: [(_le(20), _le(22))],
        13: [(_le(22), _le(23))],
        14: [(_le(23), _le(24))],
    }
    words = {cle: _messages(lines, str(cle)) for cle in taken}
    person = str(Technicien.objects.get(user__username="p2"))
    for cle, other in ((12, 11), (16, 5)):
        assert f"{person} est pris par {travail(other).numero}" in words.pop(cle)
    assert not any("Temps" in text for text in words.values())
    listed = {cle: notre(EntreePlanning, "planning", cle).listee for cle in (1, 2, 3, 14, 15, 16)}
    assert listed == {1: True, 2: True, 3: False, 14: False, 15: True, 16: True}
    assert ecarts(timezone.now() + timedelta(seconds=1)) == []


def test_chaque_contradiction_du_planning_est_vue(reprendre: Callable[..., Lignes]) -> None:
    reprendre(_avec_du_temps())
    work, slots = Intervention.objects.all(), Creneau.objects.all()
    hour = timedelta(hours=1)
    damages: tuple[tuple[Callable[[], Any], str], ...] = (
        (lambda: work.filter(pk=travail(9).pk).update(date_planifiee=None), "la date prévue n’est"),
        (lambda: EntreePlanning.objects.update(listee=True), "annulée, et son créneau"),
        (lambda: EntreePlanning.objects.update(equipement=_machine(4)), "d’une autre machine"),
        (lambda: slots.update(date_fin=F("date_debut") + hour), "hors de son créneau"),
    )
    for damage, words in damages:
        with transaction.atomic():
            damage()
            assert any(words in found for found in ecarts(timezone.now() + hour)), words
            transaction.set_rollback(True)


def _machine(cle: int) -> Equipement:
    found: Equipement = notre(Equipement, "equipements", cle)
    return found


def test_ce_que_la_base_refuse_narrete_pas_les_autres(
    reprendre: Callable[..., Lignes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were the time taken by somebody in between, the constraint would tell."""
    monkeypatch.setattr("reprise.etapes.base.Etape.lot", 1)
    monkeypatch.setattr(creneaux, "_agenda", lambda _slots: creneaux.Agenda(list))
    lines = reprendre(_avec_du_temps())
    found = issues(lines, "planning")
    refused = [k for k, v in found.items() if v == "refuse" and k < "20"]
    assert refused == ["12", "16"]
    assert "reservation_sans_chevauchement" in _messages(lines, "12")
    assert Creneau.objects.count() == EntreePlanning.objects.count() == len(found) - 12


def test_ce_qui_a_ete_planifie_ici_reste(reprendre: Callable[..., Lignes]) -> None:
    """Interventions that were taken over before, and worked on since."""
    boss, tables = UtilisateurFactory(admin=True), _avec_du_temps()
    slots, tables["planning"] = tables["planning"], []
    reprendre(tables)
    later = timezone.now() + timedelta(days=3)
    ours = services.planifier(
        par=boss,
        intervention_id=travail(12).pk,
        date_debut=later,
        date_fin=later + timedelta(hours=1),
        motif_derogation="Peu importe l’heure",
    )
    interventions.modifier(
        intervention_id=travail(13).pk,
        par=boss,
        version=travail(13).version,
        champs={"date_planifiee": later},
    )
    holder = notre(Technicien, "techniciens", 1)
    interventions.affecter(intervention_id=travail(17).pk, par=boss, technicien_id=holder.pk)
    tables["planning"] = [row for row in slots if row["id"] in (12, 13, 17)]
    lines = reprendre(tables)
    assert issues(lines, "planning") == {"12": "refuse", "13": "refuse", "17": "cree"}
    assert Creneau.objects.get(intervention=travail(12)) == ours
    assert (travail(12).date_planifiee, travail(13).date_planifiee) == (later, later)
    assert _pris(17) == [(_le(20), _le(22))]
    assert ecarts(timezone.now() + timedelta(seconds=1)) == []


def test_lheure_des_creneaux(reprendre: Callable[..., Lignes]) -> None:
    """Casablanca's clock went forward on 14 April 2024 at 2 and back on 10 March at 3."""
    tables = generer(4)
    days = (
        ("2024-04-14 02:30", "2024-04-14 05:00"),  # skipped: an hour later
        ("2024-04-14 02:30", "2024-04-14 03:15"),  # which is after the end
        ("2024-03-10 02:30", "2024-03-10 05:00"),  # twice: the first
    )
    tables["planning"] = [
        {"id": n, "intervention_id": n, "date_debut": first, "date_fin": last, "crÃ©neau": "Matin"}
        for n, (first, last) in enumerate(days, 1)
    ]
    lines = reprendre(tables, fuseau=ZoneInfo("Africa/Casablanca"))
    assert issues(lines, "planning") == {"1": "cree", "2": "refuse", "3": "cree"}
    for cle, begins in ((1, "2024-04-14T02:30Z"), (3, "2024-03-10T01:30Z")):
        slot: Any = notre(Creneau, "planning", cle)
        assert (slot.date_debut, slot.creneau) == (datetime.fromisoformat(begins), "Matin")
        assert "date_debut" in remarques(lines, "planning", cle)
