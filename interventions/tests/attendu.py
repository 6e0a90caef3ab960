"""What the specification says of the workflow, typed from its table and not from `workflow.py`."""

OUVERTE, AFFECTEE, EN_COURS, EN_ATTENTE = "ouverte", "affectee", "en_cours", "en_attente"
CLOTUREE, ANNULEE, ARCHIVEE = "cloturee", "annulee", "archivee"
STATUTS = (OUVERTE, AFFECTEE, EN_COURS, EN_ATTENTE, CLOTUREE, ANNULEE, ARCHIVEE)

CHEFS = ("admin", "responsable")
# `technicien` is the assigned one, `client` the firm's main account, `contact` one more login.
GENS_DU_CLIENT = ("client", "contact")

_sauf_archivee = STATUTS[:-1]


def _qui(*groupes: tuple[tuple[str, ...], tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {acteur: statuts for acteurs, statuts in groupes for acteur in acteurs}


# action -> actor -> states from which that actor may do it
PERMIS: dict[str, dict[str, tuple[str, ...]]] = {
    "modifier": _qui(
        (CHEFS, (OUVERTE, AFFECTEE, EN_COURS, EN_ATTENTE)),
        (("technicien",), (AFFECTEE, EN_COURS, EN_ATTENTE)),
        (GENS_DU_CLIENT, (OUVERTE,)),
    ),
    "affecter": _qui((CHEFS, (OUVERTE, AFFECTEE, EN_ATTENTE))),
    "desaffecter": _qui((CHEFS, (AFFECTEE, EN_ATTENTE)), (("technicien",), (AFFECTEE,))),
    "demarrer": _qui(((*CHEFS, "technicien"), (AFFECTEE,))),
    "suspendre": _qui(((*CHEFS, "technicien"), (AFFECTEE, EN_COURS))),
    "reprendre": _qui(((*CHEFS, "technicien"), (EN_ATTENTE,))),
    "cloturer": _qui(((*CHEFS, "technicien"), (EN_COURS, EN_ATTENTE))),
    "annuler": _qui(
        (CHEFS, (OUVERTE, AFFECTEE, EN_COURS, EN_ATTENTE)), (GENS_DU_CLIENT, (OUVERTE,))
    ),
    "archiver": _qui((CHEFS, (CLOTUREE, ANNULEE))),
    "rectifier": _qui((CHEFS, (CLOTUREE,))),
    "evaluer": _qui((GENS_DU_CLIENT, (CLOTUREE,))),
    "commenter": _qui(((*CHEFS, "technicien", *GENS_DU_CLIENT), _sauf_archivee)),
}

# action -> state reached (None: the same)
VERS: dict[str, str | None] = {
    "modifier": None,
    "affecter": AFFECTEE,
    "desaffecter": OUVERTE,
    "demarrer": EN_COURS,
    "suspendre": EN_ATTENTE,
    "reprendre": EN_COURS,
    "cloturer": CLOTUREE,
    "annuler": ANNULEE,
    "archiver": ARCHIVEE,
    "rectifier": None,
    "evaluer": None,
    "commenter": None,
}

AUDIT: dict[str, str] = {
    "modifier": "modification",
    "affecter": "affectation",
    "desaffecter": "affectation",
    "demarrer": "debut_intervention",
    "suspendre": "changement_statut",
    "reprendre": "changement_statut",
    "cloturer": "fin_intervention",
    "annuler": "annulation",
    "archiver": "changement_statut",
    "rectifier": "modification",
    "evaluer": "modification",
    "commenter": "ajout_commentaire",
}

# The seeds' ten values, of which the workflow itself writes eight.
ACTIONS_HISTORIQUE = {
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
}

# (from, to) -> action, for the older front-end's one route
PASSAGES: dict[tuple[str, str], str] = {
    (OUVERTE, AFFECTEE): "affecter",
    (EN_ATTENTE, AFFECTEE): "affecter",
    (AFFECTEE, OUVERTE): "desaffecter",
    (EN_ATTENTE, OUVERTE): "desaffecter",
    (AFFECTEE, EN_COURS): "demarrer",
    (EN_ATTENTE, EN_COURS): "reprendre",
    (AFFECTEE, EN_ATTENTE): "suspendre",
    (EN_COURS, EN_ATTENTE): "suspendre",
    (EN_COURS, CLOTUREE): "cloturer",
    (EN_ATTENTE, CLOTUREE): "cloturer",
    (OUVERTE, ANNULEE): "annuler",
    (AFFECTEE, ANNULEE): "annuler",
    (EN_COURS, ANNULEE): "annuler",
    (EN_ATTENTE, ANNULEE): "annuler",
    (CLOTUREE, ARCHIVEE): "archiver",
    (ANNULEE, ARCHIVEE): "archiver",
}


def statuts_permis(action: str, acteur: str) -> tuple[str, ...]:
    return PERMIS[action].get(acteur, ())
