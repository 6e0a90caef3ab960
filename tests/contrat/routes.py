"""The contract's routes: what is sent and what is read, one row per route and method; data only.

`lu` names an object of `tests.contrat.objets`, `[@x]` a list of it, "" an answer without body.
`!` before the type of a sent field: required. Who may is the matrix of `tests.donnees.matrice`.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from clients.api import serializers as clients
from comptes.api import serialiseurs as comptes
from comptes.api import utilisateurs
from comptes.api.depart import Depart
from documents.api.serializers import DocumentEntree
from equipements.api import entrees_compteurs as compteurs
from equipements.api import serializers as equipements
from interventions.api import serializers as interventions
from notifications.api.serializers import NotificationEntree, PreferencesEntree
from planning.api import entrees as planning
from planning.api import horaires, seances
from techniciens.api import serializers as techniciens


class Route(NamedTuple):
    methode: str
    chemin: str  # as the document writes it
    nom: str  # of Django's route
    lu: str
    statut: int = 200
    envoi: Mapping[str, str] = {}
    entree: Any = None  # the serializer that reads what is sent, or several, one for each kind


_compteur = {
    "nom": "!texte",
    "unite": "!texte",
    "sens": "code",
    "remise_a_zero": "code",
    "maximum": "nombre?",
    "max_par_jour": "nombre?",
}
_lecture = {
    "valeur": "!nombre",
    "date": "instant?",
    "nature": "code",
    "motif": "texte?",
    "source": "code",
    "confirmer": "booléen",
}
_connexion = {"username": "texte", "email": "texte", "password": "!texte"}
_depart = {"successeur_id": "entier?", "interventions_vues": "[entier]"}
_client = {
    "nom_entreprise": "!texte",
    "secteur_activite": "texte?",
    "type_client": "code",
    "niveau_service": "code",
    "adresse": "texte?",
    "ville": "texte?",
    "code_postal": "texte?",
    "telephone": "texte?",
    "email_commercial": "courriel?",
    "contact_principal": "texte?",
    "notes_commerciales": "texte?",
    "instructions_particulieres": "texte?",
    "ice": "texte?",
    "identifiant_fiscal": "texte?",
    "registre_commerce": "texte?",
}
_site = {
    "nom": "!texte",
    "adresse": "texte?",
    "ville": "texte?",
    "acces": "texte?",
    "horaires": "texte?",
}
_contact = {
    "nom": "!texte",
    "fonction": "texte?",
    "telephone": "texte?",
    "email": "courriel?",
    "principal": "booléen",
}
_technicien = {
    "specialite": "texte?",
    "equipe": "texte?",
    "disponibilite": "code?",
    "zone_geographique": "texte?",
    "notes_competences": "texte?",
    "date_embauche": "jour?",
}
_competence = {
    "nom": "!texte",
    "description": "texte?",
    "niveau_requis": "code",
    "certification": "texte?",
}
_equipement = {
    "nom": "!texte",
    "type": "texte?",
    "localisation": "texte?",
    "frequence_entretien": "texte?",
    "site_id": "entier?",
    "parent_id": "entier?",
    "modele": "texte?",
    "fabricant": "texte?",
    "numero_serie": "texte?",
    "date_installation": "jour?",
    "statut": "code",
    "criticite": "code",
    "specifications_techniques": "texte?",
    "manuel_utilisation": "texte?",
    "derniere_maintenance": "instant?",
    "prochaine_maintenance": "jour?",
}
_famille = {"nom": "!texte", "competence_id": "entier?"}
_contenu = {
    "titre": "!texte",
    "description": "texte?",
    "type": "code",
    "type_intervention": "code",
    "priorite": "code",
    "urgence": "booléen",
    "arret_machine": "booléen",
    "date_limite": "instant?",
    "date_planifiee": "instant?",
    "contact_nom": "texte?",
    "contact_telephone": "texte?",
    "diagnostic": "texte?",
    "solution": "texte?",
    "notes_techniques": "texte?",
    "mode": "code?",
    "cause": "code?",
    "remede": "code?",
    "duree_estimee": "nombre?",
    "cout_estime": "nombre?",
    "cout_reel": "nombre?",
}
_creation = {
    **_contenu,
    "statut": "code",
    "equipement_id": "!entier",
    "technicien_id": "entier?",
    "suite_de_id": "entier?",
}
_document = {
    "file": "!fichier",
    "intervention_id": "!entier",
    "description": "texte",
    "type_document": "code",
    "visible_client": "booléen",
}
_compte = {
    "username": "!texte",
    "full_name": "texte?",
    "email": "!courriel",
    "role": "!code",
    "password": "!texte",
}


def _partiel(champs: Mapping[str, str]) -> dict[str, str]:
    """The same fields, none of them required."""
    return {name: form.removeprefix("!") for name, form in champs.items()}


_modification = {**_partiel(_contenu), "version": "entier?"}

_C, _U, _S = comptes, utilisateurs, interventions
_Cl, _T, _E = clients, techniciens, equipements

# PUT and PATCH take a part of what a POST takes, and the version that was seen.
_plan = {
    "equipement_id": "entier",
    "frequence": "texte",
    "titre": "texte?",
    "description": "texte?",
    "duree_estimee": "nombre?",
    "competence_id": "entier?",
    "technicien_id": "entier?",
    "prochaine_date": "jour?",
    "derniere_date": "jour?",
}
_plan_change = _plan | {"version": "entier?"}
_creneau = {
    "intervention_id": "entier",
    "date_debut": "instant",
    "date_fin": "instant",
    "creneau": "texte?",
    "notes_planning": "texte?",
    "technicien_id": "entier?",
    "motif_derogation": "texte?",
}
_creneau_change = _creneau | {"confirme": "booléen", "version": "entier?"}
_seance = {
    "debut": "instant",
    "fin": "instant",
    "technicien_id": "entier?",
    "motif_derogation": "texte?",
    "version": "entier?",
}

ROUTES: tuple[Route, ...] = (
    Route("POST", "/auth/login", "api:auth-login", "@jetons", 200, _connexion, _C.Connexion),
    Route("POST", "/auth/token", "api:auth-token", "@jetons", 200, _connexion, _C.Connexion),
    Route(
        "POST",
        "/auth/refresh",
        "api:auth-refresh",
        "@jetons",
        200,
        {"refresh_token": "!texte"},
        _C.Renouvellement,
    ),
    Route("POST", "/auth/logout", "api:auth-logout", "", 204),
    Route("GET", "/auth/me", "api:auth-me", "@compte"),
    Route(
        "POST",
        "/auth/change-password",
        "api:auth-change-password",
        "@jetons_dits",
        200,
        {"current_password": "!texte", "new_password": "!texte"},
        _C.ChangementMotDePasse,
    ),
    Route("GET", "/auth/sessions", "api:auth-sessions", "[@session]"),
    Route("DELETE", "/auth/sessions", "api:auth-sessions", "", 204),
    Route("DELETE", "/auth/sessions/{id}", "api:auth-session", "", 204),
    Route("GET", "/users/me", "api:users-me", "@compte"),
    Route("GET", "/users/", "api:users-list", "[@compte]"),
    Route("POST", "/users/", "api:users-list", "@compte", 201, _compte, _U.CompteCreation),
    Route(
        "PUT",
        "/users/update",
        "api:users-update",
        "@compte",
        200,
        {"full_name": "texte", "password": "texte", "current_password": "texte"},
        _U.PropreCompte,
    ),
    Route("GET", "/users/{id}", "api:users-detail", "@compte"),
    Route(
        "PATCH",
        "/users/{id}",
        "api:users-detail",
        "@compte",
        200,
        {
            "username": "texte",
            "full_name": "texte?",
            "email": "courriel",
            "role": "code",
            "langue": "code",
            "theme": "code",
            "is_active": "booléen",
            **_depart,
        },
        _U.CompteModification,
    ),
    Route("DELETE", "/users/{id}", "api:users-detail", "", 204, _depart, Depart),
    Route("PATCH", "/users/{id}/activate", "api:users-activate", "@compte"),
    Route("GET", "/clients/", "api:clients-list", "[@client]"),
    Route("POST", "/clients/", "api:clients-list", "@client", 201, _client, _Cl.ClientEntree),
    Route("GET", "/clients/{id}", "api:clients-detail", "@client"),
    Route(
        "PATCH",
        "/clients/{id}",
        "api:clients-detail",
        "@client",
        200,
        _partiel(_client),
        _Cl.ClientEntree,
    ),
    Route("DELETE", "/clients/{id}", "api:clients-detail", "", 204),
    Route(
        "POST",
        "/clients/{id}/comptes",
        "api:clients-comptes",
        "@compte",
        201,
        {"username": "!texte", "email": "!courriel", "full_name": "texte", "password": "!texte"},
        _Cl.CompteEntree,
    ),
    Route("GET", "/clients/{client_id}/sites", "api:clients-sites", "[@site]"),
    Route(
        "POST",
        "/clients/{client_id}/sites",
        "api:clients-sites",
        "@site",
        201,
        _site,
        _Cl.SiteEntree,
    ),
    Route("GET", "/clients/{client_id}/sites/{id}", "api:clients-site", "@site"),
    Route(
        "PATCH",
        "/clients/{client_id}/sites/{id}",
        "api:clients-site",
        "@site",
        200,
        _partiel(_site),
        _Cl.SiteEntree,
    ),
    Route("DELETE", "/clients/{client_id}/sites/{id}", "api:clients-site", "", 204),
    Route("GET", "/clients/{client_id}/contacts", "api:clients-contacts", "[@contact]"),
    Route(
        "POST",
        "/clients/{client_id}/contacts",
        "api:clients-contacts",
        "@contact",
        201,
        _contact,
        _Cl.ContactEntree,
    ),
    Route("GET", "/clients/{client_id}/contacts/{id}", "api:clients-contact", "@contact"),
    Route(
        "PATCH",
        "/clients/{client_id}/contacts/{id}",
        "api:clients-contact",
        "@contact",
        200,
        _partiel(_contact),
        _Cl.ContactEntree,
    ),
    Route("DELETE", "/clients/{client_id}/contacts/{id}", "api:clients-contact", "", 204),
    Route("GET", "/techniciens/", "api:techniciens-list", "[@technicien]"),
    Route(
        "POST",
        "/techniciens/",
        "api:techniciens-list",
        "@technicien",
        201,
        {**_technicien, "user_id": "!entier", "competences_ids": "[entier]"},
        _T.TechnicienCreation,
    ),
    Route("GET", "/techniciens/{id}", "api:techniciens-detail", "@technicien"),
    *(
        Route(
            methode,
            "/techniciens/{id}",
            "api:techniciens-detail",
            "@technicien",
            200,
            _technicien,
            _T.TechnicienEntree,
        )
        for methode in ("PUT", "PATCH")
    ),
    Route("DELETE", "/techniciens/{id}", "api:techniciens-detail", "", 204, _depart, Depart),
    Route("GET", "/techniciens/competences", "api:competences-list", "[@competence]"),
    Route(
        "POST",
        "/techniciens/competences",
        "api:competences-list",
        "@competence",
        201,
        _competence,
        _T.CompetenceEntree,
    ),
    Route("GET", "/techniciens/competences/{id}", "api:competences-detail", "@competence"),
    Route(
        "PATCH",
        "/techniciens/competences/{id}",
        "api:competences-detail",
        "@competence",
        200,
        _partiel(_competence),
        _T.CompetenceEntree,
    ),
    Route(
        "PUT",
        "/techniciens/{id}/competences/{competence_id}",
        "api:techniciens-competence",
        "@technicien",
        200,
        {"niveau": "code", "certification_expire_le": "jour?"},
        _T.NiveauEntree,
    ),
    Route(
        "DELETE",
        "/techniciens/{id}/competences/{competence_id}",
        "api:techniciens-competence",
        "",
        204,
    ),
    Route("GET", "/equipements/", "api:equipements-list", "[@equipement]"),
    Route("GET", "/filters/equipements", "api:equipements-filtres", "[@equipement]"),
    Route(
        "POST",
        "/equipements/",
        "api:equipements-list",
        "@equipement",
        201,
        {**_equipement, "client_id": "entier?"},
        _E.EquipementCreation,
    ),
    Route("GET", "/equipements/{id}", "api:equipements-detail", "@equipement"),
    *(
        Route(
            methode,
            "/equipements/{id}",
            "api:equipements-detail",
            "@equipement",
            200,
            _partiel(_equipement),
            _E.EquipementEntree,
        )
        for methode in ("PUT", "PATCH")
    ),
    Route("DELETE", "/equipements/{id}", "api:equipements-detail", "", 204),
    Route(
        "GET",
        "/equipements/{equipement_id}/interventions",
        "api:equipements-interventions",
        "[@intervention]",
    ),
    Route(
        "GET",
        "/equipements/{equipement_id}/historique",
        "api:equipements-historique",
        "[@passe]",
    ),
    Route("GET", "/equipements/familles", "api:familles-list", "[@famille]"),
    Route(
        "POST",
        "/equipements/familles",
        "api:familles-list",
        "@famille",
        201,
        _famille,
        _E.FamilleEntree,
    ),
    Route("GET", "/equipements/familles/{id}", "api:familles-detail", "@famille"),
    Route(
        "PATCH",
        "/equipements/familles/{id}",
        "api:familles-detail",
        "@famille",
        200,
        _partiel(_famille),
        _E.FamilleEntree,
    ),
    Route("DELETE", "/equipements/familles/{id}", "api:familles-detail", "", 204),
    Route("GET", "/interventions/", "api:interventions-list", "[@intervention]"),
    Route("GET", "/filters/interventions", "api:interventions-filtres", "[@intervention]"),
    Route(
        "POST",
        "/interventions/",
        "api:interventions-list",
        "@intervention",
        201,
        _creation,
        _S.Creation,
    ),
    Route("GET", "/interventions/{id}", "api:interventions-detail", "@intervention"),
    Route(
        "PATCH",
        "/interventions/{id}",
        "api:interventions-detail",
        "@intervention",
        200,
        _modification,
        _S.Modification,
    ),
    Route(
        "PATCH",
        "/interventions/{id}/statut",
        "api:interventions-statut",
        "@intervention",
        200,
        {
            "statut": "!code",
            "remarque": "texte?",
            "technicien_id": "entier?",
            "version": "entier?",
        },
        _S.ChangementStatut,
    ),
    Route(
        "POST",
        "/interventions/{id}/actions/{action}",
        "api:interventions-action",
        "@intervention",
    ),
    Route(
        "GET",
        "/interventions/{intervention_id}/historique",
        "api:interventions-historique",
        "[@trace]",
    ),
    Route(
        "GET",
        "/interventions/{intervention_id}/commentaires",
        "api:interventions-commentaires",
        "[@commentaire]",
    ),
    Route(
        "POST",
        "/interventions/{intervention_id}/commentaires",
        "api:interventions-commentaires",
        "@commentaire",
        201,
        {"texte": "!texte", "visible_client": "booléen"},
        _S.CommentaireEntree,
    ),
    Route("GET", "/documents/", "api:documents-list", "[@document]"),
    *(
        Route("POST", chemin, nom, "@document", 201, _document, DocumentEntree)
        for chemin, nom in (
            ("/documents/", "api:documents-list"),
            ("/documents/upload", "api:documents-upload"),
        )
    ),
    Route("GET", "/documents/{id}", "api:documents-detail", "[@document]"),
    Route("DELETE", "/documents/{id}", "api:documents-detail", "", 204),
    Route("GET", "/documents/fichier/{signature}", "api:documents-fichier", "octets"),
    Route("GET", "/notifications/user/me", "api:notifications-miennes", "[@notification]"),
    Route("PUT", "/notifications/{id}/read", "api:notifications-lire", "@notification"),
    Route("PUT", "/notifications/read", "api:notifications-tout-lire", "", 204),
    Route(
        "GET",
        "/notifications/preferences",
        "api:notifications-preferences",
        "@preferences_notification",
    ),
    Route(
        "PUT",
        "/notifications/preferences",
        "api:notifications-preferences",
        "@preferences_notification",
        200,
        {"rythme": "code", "silence_debut": "heure?", "silence_fin": "heure?", "choix": "objet"},
        PreferencesEntree,
    ),
    Route("GET", "/notifications/", "api:notifications-list", "[@notification]"),
    Route("GET", "/notifications/user/{user_id}", "api:notifications-de", "[@notification]"),
    Route(
        "POST",
        "/notifications/",
        "api:notifications-list",
        "@notification",
        201,
        {
            "user_id": "!entier",
            "type": "!code",
            "canal": "code",
            "titre": "texte",
            "contenu": "texte?",
            "intervention_id": "entier?",
        },
        NotificationEntree,
    ),
    Route("DELETE", "/notifications/{id}", "api:notifications-detail", "", 204),
    Route("GET", "/dashboard/stats", "api:dashboard-stats", "@tableau"),
    Route("GET", "/planning/", "api:planning-list", "[@planning]"),
    Route(
        "POST",
        "/planning/",
        "api:planning-list",
        "@planning",
        201,
        _plan | _creneau,
        (planning.PlanEntree, planning.CreneauEntree),
    ),
    Route("GET", "/planning/{id}", "api:planning-detail", "@planning"),
    Route(
        "PUT",
        "/planning/{id}",
        "api:planning-detail",
        "@planning",
        200,
        _plan_change | _creneau_change,
        (planning.PlanModification, planning.CreneauModification),
    ),
    Route(
        "PATCH",
        "/planning/{id}/dates",
        "api:planning-dates",
        "@planning",
        200,
        {"nouvelle_date": "!instant", "motif_derogation": "texte?", "version": "entier?"},
        planning.Deplacement,
    ),
    Route("DELETE", "/planning/{id}", "api:planning-detail", "", 204),
    Route("GET", "/planning/charge", "api:planning-charge", "@charge"),
    Route(
        "GET",
        "/interventions/{id}/suggestions",
        "api:interventions-suggestions",
        "@suggestions",
    ),
    Route("GET", "/plans/", "api:plans-list", "[@plan]"),
    Route(
        "POST",
        "/plans/",
        "api:plans-list",
        "@plan",
        201,
        _plan | {"equipement_id": "!entier", "frequence": "!texte"},
        planning.PlanEntree,
    ),
    Route("GET", "/plans/{id}", "api:plans-detail", "@plan"),
    Route(
        "PATCH",
        "/plans/{id}",
        "api:plans-detail",
        "@plan",
        200,
        _plan_change,
        planning.PlanModification,
    ),
    Route("DELETE", "/plans/{id}", "api:plans-detail", "", 204),
    Route("GET", "/creneaux/", "api:creneaux-list", "[@creneau]"),
    Route(
        "POST",
        "/creneaux/",
        "api:creneaux-list",
        "@creneau",
        201,
        _creneau | {"intervention_id": "!entier", "date_debut": "!instant", "date_fin": "!instant"},
        planning.CreneauEntree,
    ),
    Route("GET", "/creneaux/{id}", "api:creneaux-detail", "@creneau"),
    Route(
        "PATCH",
        "/creneaux/{id}",
        "api:creneaux-detail",
        "@creneau",
        200,
        _creneau_change,
        planning.CreneauModification,
    ),
    Route("DELETE", "/creneaux/{id}", "api:creneaux-detail", "", 204),
    Route(
        "POST",
        "/creneaux/{id}/confirmer",
        "api:creneaux-confirmer",
        "@creneau",
        200,
        {"version": "entier?"},
        planning.Version,
    ),
    Route("GET", "/creneaux/{creneau_id}/seances", "api:seances-list", "[@seance]"),
    Route(
        "POST",
        "/creneaux/{creneau_id}/seances",
        "api:seances-list",
        "@seance",
        201,
        _seance | {"debut": "!instant", "fin": "!instant"},
        seances.SeanceEntree,
    ),
    Route(
        "PATCH",
        "/creneaux/{creneau_id}/seances/{id}",
        "api:seances-detail",
        "@seance",
        200,
        _seance,
        seances.SeanceEntree,
    ),
    Route(
        "DELETE",
        "/creneaux/{creneau_id}/seances/{id}",
        "api:seances-detail",
        "",
        204,
        {"version": "entier?"},
        seances.SeanceRetrait,
    ),
    Route("GET", "/horaires/", "api:horaires-list", "[@horaire]"),
    Route(
        "POST",
        "/horaires/",
        "api:horaires-list",
        "@horaire",
        201,
        {
            "technicien_id": "entier?",
            "periode": "code",
            "jour": "!entier",
            "debut": "!heure",
            "fin": "!heure",
        },
        horaires.HoraireEntree,
    ),
    Route("DELETE", "/horaires/{id}", "api:horaires-detail", "", 204),
    Route(
        "GET",
        "/jours-feries/",
        "api:feries-list",
        "@feries",
        200,
        {"annee": "entier"},
        horaires.Annee,
    ),
    Route(
        "POST",
        "/jours-feries/",
        "api:feries-list",
        "@ajustement_ferie",
        201,
        {"date": "!jour", "ajustement": "!code", "nom": "texte", "deplace_de": "jour?"},
        horaires.FerieEntree,
    ),
    Route("DELETE", "/jours-feries/{id}", "api:feries-detail", "", 204),
    Route("GET", "/absences/", "api:absences-list", "[@absence]"),
    Route(
        "POST",
        "/absences/",
        "api:absences-list",
        "@absence",
        201,
        {
            "technicien_id": "!entier",
            "debut": "!instant",
            "fin": "!instant",
            "nature": "code",
            "motif": "texte?",
        },
        planning.AbsenceEntree,
    ),
    Route("GET", "/absences/{id}", "api:absences-detail", "@absence"),
    Route(
        "PATCH",
        "/absences/{id}",
        "api:absences-detail",
        "@absence",
        200,
        {
            "debut": "instant",
            "fin": "instant",
            "nature": "code",
            "motif": "texte?",
            "version": "entier?",
        },
        planning.AbsenceModification,
    ),
    Route("DELETE", "/absences/{id}", "api:absences-detail", "", 204),
    Route("POST", "/techniciens/{id}/agenda", "api:techniciens-agenda", "@lien_agenda", 201),
    Route("DELETE", "/techniciens/{id}/agenda", "api:techniciens-agenda", "", 204),
    Route("GET", "/compteurs/", "api:compteurs-list", "[@compteur]"),
    Route(
        "POST",
        "/compteurs/",
        "api:compteurs-list",
        "@compteur",
        201,
        {"equipement_id": "!entier", **_compteur},
        compteurs.CompteurEntree,
    ),
    Route("GET", "/compteurs/{id}", "api:compteurs-detail", "@compteur"),
    Route(
        "PATCH",
        "/compteurs/{id}",
        "api:compteurs-detail",
        "@compteur",
        200,
        {n: kind.removeprefix("!") for n, kind in _compteur.items()}
        | {"actif": "booléen", "version": "entier?"},
        compteurs.CompteurModification,
    ),
    Route("DELETE", "/compteurs/{id}", "api:compteurs-detail", "", 204),
    Route("GET", "/compteurs/{id}/releves", "api:compteurs-releves", "[@releve]"),
    Route(
        "POST",
        "/compteurs/{id}/releves",
        "api:compteurs-releves",
        "@releve",
        201,
        _lecture | {"corrige_id": "entier?"},
        compteurs.ReleveEntree,
    ),
    Route(
        "POST",
        "/releves/lot",
        "api:releves-lot",
        "@lot_releves",
        200,
        {"releves": "![objet]"},
        compteurs.LotEntree,
    ),
)

# Outside /api/v1: for load balancers.
SANTE: tuple[Route, ...] = (
    Route("GET", "/health", "core:sante", "@sante"),
    Route("GET", "/health/database", "core:sante_base", "@sante"),
    Route("GET", "/health/evenements", "core:sante_evenements", "@sante"),
)
