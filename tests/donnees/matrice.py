"""Who may do what through which route: one line per route and method, data only.

The answers are those of admin, responsable, technicien and client, in this order. `200/404` says:
on one's own row 200 (the firm one works for, the machine one owns), on a stranger's 404; a single
number holds for both. Someone else's row is 404, an act on a visible row that is never one's to do
is 403, one that the row's state forbids is 409. Nobody signed in is asked to sign in, everywhere
but on the public routes.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.core.files.uploadedfile import SimpleUploadedFile

MOT_DE_PASSE = "Une-phrase-de-passe-longue"

Corps = Callable[[Any, Any, str], dict[str, Any]]  # (decor, side, actor) -> what is sent


class Ligne(NamedTuple):
    route: str
    methode: str
    reponses: str
    corps: Corps | Mapping[str, Any] = {}
    arguments: Mapping[str, Any] = {}  # other than the route's own


# Route -> the rows its arguments name; `=texte` is a text as it stands.
ARGUMENTS: Mapping[str, Mapping[str, str]] = {
    "api:users-detail": {"pk": "compte"},
    "api:users-activate": {"pk": "compte"},
    "api:auth-session": {"pk": "session"},
    "api:clients-detail": {"pk": "client"},
    "api:clients-comptes": {"pk": "client"},
    "api:clients-sites": {"client_pk": "client"},
    "api:clients-site": {"client_pk": "client", "pk": "site"},
    "api:clients-contacts": {"client_pk": "client"},
    "api:clients-contact": {"client_pk": "client", "pk": "contact"},
    "api:competences-detail": {"pk": "competence"},
    "api:techniciens-detail": {"pk": "technicien"},
    "api:techniciens-agenda": {"pk": "technicien"},
    "api:techniciens-disponibilites": {"pk": "technicien"},
    "api:techniciens-competence": {"pk": "technicien", "competence_pk": "competence"},
    "api:equipements-detail": {"pk": "machine_libre"},
    "api:familles-detail": {"pk": "famille"},
    "api:compteurs-detail": {"pk": "compteur"},
    "api:compteurs-releves": {"compteur_pk": "compteur"},
    "api:equipements-interventions": {"equipement_pk": "equipement"},
    "api:equipements-historique": {"equipement_pk": "equipement"},
    "api:documents-detail": {"pk": "document"},
    "api:documents-fichier": {"signature": "=x"},
    "api:notifications-de": {"user_pk": "compte"},
    "api:notifications-detail": {"pk": "notification"},
    "api:notifications-lire": {"pk": "notification"},
    "api:crochets-detail": {"pk": "crochet"},
    "api:crochets-secret": {"pk": "crochet"},
    "api:crochets-envois": {"crochet_pk": "crochet"},
    "api:crochets-tester": {"crochet_pk": "crochet"},
    "api:planning-detail": {"pk": "creneau"},
    "api:planning-dates": {"pk": "creneau"},
    "api:plans-detail": {"pk": "plan"},
    "api:plans-occurrences": {"plan_pk": "plan"},
    "api:plans-sauter": {"plan_pk": "plan", "echeance": "=2027-07-01"},
    "api:plans-generer": {"plan_pk": "plan"},
    "api:modeles-detail": {"pk": "modele"},
    "api:creneaux-detail": {"pk": "creneau"},
    "api:creneaux-confirmer": {"pk": "creneau"},
    "api:seances-list": {"creneau_pk": "creneau"},
    "api:seances-detail": {"creneau_pk": "creneau", "pk": "seance"},
    "api:horaires-detail": {"pk": "horaire"},
    "api:feries-detail": {"pk": "ferie"},
    "api:absences-detail": {"pk": "absence"},
    "api:interventions-detail": {"pk": "intervention"},
    "api:interventions-statut": {"pk": "intervention"},
    "api:interventions-action": {"pk": "intervention", "action": "=demarrer"},
    "api:interventions-historique": {"intervention_pk": "intervention"},
    "api:interventions-commentaires": {"intervention_pk": "intervention"},
    "comptes:nouveau_secret": {"uidb64": "=MQ", "token": "=perime"},
    "comptes:utilisateur": {"pk": "compte"},
    "comptes:definir_mot_de_passe": {"pk": "compte"},
    "comptes:desactiver": {"pk": "compte"},
    "comptes:sessions_de": {"pk": "compte"},
    "comptes:reactiver": {"pk": "compte"},
    "api:interventions-suggestions": {"intervention_pk": "intervention"},
    "planning:qui_envoyer": {"pk": "intervention"},
    "notifications:ouvrir": {"pk": "notification"},
    "notifications:lire": {"pk": "notification"},
    "notifications:courriel": {"nom": "=absent"},
    "planning:planifier": {"pk": "a_planifier"},
    "planning:poser": {"pk": "a_planifier"},
    "planning:deplacer": {"pk": "creneau"},
    "planning:reprendre": {"pk": "creneau"},
    "planning:modifier": {"pk": "creneau"},
    "planning:confirmer": {"pk": "creneau"},
    "planning:deplanifier": {"pk": "creneau"},
    "planning:plan": {"pk": "plan"},
    "planning:creer_plan": {"pk": "equipement"},
    "planning:modifier_plan": {"pk": "plan"},
    "planning:generer_plan": {"pk": "plan"},
    "planning:sauter": {"pk": "plan"},
    "planning:arreter_plan": {"pk": "plan"},
    "planning:modifier_modele": {"pk": "modele"},
    "planning:arreter_modele": {"pk": "modele"},
    "planning:ajouter_seance": {"pk": "creneau"},
    "planning:modifier_seance": {"pk": "creneau", "seance": "seance"},
    "planning:retirer_seance": {"pk": "creneau", "seance": "aide"},
    "planning:creer_absence": {"pk": "technicien"},
    "planning:modifier_absence": {"pk": "absence"},
    "planning:retirer_absence": {"pk": "absence"},
    "planning:semaine_entreprise": {"periode": "=normale"},
    "planning:semaine": {"pk": "technicien", "periode": "=normale"},
    "planning:retablir_ferie": {"pk": "ferie"},
    "interventions:fiche": {"pk": "intervention"},
    "interventions:modifier": {"pk": "intervention"},
    "interventions:bon": {"pk": "intervention"},
    "interventions:defaire": {"pk": "intervention"},
    "interventions:trier": {"pk": "intervention"},
    "interventions:execution": {"pk": "intervention"},
    "interventions:etape": {"pk": "intervention", "code": "=diagnostic"},
    "interventions:acte": {"pk": "intervention", "nom": "=demarrer"},
    "equipements:creer": {"pk": "client"},
    "equipements:fiche": {"pk": "equipement"},
    "equipements:modifier": {"pk": "equipement"},
    "equipements:archiver": {"pk": "machine_libre"},
    "equipements:desarchiver": {"pk": "equipement"},
    "equipements:creer_compteur": {"pk": "equipement"},
    "equipements:compteur": {"pk": "compteur"},
    "equipements:modifier_compteur": {"pk": "compteur"},
    "equipements:retirer_compteur": {"pk": "compteur"},
    "equipements:relever": {"pk": "compteur"},
    "equipements:corriger_releve": {"pk": "releve"},
    "equipements:modifier_famille": {"pk": "famille"},
    "equipements:supprimer_famille": {"pk": "famille"},
    "clients:fiche": {"pk": "client"},
    "clients:modifier": {"pk": "client"},
    "clients:archiver": {"pk": "client"},
    "clients:desarchiver": {"pk": "client"},
    "clients:desarchiver_site": {"pk": "site"},
    "clients:voir_comme": {"pk": "client"},
    "clients:ouvrir_acces": {"pk": "client"},
    "clients:creer_site": {"pk": "client"},
    "clients:modifier_site": {"pk": "site"},
    "clients:archiver_site": {"pk": "site"},
    "clients:creer_contact": {"pk": "client"},
    "clients:modifier_contact": {"pk": "contact"},
    "clients:supprimer_contact": {"pk": "contact"},
    "techniciens:fiche": {"pk": "technicien"},
    "techniciens:modifier": {"pk": "technicien"},
    "techniciens:archiver": {"pk": "technicien"},
    "techniciens:desarchiver": {"pk": "technicien"},
    "techniciens:ajouter_competence": {"pk": "technicien"},
    "techniciens:modifier_niveau": {"pk": "technicien", "competence": "competence"},
    "techniciens:retirer_competence": {"pk": "technicien", "competence": "competence"},
    "techniciens:modifier_competence": {"pk": "competence"},
    "listes:colonnes": {"cle": "=interventions"},
    "listes:apercu": {"cle": "=interventions", "pk": "intervention"},
    "listes:export": {"cle": "=interventions"},
    "listes:vues": {"cle": "=interventions"},
    "listes:nombres": {"cle": "=interventions"},
    "listes:creer": {"cle": "=interventions"},
    "listes:retablir": {"cle": "=interventions"},
    "listes:ouverture": {"cle": "=interventions"},
    "listes:modifier": {"cle": "=interventions", "pk": "vue"},
    "listes:supprimer": {"cle": "=interventions", "pk": "vue"},
    "listes:deplacer": {"cle": "=interventions", "pk": "vue"},
    "etiquette": {"code": "code"},
    "agenda": {"jeton": "=perime"},
    "planning:agenda": {"pk": "technicien"},
    "planning:revoquer_agenda": {"pk": "technicien"},
}

_compte = {
    "username": "nouveau",
    "email": "nouveau@exemple.ma",
    "full_name": "Nouveau",
    "password": MOT_DE_PASSE,
}
_connexion = {"username": "resp", "password": "Motdepasse-tres-long-1"}
_secret = {"current_password": "Motdepasse-tres-long-1", "new_password": MOT_DE_PASSE}
_selon_le_role = {"technicien": {"diagnostic": "Usé"}, "client": {"titre": "Fuite d’huile"}}


def retouche(_decor: Any, _cote: Any, acteur: str) -> dict[str, Any]:
    """A change to an intervention that the role may make, in a state where it may."""
    return _selon_le_role.get(acteur, {"priorite": "haute"})


_CROCHET = {"nom": "Paie", "url": "https://93.184.216.34/mif", "types": ["intervention.creee"]}


def _demande(_decor: Any, cote: Any, _acteur: str) -> dict[str, Any]:
    return {"titre": "Panne", "equipement_id": cote.equipement.pk}


def _document(_decor: Any, cote: Any, _acteur: str) -> dict[str, Any]:
    sent = SimpleUploadedFile("note.txt", b"Bonjour", "text/plain")
    return {"file": sent, "intervention_id": cote.intervention.pk}


def _message(_decor: Any, cote: Any, _acteur: str) -> dict[str, Any]:
    return {"user_id": cote.compte.pk, "type": "information", "contenu": "Bonjour"}


_JOUR = {"date_debut": "2027-06-16T08:00:00Z", "date_fin": "2027-06-16T10:00:00Z"}
_SEANCE = {"debut": "2027-06-16T08:00:00Z", "fin": "2027-06-16T10:00:00Z"}
_FERIE = {"date": "2027-12-31", "ajustement": "ajoute", "nom": "Pont"}
_PLUS_TARD = {"nouvelle_date": "2027-06-16T23:00:00.000Z"}


def _creneau(_decor: Any, cote: Any, _acteur: str) -> dict[str, Any]:
    return {"intervention_id": cote.a_planifier.pk, **_JOUR}


def _plan(_decor: Any, cote: Any, _acteur: str) -> dict[str, Any]:
    return {"equipement_id": cote.equipement.pk, "frequence": "monthly"}


def _modele(_decor: Any, cote: Any, _acteur: str) -> dict[str, Any]:
    return {
        "client_id": cote.client.pk,
        "famille_id": cote.equipement.famille_id,
        "frequence": "mensuel",
        "premiere_date": "2027-07-01",
    }


def _horaire(_decor: Any, cote: Any, _acteur: str) -> dict[str, Any]:
    day = {"jour": 5, "debut": "08:00", "fin": "12:00"}
    return {"technicien_id": cote.technicien.pk, **day}


def _absence(_decor: Any, cote: Any, _acteur: str) -> dict[str, Any]:
    return {
        "technicien_id": cote.technicien.pk,
        "debut": "2027-07-01T07:00:00Z",
        "fin": "2027-07-02T17:00:00Z",
    }


def _compteur(_decor: Any, cote: Any, _acteur: str) -> dict[str, Any]:
    return {"equipement_id": cote.equipement.pk, "nom": "Cycles", "unite": "cycles"}


def _lot(_decor: Any, cote: Any, _acteur: str) -> dict[str, Any]:
    return {"releves": [{"compteur_id": cote.compteur.pk, "valeur": 150}]}


def _correction(_decor: Any, cote: Any, _acteur: str) -> dict[str, Any]:
    return {"corrige_id": cote.releve.pk, "valeur": 90, "motif": "Virgule"}


API = (
    # The API's own description, which does not describe itself.
    Ligne("api:openapi", "GET", "200 200 200 200"),
    Ligne("api:docs", "GET", "200 200 200 200"),
    Ligne("api:redoc", "GET", "200 200 200 200"),
    Ligne("api:auth-login", "POST", "200 200 200 200", _connexion),
    Ligne(
        "api:auth-token",
        "POST",
        "200 200 200 200",
        {"email": "resp@exemple.ma", "password": _connexion["password"]},
    ),
    Ligne("api:auth-me", "GET", "200 200 200 200"),
    Ligne("api:auth-change-password", "POST", "200 200 200 200", _secret),
    # Tokens of the tests' own making are refused: renewal is proved in comptes/tests.
    Ligne("api:auth-refresh", "POST", "401 401 401 401", {"refresh_token": "x.y.z"}),
    Ligne("api:auth-logout", "POST", "204 204 204 204"),
    Ligne("api:auth-sessions", "GET", "200 200 200 200"),
    Ligne("api:auth-sessions", "DELETE", "204 204 204 204"),
    Ligne("api:auth-session", "DELETE", "204 204/404 204/404 204/404"),
    Ligne("api:users-me", "GET", "200 200 200 200"),
    Ligne("api:users-list", "GET", "200 200 200 200"),
    # A responsable opens the accounts of clients through the firm: `clients-comptes`.
    Ligne("api:users-list", "POST", "201 403 403 403", _compte | {"role": "client"}),
    Ligne("api:users-update", "PUT", "200 200 200 200", {"full_name": "Moi"}),
    Ligne("api:users-detail", "GET", "200 200 200/404 200/404"),
    Ligne("api:users-detail", "PATCH", "200 200/403 200/404 200/404", {"full_name": "X"}),
    Ligne("api:users-detail", "PATCH", "403/200 422/403 422/404 422/404", {"role": "responsable"}),
    Ligne("api:users-detail", "DELETE", "409/204 403 403/404 403/404"),
    Ligne("api:users-activate", "PATCH", "200 403 403/404 403/404"),
    Ligne("api:clients-list", "GET", "200 200 200 200"),
    Ligne("api:clients-list", "POST", "201 201 403 403", {"nom_entreprise": "Rif"}),
    Ligne("api:clients-detail", "GET", "200 200 200/404 200/404"),
    Ligne("api:clients-detail", "PATCH", "200 200 403/404 403/404", {"ville": "Fès"}),
    Ligne("api:clients-detail", "DELETE", "409 409 403/404 403/404"),
    Ligne("api:clients-comptes", "POST", "201 201 403/404 403/404", _compte),
    Ligne("api:clients-sites", "GET", "200 200 200/404 200/404"),
    Ligne("api:clients-sites", "POST", "201 201 403/404 403/404", {"nom": "Dépôt"}),
    Ligne("api:clients-site", "GET", "200 200 200/404 200/404"),
    Ligne("api:clients-site", "PATCH", "200 200 403/404 403/404", {"ville": "Fès"}),
    Ligne("api:clients-site", "DELETE", "204 204 403/404 403/404"),
    Ligne("api:clients-contacts", "GET", "200 200 200/404 200/404"),
    Ligne("api:clients-contacts", "POST", "201 201 403/404 403/404", {"nom": "Omar"}),
    Ligne("api:clients-contact", "GET", "200 200 200/404 200/404"),
    Ligne("api:clients-contact", "PATCH", "200 200 403/404 403/404", {"nom": "Omar"}),
    Ligne("api:clients-contact", "DELETE", "204 204 403/404 403/404"),
    Ligne("api:techniciens-list", "GET", "200 200 200 200"),
    Ligne(
        "api:techniciens-list",
        "POST",
        "201 201 403 403",
        lambda decor, _cote, _acteur: {"user_id": decor.sans_profil.pk},
    ),
    Ligne("api:familles-list", "GET", "200 200 200 200"),
    Ligne("api:familles-list", "POST", "201 201 403 403", {"nom": "Chaudière"}),
    Ligne("api:familles-detail", "GET", "200 200 200 200"),
    Ligne("api:familles-detail", "PATCH", "200 200 403 403", {"nom": "Chaudière"}),
    # Machines are of this family.
    Ligne("api:familles-detail", "DELETE", "409 409 403 403"),
    Ligne("api:competences-list", "GET", "200 200 200 200"),
    Ligne("api:competences-list", "POST", "201 201 403 403", {"nom": "Vapeur"}),
    Ligne("api:competences-detail", "GET", "200 200 200 404"),
    Ligne("api:competences-detail", "PATCH", "200 200 403 404", {"nom": "Vapeur"}),
    Ligne("api:techniciens-detail", "GET", "200 200 200 404"),
    Ligne("api:techniciens-detail", "PUT", "200 200 403 404", {"equipe": "Nuit"}),
    Ligne("api:techniciens-detail", "PATCH", "200 200 403 404", {"equipe": "Nuit"}),
    Ligne("api:techniciens-detail", "DELETE", "409 409 403 404"),
    Ligne("api:techniciens-competence", "PUT", "200 200 403 404", {"niveau": "expert"}),
    Ligne("api:techniciens-competence", "DELETE", "204 204 403 404"),
    Ligne("api:techniciens-disponibilites", "GET", "200 200 200/403 404"),
    Ligne("api:techniciens-agenda", "POST", "201 201 201/403 404"),
    Ligne("api:techniciens-agenda", "DELETE", "204 204 204/403 404"),
    Ligne("api:equipements-list", "GET", "200 200 200 200"),
    Ligne(
        "api:equipements-list",
        "POST",
        "201 201 403 403",
        lambda _decor, cote, _acteur: {"nom": "Pompe", "client_id": cote.client.pk},
    ),
    Ligne("api:equipements-filtres", "GET", "200 200 200 200"),
    Ligne("api:equipements-detail", "GET", "200 200 200/404 200/404"),
    Ligne("api:equipements-detail", "PUT", "200 200 200/404 403/404", {"localisation": "Toit"}),
    Ligne("api:equipements-detail", "PATCH", "200 200 200/404 403/404", {"statut": "panne"}),
    Ligne("api:equipements-detail", "PATCH", "200 200 422/404 403/404", {"nom": "Pompe"}),
    Ligne("api:equipements-detail", "DELETE", "204 204 403/404 403/404"),
    Ligne("api:compteurs-list", "GET", "200 200 200 200"),
    Ligne("api:compteurs-list", "POST", "201 201 403 403", _compteur),
    Ligne("api:compteurs-detail", "GET", "200 200 200/404 200/404"),
    Ligne("api:compteurs-detail", "PATCH", "200 200 403/404 403/404", {"nom": "Moteur"}),
    Ligne("api:compteurs-detail", "DELETE", "204 204 403/404 403/404"),
    Ligne("api:compteurs-releves", "GET", "200 200 200/404 200/404"),
    Ligne("api:compteurs-releves", "POST", "201 201 201/404 403/404", {"valeur": 150}),
    Ligne("api:compteurs-releves", "POST", "201 201 201/404 403/404", _correction),
    Ligne("api:releves-lot", "POST", "200 200 200/404 403", _lot),
    Ligne("api:equipements-interventions", "GET", "200 200 200/404 200/404"),
    Ligne("api:equipements-historique", "GET", "200 200 200/404 200/404"),
    Ligne("api:interventions-list", "GET", "200 200 200 200"),
    Ligne("api:interventions-list", "POST", "201 201 201/404 201/404", _demande),
    Ligne("api:interventions-filtres", "GET", "200 200 200 200"),
    Ligne("api:interventions-detail", "GET", "200 200 200/404 200/404"),
    Ligne("api:interventions-detail", "PATCH", "200 200 200/404 409/404", retouche),
    Ligne("api:interventions-detail", "PATCH", "200 200 422/404 409/404", {"cout_reel": 5}),
    Ligne("api:interventions-statut", "PATCH", "200 200 200/404 403/404", {"statut": "en_cours"}),
    Ligne("api:interventions-action", "POST", "200 200 200/404 403/404"),
    Ligne(
        "api:interventions-action",
        "POST",
        "200 200 403/404 403/404",
        lambda decor, _cote, _acteur: {
            "technicien_id": decor.ligne("technicien", "sien", "admin").pk
            if _cote is decor.autre
            else decor.autre.technicien.pk
        },
        {"action": "affecter"},
    ),
    Ligne(
        "api:interventions-action",
        "POST",
        "200 200 403/404 409/404",
        {"motif": "Doublon"},
        {"action": "annuler"},
    ),
    Ligne(
        "api:interventions-action",
        "POST",
        "403 403 403/404 409/404",
        {"note": 5},
        {"action": "evaluer"},
    ),
    Ligne("api:interventions-action", "POST", "404 404 404 404", {}, {"action": "supprimer"}),
    Ligne("api:dashboard-stats", "GET", "200 200 200 200"),
    Ligne("api:documents-list", "GET", "200 200 200 200"),
    Ligne("api:documents-list", "POST", "201 201 201/404 201/404", _document),
    Ligne("api:documents-upload", "POST", "201 201 201/404 201/404", _document),
    Ligne("api:documents-detail", "GET", "200 200 200/404 200/404", {}, {"pk": "@intervention"}),
    Ligne("api:documents-detail", "DELETE", "204 204 403/404 403/404"),
    Ligne("api:documents-fichier", "GET", "404 404 404 404"),
    Ligne("api:planning-list", "GET", "200 200 200 200"),
    Ligne("api:planning-list", "POST", "201 201 403/404 403/404", _creneau),
    Ligne("api:planning-list", "POST", "201 201 403/404 403/404", _plan),
    Ligne("api:planning-detail", "GET", "200 200 200/404 200/404"),
    Ligne("api:planning-detail", "PUT", "200 200 403/404 403/404", _JOUR),
    Ligne(
        "api:planning-detail",
        "PUT",
        "200 200 403/404 403/404",
        {"frequence": "weekly"},
        {"pk": "@plan"},
    ),
    # What is of the other kind is no field here.
    Ligne("api:planning-detail", "PUT", "422 422 422/404 422/404", {"frequence": "weekly"}),
    Ligne("api:planning-detail", "DELETE", "204 204 403/404 403/404"),
    Ligne("api:planning-detail", "DELETE", "204 204 403/404 403/404", {}, {"pk": "@plan"}),
    Ligne("api:planning-dates", "PATCH", "200 200 403/404 403/404", _PLUS_TARD),
    Ligne("api:planning-dates", "PATCH", "200 200 403/404 403/404", _PLUS_TARD, {"pk": "@plan"}),
    Ligne("api:planning-charge", "GET", "200 200 200 403"),
    Ligne("api:interventions-suggestions", "GET", "200 200 403/404 403/404"),
    Ligne("api:plans-list", "GET", "200 200 200 200"),
    Ligne("api:plans-list", "POST", "201 201 403/404 403/404", _plan),
    Ligne("api:plans-detail", "GET", "200 200 200/404 200/404"),
    Ligne("api:plans-detail", "PATCH", "200 200 403/404 403/404", {"titre": "Graissage"}),
    Ligne("api:plans-detail", "DELETE", "204 204 403/404 403/404"),
    Ligne("api:plans-occurrences", "GET", "200 200 200/404 200/404"),
    Ligne("api:plans-sauter", "POST", "200 200 403/404 403/404", {"motif": "Usine fermée"}),
    Ligne("api:plans-generer", "POST", "201 201 403/404 403/404"),
    Ligne("api:modeles-list", "GET", "200 200 403 403"),
    Ligne("api:modeles-list", "POST", "201 201 403 403", _modele),
    Ligne("api:modeles-detail", "GET", "200 200 404 404"),
    Ligne("api:modeles-detail", "PATCH", "200 200 404 404", {"titre": "Graissage"}),
    Ligne("api:modeles-detail", "DELETE", "204 204 404 404"),
    Ligne("api:planning-previsions", "GET", "200 200 403 403"),
    Ligne("api:creneaux-list", "GET", "200 200 200 200"),
    Ligne("api:creneaux-list", "POST", "201 201 403/404 403/404", _creneau),
    Ligne("api:creneaux-detail", "GET", "200 200 200/404 200/404"),
    Ligne("api:creneaux-detail", "PATCH", "200 200 403/404 403/404", {"creneau": "matin"}),
    Ligne("api:creneaux-detail", "DELETE", "204 204 403/404 403/404"),
    Ligne("api:creneaux-confirmer", "POST", "200 200 403/404 403/404", {"version": 2}),
    Ligne("api:seances-list", "GET", "200 200 200/404 200/404"),
    Ligne("api:seances-list", "POST", "201 201 403/404 403/404", _SEANCE),
    Ligne("api:seances-detail", "PATCH", "200 200 403/404 404", _SEANCE),
    # The only one of who holds the work stays.
    Ligne("api:seances-detail", "DELETE", "409 409 403/404 404"),
    Ligne("api:seances-detail", "DELETE", "204 204 404 404", {}, {"pk": "@aide"}),
    Ligne("api:horaires-list", "GET", "200 200 200 200"),
    Ligne("api:horaires-list", "POST", "201 201 403 403", _horaire),
    Ligne("api:horaires-detail", "DELETE", "204 204 403 404"),
    Ligne("api:feries-list", "GET", "200 200 200 200"),
    Ligne("api:feries-list", "POST", "201 201 403 403", _FERIE),
    Ligne("api:feries-detail", "DELETE", "204 204 403 403"),
    Ligne("api:absences-list", "GET", "200 200 200 200"),
    Ligne("api:absences-list", "POST", "201 201 403 403", _absence),
    Ligne("api:absences-detail", "GET", "200 200 200/404 404"),
    Ligne("api:absences-detail", "PATCH", "200 200 403/404 404", {"motif": "Repos"}),
    Ligne("api:absences-detail", "DELETE", "204 204 403/404 404"),
    Ligne("api:notifications-list", "GET", "200 200 403 403"),
    Ligne("api:notifications-list", "POST", "201 201 403 403", _message),
    Ligne("api:notifications-miennes", "GET", "200 200 200 200"),
    Ligne("api:notifications-preferences", "GET", "200 200 200 200"),
    Ligne("api:notifications-preferences", "PUT", "200 200 200 200", {"rythme": "horaire"}),
    Ligne("api:notifications-de", "GET", "200 200 200/404 200/404"),
    Ligne("api:notifications-tout-lire", "PUT", "204 204 204 204"),
    Ligne("api:notifications-detail", "DELETE", "204 204 204/404 204/404"),
    Ligne("api:notifications-lire", "PUT", "200/404 200/404 200/404 200/404"),
    Ligne("api:crochets-list", "GET", "200 403 403 403"),
    Ligne("api:crochets-list", "POST", "201 403 403 403", _CROCHET),
    Ligne("api:crochets-detail", "GET", "200 404 404 404"),
    Ligne("api:crochets-detail", "PATCH", "200 404 404 404", {"nom": "Stock"}),
    Ligne("api:crochets-detail", "DELETE", "204 404 404 404"),
    Ligne("api:crochets-secret", "PUT", "200 404 404 404"),
    Ligne("api:crochets-envois", "GET", "200 404 404 404"),
    Ligne("api:crochets-tester", "POST", "201 404 404 404"),
    Ligne("api:interventions-historique", "GET", "200 200 200/404 200/404"),
    Ligne("api:interventions-commentaires", "GET", "200 200 200/404 200/404"),
    Ligne(
        "api:interventions-commentaires", "POST", "201 201 201/404 201/404", {"texte": "Bonjour"}
    ),
)
