"""What the seeds say of their tables, with what was decided since: data only."""

from typing import NamedTuple


class Colonne(NamedTuple):
    type: str
    nul: bool = False
    defaut: str = ""


TEXTE, BOOLEEN, INSTANT, JOUR = "text", "bool", "instant", "jour"
ID = Colonne("bigint")
CREE = Colonne(INSTANT, defaut="maintenant")
HEURES = Colonne("decimal(7,2)", nul=True)
MAD = Colonne("decimal(12,2)", nul=True)


def _v(taille: int, defaut: str = "") -> Colonne:
    return Colonne(f"varchar({taille})", defaut=defaut)


# Typed from the seeds and from what was decided with them: text columns that the seeds leave
# nullable hold the empty text instead, hours are DECIMAL(7,2), money DECIMAL(12,2).
COLONNES: dict[str, dict[str, Colonne]] = {
    "users": {
        "id": ID,
        "username": _v(100),
        "full_name": _v(255),
        "email": _v(255),
        "hashed_password": _v(255),
        "role": _v(20),
        "is_active": Colonne(BOOLEEN, defaut="vrai"),
        "langue": _v(2, "fr"),
        "theme": _v(10, "auto"),
        "densite": _v(12, "confortable"),
        "raccourcis": Colonne(BOOLEEN, defaut="vrai"),
        "premiers_pas": Colonne(BOOLEEN, defaut="vrai"),
        "created_at": CREE,
        "updated_at": CREE,
    },
    "techniciens": {
        "id": ID,
        "user_id": ID,
        "specialite": _v(100),
        "disponibilite": _v(20, "disponible"),
        "equipe": _v(100),
        "zone_geographique": _v(100),
        "notes_competences": Colonne(TEXTE),
        "date_embauche": Colonne(JOUR, nul=True),
        "archive_le": Colonne(INSTANT, nul=True),
        "created_at": CREE,
        "updated_at": CREE,
    },
    "competences": {
        "id": ID,
        "nom": _v(100),
        "description": _v(255),
        "niveau_requis": _v(20),
        "certification": _v(150),
    },
    "technicien_competences": {
        "technicien_id": ID,
        "competence_id": ID,
        "niveau": _v(20),
        "certification_expire_le": Colonne(JOUR, nul=True),
    },
    "clients": {
        "id": ID,
        "user_id": Colonne("bigint", nul=True),
        "nom_entreprise": _v(255),
        "secteur_activite": _v(100),
        "type_client": _v(20, "standard"),
        "niveau_service": _v(20, "standard"),
        "adresse": Colonne(TEXTE),
        "ville": _v(100),
        "code_postal": _v(20),
        "telephone": _v(50),
        "email_commercial": _v(255),
        "contact_principal": _v(255),
        "notes_commerciales": Colonne(TEXTE),
        "instructions_particulieres": Colonne(TEXTE),
        "ice": _v(15),
        "identifiant_fiscal": _v(20),
        "registre_commerce": _v(50),
        "archive_le": Colonne(INSTANT, nul=True),
        "created_at": CREE,
        "updated_at": CREE,
    },
    "equipements": {
        "id": ID,
        "client_id": ID,
        "site_id": ID,
        "parent_id": Colonne("bigint", nul=True),
        "famille_id": Colonne("bigint", nul=True),
        "nom": _v(255),
        "modele": _v(100),
        "fabricant": _v(100),
        "numero_serie": Colonne("varchar(100)", nul=True),
        "date_installation": Colonne(JOUR, nul=True),
        "statut": _v(20, "operationnel"),
        "criticite": _v(20, "normale"),
        "localisation": _v(255),
        "specifications_techniques": Colonne(TEXTE),
        "manuel_utilisation": Colonne(TEXTE),
        "derniere_maintenance": Colonne(INSTANT, nul=True),
        "prochaine_maintenance": Colonne(JOUR, nul=True),
        "created_at": CREE,
        "updated_at": CREE,
    },
    "interventions": {
        "id": ID,
        "numero": _v(20),
        "equipement_id": ID,
        "technicien_id": Colonne("bigint", nul=True),
        "client_id": ID,
        "type_intervention": _v(20),
        "statut": _v(20, "ouverte"),
        "priorite": _v(20, "normale"),
        "urgence": Colonne(BOOLEEN, defaut="faux"),
        "titre": _v(255),
        "description": Colonne(TEXTE),
        "diagnostic": Colonne(TEXTE),
        "solution": Colonne(TEXTE),
        "date_creation": CREE,
        "date_planifiee": Colonne(INSTANT, nul=True),
        "date_limite": Colonne(INSTANT, nul=True),
        "date_affectation": Colonne(INSTANT, nul=True),
        "date_debut": Colonne(INSTANT, nul=True),
        "date_fin": Colonne(INSTANT, nul=True),
        "date_statut": CREE,
        "duree_estimee": HEURES,
        "duree_reelle": HEURES,
        "cout_estime": MAD,
        "cout_reel": MAD,
        "notes_techniques": Colonne(TEXTE),
        "satisfaction_client": Colonne("entier", nul=True),
        "commentaire_client": Colonne(TEXTE),
        "cree_par_id": Colonne("bigint", nul=True),
        "contact_nom": _v(255),
        "contact_telephone": _v(50),
        "arret_machine": Colonne(BOOLEEN, defaut="faux"),
        "suite_de_id": Colonne("bigint", nul=True),
        "version": Colonne("entier", defaut="1"),
        "created_at": CREE,
        "updated_at": CREE,
    },
    "planning": {
        "id": ID,
        "intervention_id": ID,
        "date_debut": Colonne(INSTANT),
        "date_fin": Colonne(INSTANT),
        "creneau": _v(50),
        "notes_planning": Colonne(TEXTE),
        "confirme": Colonne(BOOLEEN, defaut="faux"),
        "rappel_envoye": Colonne(BOOLEEN, defaut="faux"),
        "plan_id": Colonne("bigint", nul=True),
        "date_creation": CREE,
        "date_modification": CREE,
        "version": Colonne("entier", defaut="1"),
    },
    "planning_entrees": {
        "id": ID,
        "genre": _v(20),
        "equipement_id": ID,
        "date_creation": CREE,
        "listee": Colonne(BOOLEEN, defaut="vrai"),
    },
    "historiques_interventions": {
        "history_id": ID,
        "id": ID,
        "history_user_id": Colonne("bigint", nul=True),
        "action": _v(30),
        "description_acte": Colonne(TEXTE),
        "ancienne_valeur": Colonne("json", nul=True),
        "nouvelle_valeur": Colonne("json", nul=True),
        "history_date": Colonne(INSTANT),
        "adresse_ip": Colonne("inet", nul=True),
        "user_agent": Colonne(TEXTE),
        "request_id": _v(64),
        "canal": _v(20),
    },
}

ENUMS: dict[tuple[str, str], set[str]] = {
    ("comptes.Utilisateur", "role"): {"admin", "responsable", "technicien", "client"},
    ("techniciens.Technicien", "disponibilite"): {
        "disponible",
        "occupe",
        "conge",
        "formation",
        "indisponible",
    },
    ("techniciens.CompetenceTechnicien", "niveau"): {
        "debutant",
        "intermediaire",
        "avance",
        "expert",
    },
    ("clients.Client", "type_client"): {"premium", "standard", "basic"},
    ("clients.Client", "niveau_service"): {"platinum", "gold", "standard", "basic"},
    ("equipements.Equipement", "statut"): {"operationnel", "maintenance", "panne", "retire"},
    ("equipements.Equipement", "criticite"): {"critique", "haute", "normale", "basse"},
    ("interventions.Intervention", "type_intervention"): {
        "corrective",
        "preventive",
        "ameliorative",
        "diagnostic",
    },
    ("interventions.Intervention", "statut"): {
        "ouverte",
        "affectee",
        "en_cours",
        "en_attente",
        "cloturee",
        "annulee",
        "archivee",
    },
    ("interventions.Intervention", "priorite"): {
        "urgente",
        "haute",
        "normale",
        "basse",
        "programmee",
    },
    ("interventions.HistoriqueIntervention", "action"): {
        "creation",
        "modification",
        "affectation",
        "changement_statut",
        "debut_intervention",
        "fin_intervention",
        "ajout_commentaire",
        "upload_document",
        "planification",
        "annulation",
    },
    ("equipements.Compteur", "sens"): {"croissant", "decroissant"},
    ("equipements.Compteur", "remise_a_zero"): {"jamais", "manuelle", "maximum"},
    ("planning.EntreePlanning", "genre"): {"plan", "creneau"},
    ("planning.Plan", "intervalle_unite"): {"jour", "semaine", "mois", "annee"},
    ("planning.Plan", "declencheur"): {"intervalle", "regle", "compteur"},
    ("planning.Plan", "jours_non_ouvres"): {"garder", "avant", "apres"},
    ("planning.ModelePlan", "intervalle_unite"): {"jour", "semaine", "mois", "annee"},
    ("planning.ModelePlan", "declencheur"): {"intervalle", "regle", "compteur"},
    ("planning.ModelePlan", "jours_non_ouvres"): {"garder", "avant", "apres"},
    ("planning.Occurrence", "etat"): {"generee", "sautee", "regroupee"},
    ("planning.Absence", "nature"): {"conge", "formation", "indisponible"},
    ("interventions.Segment", "nature"): {"travail", "deplacement", "pause"},
    ("interventions.Segment", "cause"): {"pieces", "acces", "client", "securite", "autre"},
}

# Names of the seeds, which the test cuts to 30 characters, and their columns.
INDEX: dict[str, dict[str, tuple[str, ...]]] = {
    "users": {
        "idx_user_email_active": ("email", "is_active"),
        "idx_user_username_role": ("username", "role"),
        "idx_user_role_active": ("role", "is_active"),
        "idx_user_created_role": ("created_at", "role"),
        "idx_active_users": ("role",),
    },
    "techniciens": {
        "idx_technicien_disponibilite": ("disponibilite",),
        "idx_technicien_equipe_zone": ("equipe", "zone_geographique"),
    },
    "clients": {
        "idx_client_type_niveau": ("type_client", "niveau_service"),
        "idx_client_ville_secteur": ("ville", "secteur_activite"),
    },
    "equipements": {
        "idx_equipement_client_statut": ("client_id", "statut"),
        "idx_equipement_criticite_maintenance": ("criticite", "prochaine_maintenance"),
    },
    "interventions": {
        "idx_intervention_statut_date": ("statut", "date_creation"),
        "idx_intervention_technicien_statut": ("technicien_id", "statut"),
        "idx_intervention_equipement_date": ("equipement_id", "date_creation"),
        "idx_intervention_client_type": ("client_id", "type_intervention"),
        "idx_intervention_priorite_urgence": ("priorite", "urgence"),
        "idx_open_interventions": ("priorite", "date_creation"),
    },
    "planning": {
        "idx_planning_dates": ("date_debut", "date_fin"),
        "idx_planning_intervention": ("intervention_id",),
    },
    "planning_entrees": {
        "idx_entree_liste": ("id",),
        "idx_entree_equipement": ("equipement_id", "id"),
    },
    "historiques_interventions": {
        "idx_historique_intervention_date": ("id", "history_date"),
        "idx_historique_user_action": ("history_user_id", "action"),
    },
}

PARTIELS = {
    "idx_active_users": ("is_active",),
    "idx_open_interventions": ("ouverte", "affectee", "en_cours"),
    "idx_entree_liste": ("listee",),
}
