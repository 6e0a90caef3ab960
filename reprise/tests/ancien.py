"""The older backend for tests: its schema as the seed has it, rows of it, and a source of dicts."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Json

Rangee = dict[str, Any]
Tables = dict[str, list[Rangee]]

SCHEMA = """
CREATE TYPE user_role AS ENUM ('admin', 'responsable', 'technicien', 'client', 'ADMIN', 'gourou');
CREATE TYPE disponibilite_technicien AS ENUM
  ('disponible', 'occupe', 'conge', 'formation', 'indisponible');
CREATE TYPE type_client_enum AS ENUM ('premium', 'standard', 'basic');
CREATE TYPE niveau_service_enum AS ENUM ('platinum', 'gold', 'standard', 'basic');
CREATE TYPE statut_equipement AS ENUM ('operationnel', 'maintenance', 'panne', 'retire');
CREATE TYPE criticite_equipement AS ENUM ('critique', 'haute', 'normale', 'basse');
CREATE TYPE intervention_type AS ENUM ('corrective', 'preventive', 'ameliorative', 'diagnostic');
CREATE TYPE statut_intervention AS ENUM
  ('ouverte', 'affectee', 'en_cours', 'en_attente', 'cloturee', 'annulee', 'archivee',
   'terminee', 'EN COURS', 'zombie');
CREATE TYPE priorite_intervention AS ENUM ('urgente', 'haute', 'normale', 'basse', 'programmee');
CREATE TYPE type_notification_enum AS ENUM
  ('info', 'warning', 'error', 'success', 'intervention', 'planning');
CREATE TYPE action_historique AS ENUM
  ('creation', 'modification', 'affectation', 'changement_statut', 'debut_intervention',
   'fin_intervention', 'ajout_commentaire', 'upload_document', 'planification', 'annulation');
CREATE TABLE users (
  id SERIAL PRIMARY KEY, username VARCHAR(100) UNIQUE NOT NULL, full_name VARCHAR(255),
  email VARCHAR(255) UNIQUE NOT NULL, hashed_password VARCHAR(255) NOT NULL,
  role user_role NOT NULL, is_active BOOLEAN DEFAULT TRUE,
  created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE techniciens (
  id SERIAL PRIMARY KEY,
  user_id INTEGER UNIQUE NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  specialite VARCHAR(100), disponibilite disponibilite_technicien DEFAULT 'disponible',
  equipe VARCHAR(100), zone_geographique VARCHAR(100), notes_competences TEXT,
  date_embauche DATE, created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE competences (
  id SERIAL PRIMARY KEY, nom VARCHAR(100), description VARCHAR(255), niveau_requis VARCHAR(50),
  certification VARCHAR(200));
CREATE TABLE technicien_competences (
  technicien_id INTEGER NOT NULL, competence_id INTEGER NOT NULL,
  PRIMARY KEY (technicien_id, competence_id));
CREATE TABLE clients (
  id SERIAL PRIMARY KEY,
  user_id INTEGER UNIQUE NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  nom_entreprise VARCHAR(255) NOT NULL, secteur_activite VARCHAR(100),
  type_client type_client_enum DEFAULT 'standard',
  niveau_service niveau_service_enum DEFAULT 'standard', adresse TEXT, ville VARCHAR(100),
  code_postal VARCHAR(20), telephone VARCHAR(50), email_commercial VARCHAR(255),
  contact_principal VARCHAR(255), notes_commerciales TEXT, instructions_particulieres TEXT,
  created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE equipements (
  id SERIAL PRIMARY KEY, client_id INTEGER NOT NULL, nom VARCHAR(255) NOT NULL,
  modele VARCHAR(100), fabricant VARCHAR(100), numero_serie VARCHAR(100) UNIQUE,
  date_installation DATE, statut statut_equipement DEFAULT 'operationnel',
  criticite criticite_equipement DEFAULT 'normale', localisation VARCHAR(255),
  specifications_techniques TEXT, manuel_utilisation TEXT, derniere_maintenance TIMESTAMP,
  prochaine_maintenance DATE, created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE interventions (
  id SERIAL PRIMARY KEY, equipement_id INTEGER NOT NULL, technicien_id INTEGER,
  client_id INTEGER NOT NULL, type_intervention intervention_type NOT NULL,
  statut statut_intervention DEFAULT 'ouverte', priorite priorite_intervention DEFAULT 'normale',
  urgence BOOLEAN DEFAULT FALSE, titre VARCHAR(255) NOT NULL, description TEXT NOT NULL,
  diagnostic TEXT, solution TEXT, date_creation TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  date_planifiee TIMESTAMP, date_debut TIMESTAMP, date_fin TIMESTAMP,
  duree_estimee DECIMAL(5,2), duree_reelle DECIMAL(5,2), cout_estime DECIMAL(10,2),
  cout_reel DECIMAL(10,2), notes_techniques TEXT, satisfaction_client INTEGER,
  created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE planning (
  id SERIAL PRIMARY KEY, intervention_id INTEGER UNIQUE NOT NULL, date_debut TIMESTAMP NOT NULL,
  date_fin TIMESTAMP NOT NULL, "créneau" VARCHAR(50), notes_planning TEXT,
  confirme BOOLEAN DEFAULT FALSE);
CREATE TABLE documents (
  id SERIAL PRIMARY KEY, intervention_id INTEGER, nom_fichier VARCHAR(255) NOT NULL,
  chemin VARCHAR(500) NOT NULL, type_document VARCHAR(50), taille INTEGER, description TEXT,
  date_upload TIMESTAMP DEFAULT CURRENT_TIMESTAMP, uploaded_by INTEGER);
CREATE TABLE notifications (
  id SERIAL PRIMARY KEY, user_id INTEGER NOT NULL, titre VARCHAR(255) NOT NULL,
  message TEXT NOT NULL, type_notification type_notification_enum DEFAULT 'info',
  lu BOOLEAN DEFAULT FALSE, date_envoi TIMESTAMP DEFAULT CURRENT_TIMESTAMP, date_lu TIMESTAMP,
  intervention_id INTEGER, metadata JSONB);
CREATE TABLE historiques_interventions (
  id SERIAL PRIMARY KEY, intervention_id INTEGER NOT NULL, user_id INTEGER,
  action action_historique NOT NULL, description TEXT NOT NULL, ancienne_valeur JSONB,
  nouvelle_valeur JSONB, horodatage TIMESTAMP DEFAULT CURRENT_TIMESTAMP, adresse_ip INET,
  user_agent TEXT);
CREATE TABLE contrats (id SERIAL PRIMARY KEY, client_id INTEGER, numero_contrat VARCHAR(50));
CREATE TABLE pieces_detachees (id SERIAL PRIMARY KEY, reference VARCHAR(100), nom VARCHAR(255));
CREATE TABLE mouvements_stock (id SERIAL PRIMARY KEY, piece_id INTEGER, quantite INTEGER);
CREATE TABLE reports (id SERIAL PRIMARY KEY, nom VARCHAR(255), parametres JSONB);
CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY);
"""

DEBUT = datetime.fromisoformat("2024-01-08T08:00")  # naive, as the source has it
# bcrypt of MOT_DE_PASSE at cost 4, made with the bcrypt package.
MOT_DE_PASSE = "motdepasse"
EMPREINTE = "$2b$04$5PDdz9cOo9SXKlQKMs3stOCeETCkNGI5VU1z3ye8w/YDTN8JcVPem"


def generer(nombre: int, *, machines: int = 12, empreinte: str = EMPREINTE) -> Tables:
    """A sound firm with `nombre` interventions in every state, each with its trail."""
    alea = random.Random(1)  # noqa: S311  the same rows each time
    tables: Tables = {nom: [] for nom in NOMS}
    for n in range(1, 41):
        role = (
            "admin" if n == 1 else "responsable" if n < 4 else "technicien" if n < 14 else "client"
        )
        tables["users"].append(
            {
                "id": n,
                "username": f"u{n}",
                "full_name": f"Personne {n}",
                "email": f"u{n}@ancien.ma",
                "hashed_password": empreinte,
                "role": role,
                "is_active": n != 13,
                "created_at": DEBUT - timedelta(days=400),
            }
        )
    tables["techniciens"] = [
        {"id": n, "user_id": n + 3, "specialite": "Froid", "equipe": f"Équipe {n % 3}"}
        for n in range(1, 11)
    ]
    tables["competences"] = [{"id": n, "nom": f"Métier {n}"} for n in range(1, 6)]
    tables["technicien_competences"] = [
        {"technicien_id": t, "competence_id": 1 + t % 5} for t in range(1, 11)
    ]
    tables["clients"] = [
        {"id": n, "user_id": n + 13, "nom_entreprise": f"Usine {n}", "ville": "Casablanca"}
        for n in range(1, 28)
    ]
    tables["equipements"] = [
        {
            "id": n,
            "client_id": 1 + n % 27,
            "nom": f"Machine {n}",
            "numero_serie": f"SN-{n:05d}",
            "statut": "panne" if n % 7 == 0 else "operationnel",
        }
        for n in range(1, machines + 1)
    ]
    for n in range(1, nombre + 1):
        _intervention(tables, n, alea)
    tables["planning"] = [
        _creneau(1, DEBUT, 4),
        *(
            _creneau(n, row["date_creation"] + timedelta(days=1), 2)
            for n, row in enumerate(tables["interventions"], 1)
            if n % 4 == 0
        ),
    ]
    for n, row in enumerate(tables["interventions"], 1):
        if n % 8 == 0:
            row["date_planifiee"] = row["date_creation"] + timedelta(days=1)
    tables["contrats"] = [{"id": n, "client_id": n, "numero_contrat": f"C{n}"} for n in (1, 2, 3)]
    return tables


def _creneau(n: int, debut: datetime, heures: int) -> Rangee:
    return {
        "id": n,
        "intervention_id": n,
        "créneau": f"{debut:%H}h",
        "date_debut": debut,
        "date_fin": debut + timedelta(hours=heures),
    }


def _intervention(tables: Tables, n: int, alea: random.Random) -> None:
    opened = DEBUT + timedelta(hours=10 * n)
    statut = alea.choices(
        ["cloturee", "archivee", "annulee", "ouverte", "affectee", "en_cours", "en_attente"],
        [60, 10, 8, 6, 6, 5, 5],
    )[0]
    machine = alea.randint(1, len(tables["equipements"]))
    tech = None if statut == "ouverte" else alea.randint(1, 9)
    started = opened + timedelta(hours=alea.randint(1, 72))
    ended = started + timedelta(hours=alea.randint(1, 9))
    row: Rangee = {
        "id": n,
        "equipement_id": machine,
        "technicien_id": tech,
        "client_id": 1 + machine % 27,
        "statut": statut,
        "titre": f"Panne {n} été",
        "type_intervention": alea.choice(["corrective", "preventive", "diagnostic"]),
        "description": "Bruit",
        "date_creation": opened,
        "updated_at": ended,
    }
    done = statut in ("cloturee", "archivee")
    if done or statut in ("en_cours", "en_attente"):
        row["date_debut"] = started
    if done:
        row |= {"date_fin": ended, "solution": "Joint changé", "satisfaction_client": 4}
        row |= {"duree_reelle": (ended - started).seconds // 3600, "cout_reel": 350}
    tables["interventions"].append(row)
    author = alea.randint(1, 3)
    first = {"statut": "ouverte", "titre": row["titre"]}
    story: list[tuple[str, datetime, Rangee | None, Rangee]] = [("creation", opened, None, first)]
    if tech is not None:
        at = opened + timedelta(minutes=30)
        story.append(("affectation", at, {"technicien_id": None}, {"technicien_id": tech}))
    if "date_debut" in row:
        story.append(("debut_intervention", started, None, {"statut": "en_cours"}))
    if done:
        story.append(("fin_intervention", ended, {"statut": "en_cours"}, {"statut": "cloturee"}))
    for action, moment, before, after in story:
        tables["historiques_interventions"].append(
            {
                "id": len(tables["historiques_interventions"]) + 1,
                "intervention_id": n,
                "user_id": author,
                "action": action,
                "description": f"{action} par {author}",
                "ancienne_valeur": before,
                "nouvelle_valeur": after,
                "horodatage": moment,
            }
        )
    if n % 3 == 0:
        tables["notifications"].append(
            {
                "id": n,
                "user_id": author,
                "titre": "À voir",
                "message": f"Panne {n}",
                "lu": n % 2 == 0,
                "date_lu": opened if n % 2 == 0 else None,
                "date_envoi": opened,
                "intervention_id": n,
            }
        )


NOMS = (
    *("users", "techniciens", "competences", "technicien_competences", "clients"),
    *("equipements", "interventions", "planning", "documents", "notifications"),
    *("historiques_interventions", "contrats", "pieces_detachees", "mouvements_stock"),
    *("reports", "alembic_version"),
)


def remplir(base: psycopg.Connection[Any], tables: Mapping[str, Sequence[Rangee]]) -> None:
    """Insert the rows into a database that has the schema."""
    for table, rows in tables.items():
        groups: dict[tuple[str, ...], list[Rangee]] = {}
        for row in rows:
            groups.setdefault(tuple(row), []).append(row)
        for columns, some in groups.items():
            query = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
                sql.Identifier(table),
                sql.SQL(", ").join(map(sql.Identifier, columns)),
                sql.SQL(", ").join([sql.Placeholder()] * len(columns)),
            )
            with base.cursor() as cursor:
                cursor.executemany(query, [[_pg(row[c]) for c in columns] for row in some])
    base.commit()


def _pg(valeur: Any) -> Any:
    return Json(valeur) if isinstance(valeur, dict | list) else valeur


class SourceEnMemoire:
    """The tables as dicts; columns are those of any row."""

    adresse = "mémoire"

    def __init__(self, tables: Mapping[str, Sequence[Rangee]]) -> None:
        self.donnees = tables
        self.lues = 0
        self.coupure: int | None = None  # raise KeyboardInterrupt before that many rows are read

    def tables(self) -> Mapping[str, frozenset[str]]:
        return {
            table: frozenset(column for row in rows for column in row)
            for table, rows in self.donnees.items()
            if rows
        }

    def compter(self, table: str) -> int:
        return len(self.donnees[table])

    def lire(self, table: str, ordre: Sequence[str]) -> Iterator[Rangee]:
        def cle(row: Rangee) -> tuple[bool, str, str]:
            known = [str(row[c]) for c in ordre if row.get(c) is not None]
            return (not known, min(known, default=""), json.dumps(row, default=str))

        for row in sorted(self.donnees[table], key=cle) if ordre != ["id"] else self.donnees[table]:
            self.lues += 1
            if self.coupure is not None and self.lues > self.coupure:
                raise KeyboardInterrupt
            yield dict(row)

    def lire_enfants(self, table: str, colonne: str, ids: Sequence[Any]) -> list[Rangee]:
        wanted = set(ids)
        return [dict(row) for row in self.donnees[table] if row.get(colonne) in wanted]
