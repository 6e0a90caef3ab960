"""The same for pages: answers of admin, responsable, technicien and client, data only.

A page's POST sends the page's own form with the changes named here; success is a redirect (302).
"""

from typing import Any

from tests.donnees.matrice import MOT_DE_PASSE, Ligne, retouche

_compte = {"username": "nouveau", "email": "nouveau@exemple.ma", "full_name": "Nouveau"}


# Where a form is read, if its own address alone shows no form: the machine comes first.
FORMULAIRES = {
    "interventions:creer": "?equipement={equipement}",
    "equipements:tournee": "?equipement_id={equipement}",
}


def _demande(_decor: Any, cote: Any, _acteur: str) -> dict[str, Any]:
    return {"titre": "Panne", "description": "Ça fuit", "equipement": cote.equipement.pk}


def _version(_decor: Any, cote: Any, _acteur: str) -> dict[str, Any]:
    return {"version": cote.intervention.version}


def _regard(_decor: Any, cote: Any, _acteur: str) -> dict[str, Any]:
    return {"compte": cote.client.user_id}


def _vue(decor: Any, cote: Any, acteur: str) -> dict[str, Any]:
    return {"vue": decor.ligne("vue", "sien" if cote is decor.sien else "autre", acteur).pk}


def _modele(_decor: Any, cote: Any, _acteur: str) -> dict[str, Any]:
    return {
        "client": cote.client.pk,
        "famille": cote.equipement.famille_id,
        "frequence": "mensuel",
        "premiere_date": "2027-07-01",
    }


_pose = {"debut": "2027-06-16T09:00", "fin": "2027-06-16T11:00"}


def _reprise(decor: Any, cote: Any, acteur: str) -> dict[str, Any]:
    slot = decor.ligne("creneau", "sien" if cote is decor.sien else "autre", acteur)
    return {"version": slot.version, "technicien": slot.intervention.technicien_id}


def _deplacement(decor: Any, cote: Any, acteur: str) -> dict[str, Any]:
    seen = _reprise(decor, cote, acteur)
    return _pose | seen | {"tenu": seen["technicien"]}


def _tournee(_decor: Any, cote: Any, _acteur: str) -> dict[str, Any]:
    return {f"valeur_{cote.compteur.pk}": "150"}


_creneau = {"date_debut": "2027-06-16T09:00", "date_fin": "2027-06-16T11:00"}
_seance = {"debut": "2027-06-17T09:00", "fin": "2027-06-17T11:00"}
_absence = {"debut": "2027-07-01T08:00", "fin": "2027-07-02T18:00"}
_samedi = {"samedi": "08:00-12:00"}
_pont = {"date": "2027-12-31", "ajustement": "ajoute", "nom": "Pont"}

PAGES = (
    Ligne("racine", "GET", "302 302 302 302"),
    Ligne("pilotage:accueil", "GET", "200 200 302 200"),
    Ligne("pilotage:premiers_pas", "POST", "302 302 403 403", {"montrer": "false"}),
    Ligne("pilotage:recherche", "GET", "200 200 200 200"),
    Ligne("pilotage:aide", "GET", "200 200 200 200"),
    Ligne("pilotage:raccourcis", "GET", "200 200 200 200"),
    Ligne("pilotage:etat", "GET", "200 403 403 403"),
    Ligne("pilotage:ma_journee", "GET", "403 403 200 403"),
    Ligne("pilotage:ma_semaine", "GET", "403 403 200 403"),
    # Public, but those signed in have nothing to do there.
    Ligne("comptes:connexion", "GET", "302 302 302 302"),
    Ligne("comptes:connexion", "POST", "302 302 302 302"),
    Ligne("comptes:oubli", "GET", "200 200 200 200"),
    Ligne("comptes:oubli", "POST", "302 302 302 302", {"courriel": "resp@exemple.ma"}),
    Ligne("comptes:nouveau_secret", "GET", "404 404 404 404"),
    Ligne("comptes:nouveau_secret", "POST", "404 404 404 404"),
    Ligne("comptes:deconnexion", "POST", "302 302 302 302"),
    Ligne("comptes:profil", "GET", "200 200 200 200"),
    Ligne("comptes:profil", "POST", "302 302 302 302", {"full_name": "Moi"}),
    Ligne("comptes:affichage", "POST", "302 302 302 302", {"theme": "sombre"}),
    Ligne("comptes:mot_de_passe", "GET", "200 200 200 200"),
    Ligne(
        "comptes:mot_de_passe",
        "POST",
        "302 302 302 302",
        {
            "current_password": "Motdepasse-tres-long-1",
            "new_password": MOT_DE_PASSE,
            "confirmation": MOT_DE_PASSE,
        },
    ),
    Ligne("comptes:sessions", "GET", "200 200 200 200"),
    Ligne("comptes:sessions", "POST", "302 302 302 302"),
    Ligne("comptes:sessions_de", "GET", "200 403 403 403"),
    Ligne("comptes:sessions_de", "POST", "302 403 403 403"),
    Ligne("notifications:boite", "GET", "200 200 200 200"),
    Ligne("notifications:compte", "GET", "200 200 200 200"),
    Ligne("notifications:apercu", "GET", "200 200 200 200"),
    Ligne("notifications:ouvrir", "GET", "302/404 302/404 302/404 302/404"),
    Ligne("notifications:lire", "POST", "302/404 302/404 302/404 302/404"),
    Ligne("notifications:tout_lire", "POST", "302 302 302 302"),
    Ligne("notifications:preferences", "GET", "200 200 200 200"),
    Ligne("notifications:preferences", "POST", "302 302 302 302", {"rythme": "horaire"}),
    Ligne("notifications:courriels", "GET", "200 403 403 403"),
    Ligne("notifications:courriel", "GET", "404 403 403 403"),
    Ligne("comptes:utilisateurs", "GET", "200 403 403 403"),
    Ligne("comptes:creer", "GET", "200 403 403 403"),
    Ligne(
        "comptes:creer",
        "POST",
        "302 403 403 403",
        _compte | {"role": "technicien", "password": MOT_DE_PASSE},
    ),
    Ligne("comptes:utilisateur", "GET", "200 403 403/404 403/404"),
    Ligne("comptes:utilisateur", "POST", "302 403 403/404 403/404", {"full_name": "X"}),
    Ligne("comptes:definir_mot_de_passe", "GET", "200 403 403/404 403/404"),
    Ligne(
        "comptes:definir_mot_de_passe",
        "POST",
        "302 403 403/404 403/404",
        {"new_password": MOT_DE_PASSE},
    ),
    Ligne("comptes:desactiver", "GET", "200 403 403/404 403/404"),
    Ligne("comptes:desactiver", "POST", "409/302 403 403/404 403/404"),
    Ligne("comptes:reactiver", "GET", "200 403 403/404 403/404"),
    Ligne("comptes:reactiver", "POST", "302 403 403/404 403/404"),
    Ligne("interventions:liste", "GET", "200 200 200 200"),
    Ligne("interventions:creer", "GET", "200 200 200 200"),
    Ligne("interventions:creer", "POST", "302 302 302/404 302/404", _demande),
    Ligne("interventions:fiche", "GET", "200 200 200/404 200/404"),
    Ligne("interventions:bon", "GET", "200 200 200/404 200/404"),
    Ligne("interventions:tri", "GET", "200 200 403 403"),
    Ligne("interventions:tri_compte", "GET", "200 200 403 403"),
    Ligne("interventions:trier", "GET", "302 302 403 403"),
    # What is assigned waits no more: the next request is shown instead.
    Ligne("interventions:trier", "POST", "422 422 403 403", {"decision": "refuser"}),
    Ligne("interventions:execution", "GET", "302 302 302/404 403/404"),
    Ligne("interventions:etape", "GET", "200 200 200/404 403/404"),
    Ligne("interventions:etape", "POST", "302 302 302/404 403/404", {"diagnostic": "Usé"}),
    # Nobody takes back what it did not do just now.
    Ligne("interventions:defaire", "GET", "302 302 302 302"),
    Ligne("interventions:defaire", "POST", "409 409 409/404 409/404", {"version": "999"}),
    Ligne("interventions:modifier", "GET", "200 200 200/404 200/404"),
    Ligne("interventions:modifier", "POST", "302 302 302/404 409/404", retouche),
    # Leads to the same form on the row's page, whether or not there is such a row.
    Ligne("interventions:acte", "GET", "302 302 302 302"),
    Ligne("interventions:acte", "POST", "302 302 302/404 403/404", _version),
    Ligne("planning:tableau", "GET", "200 200 200 200"),
    Ligne("planning:donnees", "GET", "200 200 403 403"),
    Ligne("planning:a_planifier", "GET", "200 200 403 403"),
    Ligne("planning:poser", "POST", "200 200 403/404 403/404", _pose),
    Ligne("planning:deplacer", "POST", "200 200 403/404 403/404", _deplacement),
    Ligne("planning:reprendre", "POST", "200 200 403/404 403/404", _reprise),
    Ligne("planning:charge", "GET", "200 200 200 403"),
    Ligne("planning:qui_envoyer", "GET", "200 200 403/404 403/404"),
    Ligne("planning:planifier", "GET", "200 200 403/404 403/404"),
    Ligne("planning:planifier", "POST", "302 302 403/404 403/404", _creneau),
    Ligne("planning:modifier", "GET", "200 200 403/404 403/404"),
    Ligne("planning:modifier", "POST", "302 302 403/404 403/404", _creneau),
    Ligne("planning:confirmer", "GET", "200 200 403/404 403/404"),
    Ligne("planning:confirmer", "POST", "302 302 403/404 403/404"),
    Ligne("planning:deplanifier", "GET", "200 200 403/404 403/404"),
    Ligne("planning:deplanifier", "POST", "302 302 403/404 403/404"),
    Ligne("planning:plans", "GET", "200 200 200 200"),
    Ligne("planning:plan", "GET", "200 200 200/404 200/404"),
    Ligne("planning:previsions", "GET", "200 200 403 403"),
    Ligne("planning:creer_plan", "GET", "200 200 403/404 403/404"),
    Ligne("planning:creer_plan", "POST", "302 302 403/404 403/404", {"frequence": "annuel"}),
    Ligne("planning:modifier_plan", "GET", "200 200 403/404 403/404"),
    Ligne("planning:modifier_plan", "POST", "302 302 403/404 403/404", {"titre": "Graissage"}),
    Ligne("planning:generer_plan", "GET", "200 200 403/404 403/404"),
    Ligne("planning:generer_plan", "POST", "302 302 403/404 403/404"),
    Ligne("planning:sauter", "GET", "200 200 403/404 403/404"),
    Ligne("planning:sauter", "POST", "302 302 403/404 403/404", {"motif": "Usine fermée"}),
    Ligne("planning:arreter_plan", "GET", "200 200 403/404 403/404"),
    Ligne("planning:arreter_plan", "POST", "302 302 403/404 403/404"),
    Ligne("planning:modeles", "GET", "200 200 403 403"),
    Ligne("planning:creer_modele", "GET", "200 200 403 403"),
    Ligne("planning:creer_modele", "POST", "302 302 403 403", _modele),
    Ligne("planning:modifier_modele", "GET", "200 200 403 403"),
    Ligne("planning:modifier_modele", "POST", "302 302 403 403", {"titre": "Graissage"}),
    Ligne("planning:arreter_modele", "GET", "200 200 403 403"),
    Ligne("planning:arreter_modele", "POST", "302 302 403 403"),
    # Behind its secret alone, which no role stands for.
    Ligne("agenda", "GET", "404 404 404 404"),
    Ligne("planning:agenda", "GET", "200 200 200/403 404"),
    Ligne("planning:agenda", "POST", "200 200 200/403 404"),
    Ligne("planning:revoquer_agenda", "GET", "200 200 200/403 404"),
    Ligne("planning:revoquer_agenda", "POST", "302 302 302/403 404"),
    Ligne("planning:ajouter_seance", "GET", "200 200 403/404 403/404"),
    Ligne("planning:ajouter_seance", "POST", "302 302 403/404 403/404", _seance),
    Ligne("planning:modifier_seance", "GET", "200 200 403/404 403/404"),
    Ligne("planning:modifier_seance", "POST", "302 302 403/404 403/404", _seance),
    Ligne("planning:retirer_seance", "GET", "200 200 403/404 403/404"),
    Ligne("planning:retirer_seance", "POST", "302 302 403/404 403/404"),
    Ligne("planning:creer_absence", "GET", "200 200 403 404"),
    Ligne("planning:creer_absence", "POST", "302 302 403 404", _absence),
    Ligne("planning:modifier_absence", "GET", "200 200 403/404 404"),
    Ligne("planning:modifier_absence", "POST", "302 302 403/404 404", {"nature": "formation"}),
    Ligne("planning:retirer_absence", "GET", "200 200 403/404 404"),
    Ligne("planning:retirer_absence", "POST", "302 302 403/404 404"),
    Ligne("planning:horaires", "GET", "200 200 403 403"),
    Ligne("planning:semaine_entreprise", "GET", "200 200 403 403"),
    Ligne("planning:semaine_entreprise", "POST", "302 302 403 403", _samedi),
    Ligne("planning:semaine", "GET", "200 200 403 403"),
    Ligne("planning:semaine", "POST", "302 302 403 403", _samedi),
    Ligne("planning:feries", "GET", "200 200 403 403"),
    Ligne("planning:ajuster_ferie", "GET", "200 200 403 403"),
    Ligne("planning:ajuster_ferie", "POST", "302 302 403 403", _pont),
    Ligne("planning:retablir_ferie", "GET", "200 200 403 403"),
    Ligne("planning:retablir_ferie", "POST", "302 302 403 403"),
    Ligne("equipements:liste", "GET", "200 200 200 200"),
    Ligne("equipements:choisir_client", "GET", "200 200 403 403"),
    Ligne("equipements:creer", "GET", "200 200 403/404 403/404"),
    Ligne("equipements:creer", "POST", "302 302 403/404 403/404", {"nom": "Pompe"}),
    Ligne("equipements:fiche", "GET", "200 200 200/404 200/404"),
    Ligne("equipements:modifier", "GET", "200 200 200/404 403/404"),
    Ligne("equipements:modifier", "POST", "302 302 302/404 403/404", {"localisation": "Toit"}),
    Ligne("equipements:archiver", "GET", "200 200 403/404 403/404"),
    Ligne("equipements:archiver", "POST", "302 302 403/404 403/404"),
    Ligne("equipements:desarchiver", "GET", "200 200 403/404 403/404"),
    # It is not put away: there is nothing to take back.
    Ligne("equipements:desarchiver", "POST", "409 409 403/404 403/404"),
    Ligne("equipements:creer_compteur", "GET", "200 200 403/404 403/404"),
    Ligne(
        "equipements:creer_compteur",
        "POST",
        "302 302 403/404 403/404",
        {"nom": "Cycles", "unite": "cycles"},
    ),
    Ligne("equipements:compteur", "GET", "200 200 200/404 200/404"),
    Ligne("equipements:modifier_compteur", "GET", "200 200 403/404 403/404"),
    Ligne("equipements:modifier_compteur", "POST", "302 302 403/404 403/404", {"unite": "km"}),
    Ligne("equipements:retirer_compteur", "GET", "200 200 403/404 403/404"),
    Ligne("equipements:retirer_compteur", "POST", "302 302 403/404 403/404"),
    Ligne("equipements:relever", "GET", "200 200 200/404 403/404"),
    Ligne("equipements:relever", "POST", "302 302 302/404 403/404", {"valeur": "150,5"}),
    Ligne("equipements:corriger_releve", "GET", "200 200 200/404 403/404"),
    Ligne(
        "equipements:corriger_releve",
        "POST",
        "302 302 302/404 403/404",
        {"valeur": "90", "motif": "Virgule"},
    ),
    Ligne("equipements:tournee", "GET", "200 200 200 403"),
    Ligne("equipements:tournee", "POST", "302 302 302/404 403", _tournee),
    Ligne("equipements:arbre", "GET", "200 200 200 200"),
    Ligne("equipements:etiquettes", "GET", "200 200 200 200"),
    Ligne("equipements:familles", "GET", "200 200 403 403"),
    Ligne("equipements:creer_famille", "GET", "200 200 403 403"),
    Ligne("equipements:creer_famille", "POST", "302 302 403 403", {"nom": "Chaudière"}),
    Ligne("equipements:modifier_famille", "GET", "200 200 403 403"),
    Ligne("equipements:modifier_famille", "POST", "302 302 403 403", {"nom": "Chaudière"}),
    Ligne("equipements:supprimer_famille", "GET", "200 200 403 403"),
    # Machines are of this family.
    Ligne("equipements:supprimer_famille", "POST", "409 409 403 403"),
    Ligne("clients:liste", "GET", "200 200 200 302"),
    Ligne("clients:la_mienne", "GET", "200 200 200 302"),
    Ligne("clients:creer", "GET", "200 200 403 403"),
    Ligne("clients:creer", "POST", "302 302 403 403", {"nom_entreprise": "Rif"}),
    Ligne("clients:fiche", "GET", "200 200 200/404 200/404"),
    Ligne("clients:modifier", "GET", "200 200 403/404 403/404"),
    Ligne("clients:modifier", "POST", "302 302 403/404 403/404", {"ville": "Fès"}),
    Ligne("clients:archiver", "GET", "200 200 403/404 403/404"),
    Ligne("clients:archiver", "POST", "409 409 403/404 403/404"),
    Ligne("clients:desarchiver", "GET", "200 200 403/404 403/404"),
    Ligne("clients:desarchiver", "POST", "409 409 403/404 403/404"),
    Ligne("clients:desarchiver_site", "GET", "200 200 403/404 403/404"),
    Ligne("clients:desarchiver_site", "POST", "409 409 403/404 403/404"),
    Ligne("clients:voir_comme", "GET", "200 200 403/404 403/404"),
    Ligne("clients:voir_comme", "POST", "302 302 403/404 403/404", _regard),
    # Whoever looks as nobody else goes home.
    Ligne("clients:quitter_vue", "POST", "302 302 302 302"),
    Ligne("clients:ouvrir_acces", "GET", "200 200 403/404 403/404"),
    Ligne(
        "clients:ouvrir_acces",
        "POST",
        "302 302 403/404 403/404",
        _compte | {"password": MOT_DE_PASSE},
    ),
    Ligne("clients:creer_site", "GET", "200 200 403/404 403/404"),
    Ligne("clients:creer_site", "POST", "302 302 403/404 403/404", {"nom": "Dépôt"}),
    Ligne("clients:modifier_site", "GET", "200 200 403/404 403/404"),
    Ligne("clients:modifier_site", "POST", "302 302 403/404 403/404", {"ville": "Fès"}),
    Ligne("clients:archiver_site", "GET", "200 200 403/404 403/404"),
    Ligne("clients:archiver_site", "POST", "302 302 403/404 403/404"),
    Ligne("clients:creer_contact", "GET", "200 200 403/404 403/404"),
    Ligne("clients:creer_contact", "POST", "302 302 403/404 403/404", {"nom": "Omar"}),
    Ligne("clients:modifier_contact", "GET", "200 200 403/404 403/404"),
    Ligne("clients:modifier_contact", "POST", "302 302 403/404 403/404", {"nom": "Omar"}),
    Ligne("clients:supprimer_contact", "GET", "200 200 403/404 403/404"),
    Ligne("clients:supprimer_contact", "POST", "302 302 403/404 403/404"),
    Ligne("techniciens:liste", "GET", "200 200 200 403"),
    Ligne("techniciens:creer", "GET", "200 200 403 403"),
    Ligne(
        "techniciens:creer",
        "POST",
        "302 302 403 403",
        lambda decor, _cote, _acteur: {"user": decor.sans_profil.pk},
    ),
    Ligne("techniciens:fiche", "GET", "200 200 200 404"),
    Ligne("techniciens:modifier", "GET", "200 200 403 404"),
    Ligne("techniciens:modifier", "POST", "302 302 403 404", {"equipe": "Nuit"}),
    Ligne("techniciens:archiver", "GET", "200 200 403 404"),
    # The open work is shown first, to be handed over or confirmed.
    Ligne("techniciens:archiver", "POST", "409 409 403 404"),
    Ligne("techniciens:desarchiver", "GET", "200 200 403 404"),
    Ligne("techniciens:desarchiver", "POST", "409 409 403 404"),
    Ligne("techniciens:certifications", "GET", "200 200 200 403"),
    Ligne("techniciens:ajouter_competence", "GET", "200 200 403 404"),
    Ligne(
        "techniciens:ajouter_competence",
        "POST",
        "302 302 403 404",
        lambda decor, _cote, _acteur: {"competence": decor.libre.pk, "niveau": "expert"},
    ),
    Ligne("techniciens:modifier_niveau", "GET", "200 200 403 404"),
    Ligne("techniciens:modifier_niveau", "POST", "302 302 403 404", {"niveau": "expert"}),
    Ligne("techniciens:retirer_competence", "GET", "200 200 403 404"),
    Ligne("techniciens:retirer_competence", "POST", "302 302 403 404"),
    Ligne("techniciens:competences", "GET", "200 200 403 403"),
    Ligne("techniciens:creer_competence", "GET", "200 200 403 403"),
    Ligne("techniciens:creer_competence", "POST", "302 302 403 403", {"nom": "Vapeur"}),
    Ligne("techniciens:modifier_competence", "GET", "200 200 403 404"),
    Ligne("techniciens:modifier_competence", "POST", "302 302 403 404", {"nom": "Vapeur"}),
    # Around each list; saved views are their owner's, others' private ones do not exist.
    Ligne("listes:colonnes", "GET", "200 200 200 200"),
    Ligne("listes:colonnes", "POST", "302 302 302 302", {"colonnes": ["statut"]}),
    Ligne("listes:apercu", "GET", "302 302 302/404 302/404"),
    Ligne("listes:export", "GET", "200 200 200 200"),
    Ligne("listes:vues", "GET", "200 200 200 200"),
    # The counts alone are for htmx.
    Ligne("listes:nombres", "GET", "302 302 302 302"),
    Ligne("listes:creer", "GET", "200 200 200 200"),
    Ligne("listes:creer", "POST", "302 302 302 302", {"nom": "Du matin"}),
    Ligne("listes:retablir", "POST", "302 302 302 302", {"nom": "Du matin"}),
    Ligne("listes:ouverture", "POST", "302/404 302/404 302/404 302/404", _vue),
    Ligne("listes:modifier", "GET", "200/404 200/404 200/404 200/404"),
    Ligne("listes:modifier", "POST", "302/404 302/404 302/404 302/404", {"nom": "Du soir"}),
    Ligne("listes:supprimer", "POST", "302/404 302/404 302/404 302/404"),
    Ligne("listes:deplacer", "POST", "302/404 302/404 302/404 302/404", {"sens": "bas"}),
    # A label opens the machine, or the one neutral page that says nothing.
    Ligne("etiquette", "GET", "302 302 302/404 302/404"),
    Ligne("core:sante", "GET", "200 200 200 200"),
    Ligne("core:sante_base", "GET", "200 200 200 200"),
    Ligne("core:sante_evenements", "GET", "200 200 200 200"),
    Ligne("core:hors_ligne", "GET", "200 200 200 200"),
    Ligne("core:manifeste", "GET", "200 200 200 200"),
    Ligne("core:service", "GET", "200 200 200 200"),
)
