"""Rows of every kind that a database of years holds: what each becomes is beside it in the test."""

from datetime import datetime
from typing import Any

from reprise.tests.ancien import EMPREINTE, NOMS, Tables

LUNDI = datetime.fromisoformat("2024-01-08T08:00")


def _compte(n: int, role: str, **autres: Any) -> dict[str, Any]:
    return {
        "id": n,
        "username": f"p{n}",
        "full_name": f"Personne {n}",
        "email": f"p{n}@ancien.ma",
        "hashed_password": EMPREINTE,
        "role": role,
        "is_active": True,
        **autres,
    }


def _travail(n: int, **autres: Any) -> dict[str, Any]:
    return {
        "id": n,
        "equipement_id": 1,
        "technicien_id": None,
        "client_id": 1,
        "type_intervention": "corrective",
        "statut": "ouverte",
        "titre": f"Travail {n}",
        "description": "Bruit",
        "date_creation": LUNDI.replace(day=8 + n % 20),
        **autres,
    }


def tables() -> Tables:
    """A small firm in which hardly anything is as it should be."""
    found: Tables = {nom: [] for nom in NOMS}
    found["users"] = [
        _compte(1, "ADMIN"),
        _compte(2, "technicien"),
        _compte(3, "client"),
        _compte(4, "gourou"),
        _compte(5, "technicien", is_active=False),
        _compte(6, "client", username="jean dupont@ancien", email="P6@ancien.ma"),
        _compte(7, "client", email="pas une adresse", hashed_password="pbkdf2:autre"),
        _compte(8, "responsable", username="P2"),
        _compte(9, "client", email="p3@ANCIEN.ma"),
    ]
    found["techniciens"] = [
        {"id": 1, "user_id": 2, "disponibilite": "disponible"},
        {"id": 2, "user_id": 5},
        {"id": 3, "user_id": 8},
        {"id": 4, "user_id": 999},
    ]
    found["competences"] = [
        {"id": 1, "nom": "Froid", "niveau_requis": "expert"},
        {"id": 2, "nom": "FROID "},
        {"id": 3, "nom": None},
    ]
    found["technicien_competences"] = [
        {"technicien_id": 1, "competence_id": 1},
        {"technicien_id": 1, "competence_id": 2},
        {"technicien_id": 4, "competence_id": 1},
    ]
    found["clients"] = [
        {"id": 1, "user_id": 3, "nom_entreprise": "Usine\x00 A", "email_commercial": "rien"},
        {"id": 2, "user_id": 6, "nom_entreprise": "Usine B", "ville": "v" * 120},
        {"id": 3, "user_id": 2, "nom_entreprise": "Usine C"},
        {"id": 4, "user_id": 7, "nom_entreprise": " "},
    ]
    found["equipements"] = [
        {"id": 1, "client_id": 1, "nom": "Presse", "numero_serie": "SN 1", "statut": "panne"},
        {"id": 2, "client_id": 2, "nom": "Four", "numero_serie": "sn1", "statut": "retire"},
        {"id": 3, "client_id": 99, "nom": "Perdue"},
        {
            "id": 4,
            "client_id": 2,
            "nom": "Tour",
            "statut": "panne",
            "date_installation": "0001-01-01",
        },
    ]
    found["interventions"] = [
        _travail(1),
        _travail(2, technicien_id=1, statut="en_cours"),
        _travail(3, technicien_id=2, statut="affectee"),
        _travail(4, statut="cloturee", date_fin=LUNDI.replace(day=20), satisfaction_client=9),
        _travail(
            5,
            technicien_id=1,
            statut="terminee",
            date_debut=LUNDI.replace(day=20),
            date_fin=LUNDI.replace(day=19),
        ),
        _travail(6, equipement_id=2, client_id=1),
        _travail(7, equipement_id=3),
        _travail(8, statut="zombie"),
        _travail(9, date_creation="infinity", cout_reel=-5, technicien_id=77),
        _travail(10, statut="annulee", date_fin=LUNDI.replace(day=25), titre="x" * 300),
    ]
    found["historiques_interventions"] = [
        {
            "id": 1,
            "intervention_id": 2,
            "user_id": 8,
            "action": "creation",
            "description": "Ouverte",
            "horodatage": LUNDI.replace(day=10),
            "nouvelle_valeur": {"statut": "ouverte", "technicien_id": 1, "cout_secret": 12},
        },
        {
            "id": 2,
            "intervention_id": 2,
            "user_id": 404,
            "action": "danse",
            "description": "Pas\x00",
            "horodatage": LUNDI.replace(day=11),
            "adresse_ip": "ici",
            "ancienne_valeur": {"technicien_id": 77, "titre": ["liste"], "statut": "zombie"},
            "nouvelle_valeur": {"diagnostic": "Joint", "date_debut": "2024-01-10T09:00:00"},
        },
        {
            "id": 3,
            "intervention_id": 4,
            "user_id": 1,
            "action": "affectation",
            "description": "Sans création",
            "horodatage": LUNDI.replace(day=9),
        },
        {
            "id": 4,
            "intervention_id": 7,
            "user_id": 1,
            "action": "creation",
            "description": "Orpheline",
            "horodatage": LUNDI,
        },
    ]
    found["notifications"] = [
        {"id": 1, "user_id": 1, "titre": "Lue", "message": "", "lu": True, "intervention_id": 2},
        {"id": 2, "user_id": 6, "titre": "D’un autre", "message": "x", "intervention_id": 2},
        {"id": 3, "user_id": 2, "titre": "À vous", "message": "x", "intervention_id": 2},
        {"id": 4, "user_id": 404, "titre": "À personne", "message": "x"},
        {"id": 5, "user_id": 1, "titre": "Sans objet", "message": "x", "intervention_id": 404},
    ]
    found["planning"] = _creneaux()
    found["contrats"] = [{"id": 1, "client_id": 1, "numero_contrat": "C1"}]
    return found


def _creneaux() -> list[dict[str, Any]]:
    """Slots; those with a key over 20 are worth nothing."""
    days = {
        1: (9, 20, 22),
        2: (5, 18, 22),
        3: (10, 20, 30),
        21: (404, 8, 9),
        22: (7, 8, 9),
        23: (1, 9, 9),
        24: (1, 9, 8),
        25: (None, 8, 9),
    }
    rows: list[dict[str, Any]] = [
        {
            "id": n,
            "intervention_id": work,
            "date_debut": LUNDI.replace(day=first),
            "date_fin": LUNDI.replace(day=last),
        }
        for n, (work, first, last) in days.items()
    ]
    rows[0] |= {"notes_planning": "Bruit\x07", "date_creation": "2999-01-01", "confirme": "yes"}
    rows[1] |= {"créneau": "x" * 60, "rappel_envoye": True}
    good = {"intervention_id": 3, "date_debut": LUNDI, "date_fin": LUNDI.replace(day=9)}
    worse: list[dict[str, Any]] = [
        {"id": 26, **good, "intervention_id": 9},
        {"id": 27, **good, "date_debut": "infinity"},
        {"id": 28, **good, "date_fin": "9999-01-01"},
        {"id": 29, **good, "date_fin": None},
        {"id": 30, **good, "date_fin": LUNDI.replace(month=3)},
    ]
    return [*rows, *worse]
