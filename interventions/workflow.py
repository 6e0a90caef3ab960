"""The workflow of an intervention, as data: the one table that every door reads.

Pages draw their buttons from it, the API its `actions_possibles` and its 409 answers, the admin
its actions; `docs/workflow.md` is printed from it. Services apply it; nothing else moves `statut`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from comptes.choices import Role
from interventions.choices import ActionHistorique, Statut

S = Statut
A = ActionHistorique


class Acteur(StrEnum):
    """What a person is to one intervention."""

    ADMIN = "admin"
    RESPONSABLE = "responsable"
    TECHNICIEN = "technicien"  # the one assigned to it now
    CLIENT = "client"  # a user of its client


@dataclass(frozen=True)
class Action:
    """From which states (`de`) to which (`vers`, None: unchanged), and by whom in which states."""

    nom: str
    libelle: Any
    de: frozenset[Statut]
    vers: Statut | None
    qui: Mapping[Acteur, frozenset[Statut]]
    audit: ActionHistorique
    requis: tuple[str, ...] = ()
    facultatifs: tuple[str, ...] = ()
    version: bool = field(default=True)  # raises the row's version

    def permise(self, statut: str, acteur: Acteur | None) -> bool:
        """Tell whether `acteur` may do this while the intervention is in `statut`."""
        return acteur is not None and statut in self.qui.get(acteur, frozenset())


OUVERTES = frozenset({S.OUVERTE, S.AFFECTEE, S.EN_COURS, S.EN_ATTENTE})
TERMINEES = frozenset({S.CLOTUREE, S.ANNULEE})
ENGAGEES = frozenset({S.AFFECTEE, S.EN_COURS, S.EN_ATTENTE})

DELAI_EVALUATION = timedelta(days=90)
DELAI_SUITE_CLIENT = timedelta(days=30)
DELAI_ARCHIVAGE = timedelta(days=730)

CODES = ("mode", "cause", "remede")


def _chefs(de: frozenset[Statut], **autres: frozenset[Statut]) -> dict[Acteur, frozenset[Statut]]:
    """admin and responsable from everywhere, others as said."""
    return {Acteur.ADMIN: de, Acteur.RESPONSABLE: de} | {Acteur(k): v for k, v in autres.items()}


_affectables = frozenset({S.OUVERTE, S.AFFECTEE, S.EN_ATTENTE})
_desaffectables = frozenset({S.AFFECTEE, S.EN_ATTENTE})
_suspendables = frozenset({S.AFFECTEE, S.EN_COURS})
_cloturables = frozenset({S.EN_COURS, S.EN_ATTENTE})
_affectee = frozenset({S.AFFECTEE})
_attente = frozenset({S.EN_ATTENTE})
_cloturee = frozenset({S.CLOTUREE})
_vivantes = frozenset(S) - {S.ARCHIVEE}

_table = (
    Action(
        "affecter",
        _("Affecter"),
        _affectables,
        S.AFFECTEE,
        qui=_chefs(_affectables),
        audit=A.AFFECTATION,
        requis=("technicien_id",),
    ),
    Action(
        "desaffecter",
        _("Désaffecter"),
        _desaffectables,
        S.OUVERTE,
        qui=_chefs(_desaffectables, technicien=_affectee),
        audit=A.AFFECTATION,
        requis=("motif",),
    ),
    Action(
        "demarrer",
        _("Démarrer"),
        _affectee,
        S.EN_COURS,
        qui=_chefs(_affectee, technicien=_affectee),
        audit=A.DEBUT_INTERVENTION,
    ),
    Action(
        "suspendre",
        _("Mettre en attente"),
        _suspendables,
        S.EN_ATTENTE,
        qui=_chefs(_suspendables, technicien=_suspendables),
        audit=A.CHANGEMENT_STATUT,
        requis=("cause", "texte"),
    ),
    Action(
        "reprendre",
        _("Reprendre"),
        _attente,
        S.EN_COURS,
        qui=_chefs(_attente, technicien=_attente),
        audit=A.CHANGEMENT_STATUT,
    ),
    Action(
        "cloturer",
        _("Clôturer"),
        _cloturables,
        S.CLOTUREE,
        qui=_chefs(_cloturables, technicien=_cloturables),
        audit=A.FIN_INTERVENTION,
        requis=("solution",),
        facultatifs=("diagnostic", "duree_reelle", *CODES),
    ),
    Action(
        "annuler",
        _("Annuler"),
        OUVERTES,
        S.ANNULEE,
        qui=_chefs(OUVERTES, client=frozenset({S.OUVERTE})),
        audit=A.ANNULATION,
        requis=("motif",),
    ),
    Action(
        "archiver",
        _("Archiver"),
        TERMINEES,
        S.ARCHIVEE,
        qui=_chefs(TERMINEES),
        audit=A.CHANGEMENT_STATUT,
    ),
    Action(
        "modifier",
        _("Modifier"),
        OUVERTES,
        None,
        qui=_chefs(OUVERTES, technicien=ENGAGEES, client=frozenset({S.OUVERTE})),
        audit=A.MODIFICATION,
    ),
    Action(
        "rectifier",
        _("Rectifier le compte rendu"),
        _cloturee,
        None,
        qui=_chefs(_cloturee),
        audit=A.MODIFICATION,
        requis=("motif",),
        facultatifs=("diagnostic", "solution", "duree_reelle", *CODES),
    ),
    Action(
        "evaluer",
        _("Évaluer"),
        _cloturee,
        None,
        qui={Acteur.CLIENT: _cloturee},
        audit=A.MODIFICATION,
        requis=("note",),
        facultatifs=("commentaire",),
    ),
    Action(
        "commenter",
        _("Commenter"),
        _vivantes,
        None,
        qui=_chefs(_vivantes, technicien=_vivantes, client=_vivantes),
        audit=A.AJOUT_COMMENTAIRE,
        requis=("texte",),
        facultatifs=("visible_client",),
        version=False,
    ),
)

ACTIONS: Mapping[str, Action] = {a.nom: a for a in _table}

# Acts of the apps above, in the same trail: no button or route of the workflow's own.
_annexes = (
    *(
        Action(
            nom,
            libelle,
            _vivantes,
            None,
            qui=_chefs(_vivantes, technicien=_vivantes, client=_vivantes),
            audit=A.UPLOAD_DOCUMENT,
            version=False,
        )
        for nom, libelle in (
            ("joindre", _("Joindre un document")),
            ("retirer_document", _("Retirer un document")),
        )
    ),
    *(
        Action(
            nom,
            libelle,
            OUVERTES,
            None,
            qui=_chefs(OUVERTES),
            audit=A.PLANIFICATION,
            version=False,
        )
        for nom, libelle in (
            ("planifier", _("Planifier")),
            ("modifier_creneau", _("Modifier le créneau")),
            ("deplacer_creneau", _("Déplacer le créneau")),
            ("confirmer_creneau", _("Confirmer le créneau")),
            ("deplanifier", _("Déplanifier")),
        )
    ),
)
ANNEXES: Mapping[str, Action] = {a.nom: a for a in _annexes}

# (from, to) with from != to -> the one action that goes there; PATCH .../statut looks here.
TRANSITIONS: Mapping[tuple[str, str], str] = {
    (de, a.vers): a.nom for a in _table if a.vers is not None for de in a.de if de != a.vers
}

# Columns that `modifier` may touch: every one that no action moves, for staff; the report, for
# the technician; the request, for the client.
_compte_rendu = frozenset({"diagnostic", "solution", "notes_techniques", *CODES})
_demande = frozenset({"titre", "description"})
_gestion = (
    _compte_rendu
    | _demande
    | {
        "type_intervention",
        "priorite",
        "urgence",
        "date_planifiee",
        "date_limite",
        "duree_estimee",
        "cout_estime",
        "cout_reel",
        "contact_nom",
        "contact_telephone",
        "arret_machine",
    }
)
MODIFIABLES: Mapping[Acteur, frozenset[str]] = {
    Acteur.ADMIN: _gestion,
    Acteur.RESPONSABLE: _gestion,
    Acteur.TECHNICIEN: _compte_rendu,
    Acteur.CLIENT: _demande,
}

# What each role may say when it opens an intervention (beside the machine itself).
_signalement = frozenset(
    {
        "titre",
        "description",
        "type_intervention",
        "urgence",
        "arret_machine",
        "contact_nom",
        "contact_telephone",
        "suite_de_id",
    }
)
CREATION: Mapping[str, frozenset[str]] = {
    Role.ADMIN: _gestion | _signalement,
    Role.RESPONSABLE: _gestion | _signalement,
    Role.TECHNICIEN: _signalement,
    Role.CLIENT: _signalement,
}


def actions_possibles(statut: str, acteur: Acteur | None) -> list[str]:
    """Names of the acts that `acteur` may do now, in the table's order."""
    return list(_possibles(statut, acteur))


@cache  # a list asks for each of its rows
def _possibles(statut: str, acteur: Acteur | None) -> tuple[str, ...]:
    return tuple(a.nom for a in _table if a.permise(statut, acteur))
