"""Columns of the tables loaded in bulk, in the order in which rows are built.

A value is the text that both databases read, or NUL. A column left out here takes the default
that the database has for it; a test looks that it has one.
"""

from collections.abc import Mapping
from typing import Final

# NULL, as a text that nobody can type: rows are joined for COPY without a look at each value.
NUL: Final = "\x01"
Ligne = tuple[str, ...] | list[str]

# Columns of an intervention that its audit rows repeat.
SUIVIES: tuple[str, ...] = (
    *("id", "created_at", "updated_at", "numero", "equipement_id", "technicien_id", "client_id"),
    *("type_intervention", "statut", "priorite", "urgence", "titre", "description", "diagnostic"),
    *("solution", "date_creation", "date_planifiee", "date_limite", "date_affectation"),
    *("date_debut", "date_fin", "date_statut", "duree_estimee", "duree_reelle", "cout_estime"),
    *("cout_reel", "notes_techniques", "satisfaction_client", "commentaire_client", "cree_par_id"),
    *("contact_nom", "contact_telephone", "arret_machine", "suite_de_id", "mode", "cause"),
    *("remede", "version"),
)

INTERVENTIONS: Final = "interventions"
HISTORIQUE: Final = "historiques_interventions"
AFFECTATIONS: Final = "affectations"
SEGMENTS: Final = "segments"
COMMENTAIRES: Final = "commentaires"
INDISPONIBILITES: Final = "indisponibilites"

# What hangs on interventions, loaded while they are told.
TRAVAIL: Mapping[str, tuple[str, ...]] = {
    INTERVENTIONS: (*SUIVIES, "recherche"),
    HISTORIQUE: (
        *SUIVIES,
        *("action", "description_acte", "ancienne_valeur", "nouvelle_valeur", "interne"),
        *("adresse_ip", "user_agent", "request_id", "canal", "history_user_id", "history_id"),
        *("history_date", "history_change_reason", "history_type"),
    ),
    AFFECTATIONS: ("id", "intervention_id", "technicien_id", "debut", "fin"),
    SEGMENTS: (
        *("id", "intervention_id", "technicien_id", "debut", "fin", "nature", "cause", "texte"),
    ),
    COMMENTAIRES: ("id", "intervention_id", "auteur_id", "texte", "visible_client", "cree_le"),
    INDISPONIBILITES: ("id", "equipement_id", "debut", "fin", "cause", "intervention_id"),
}

_HORODATE = ("id", "created_at", "updated_at")
# What stands before them, loaded at the end, when each machine's state is known.
MONDE: Mapping[str, tuple[str, ...]] = {
    "users": (*_HORODATE, "username", "full_name", "email", "hashed_password", "role", "is_active"),
    "techniciens": (
        *(*_HORODATE, "user_id", "specialite", "disponibilite", "equipe", "zone_geographique"),
        *("notes_competences", "date_embauche"),
    ),
    "technicien_competences": (
        *("id", "technicien_id", "competence_id", "niveau", "certification_expire_le"),
    ),
    "clients": (
        *(*_HORODATE, "user_id", "nom_entreprise", "secteur_activite", "type_client"),
        *("niveau_service", "adresse", "ville", "code_postal", "telephone", "email_commercial"),
        *("contact_principal", "notes_commerciales", "instructions_particulieres", "ice"),
        *("identifiant_fiscal", "registre_commerce", "recherche"),
    ),
    "sites": (
        *(*_HORODATE, "client_id", "nom", "adresse", "ville", "acces", "horaires", "recherche"),
    ),
    "contacts": (
        *(*_HORODATE, "client_id", "user_id", "nom", "fonction", "telephone", "email"),
        "principal",
    ),
    "equipements": (
        *(*_HORODATE, "client_id", "site_id", "parent_id", "famille_id", "nom", "modele"),
        *("fabricant", "numero_serie", "date_installation", "statut", "criticite", "localisation"),
        *("specifications_techniques", "manuel_utilisation", "frequence_entretien"),
        *("derniere_maintenance", "prochaine_maintenance", "code", "recherche"),
    ),
}
COLONNES: Mapping[str, tuple[str, ...]] = {**MONDE, **TRAVAIL}
