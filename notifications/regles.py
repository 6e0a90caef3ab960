"""Who is told of what, as one table: event -> whom, in which words, about which subject.

`manage.py documenter` prints it into `docs/notifications.md`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comptes.choices import Role
from comptes.models import Utilisateur
from equipements.choices import StatutEquipement
from interventions.choices import Statut
from interventions.workflow import OUVERTES
from notifications import destinataires as a
from notifications.choices import Sujet, TypeNotification
from notifications.destinataires import Destinataires
from notifications.faits import Fait

T = TypeNotification
# Nearer than so many hours, those who plan the work are told as well.
ESCALADE = 4


@dataclass(frozen=True)
class Si:
    """When the rule holds: in words for the page, and as a question to the fact."""

    libelle: Any
    vrai: Callable[[Fait], bool]


@dataclass(frozen=True)
class Regle:
    """`titre` may hold `numero`, `quand`, `machine`, `nom`, `heures`, `jours`, `competence`.

    `presse`: its mails do not wait for the digest, only for the end of quiet hours.
    """

    evenement: str
    a: tuple[Destinataires, ...]
    titre: Any
    sujet: Sujet
    genre: TypeNotification = T.INTERVENTION
    si: Si | None = None
    presse: bool = False


def _par_le_terrain(fait: Fait) -> bool:
    asked = Utilisateur.objects.filter(
        pk=fait.nombre("par_id"), role__in=[Role.CLIENT, Role.TECHNICIEN]
    )
    return bool(asked.exists())


def _passe_de(de: str, vers: str) -> Callable[[Fait], bool]:
    return lambda fait: [fait.donnees["de"], fait.donnees["vers"]] == [de, vers]


def _devient(vers: str) -> Callable[[Fait], bool]:
    return lambda fait: str(fait.donnees["vers"]) == vers != str(fait.donnees["de"])


def _a_change_de_mains(fait: Fait) -> bool:
    return fait.nombre("avant_id") not in (0, fait.nombre("technicien_id"))


def _attend_encore(fait: Fait) -> bool:
    """Still open, and still due: the deadline may have moved between the event and now."""
    row = fait.intervention
    return row is not None and row.statut in OUVERTES and row.date_limite is not None


def _escalade(fait: Fait) -> bool:
    row = fait.intervention
    unheld = row is not None and row.technicien_id is None
    return _attend_encore(fait) and (unheld or fait.nombre("heures") <= ESCALADE)


def _depassee(fait: Fait) -> bool:
    row = fait.intervention
    due = row.date_limite if row is not None else None
    return _attend_encore(fait) and due is not None and due <= timezone.now()


def _la(fait: Fait) -> bool:
    return fait.creneau is not None


_planifiee = Si(_("le créneau est toujours là"), _la)

REGLES: tuple[Regle, ...] = (
    Regle(
        "intervention.creee",
        (a.RESPONSABLES,),
        _("Nouvelle demande : %(numero)s"),
        Sujet.DEMANDE,
        si=Si(_("par un client ou un technicien"), _par_le_terrain),
    ),
    Regle(
        "intervention.affectee",
        (a.NOUVEAU,),
        _("%(numero)s vous est affectée"),
        Sujet.AFFECTATION,
    ),
    Regle(
        "intervention.affectee",
        (a.ANCIEN,),
        _("%(numero)s est confiée à quelqu’un d’autre"),
        Sujet.AFFECTATION,
        si=Si(_("elle change de mains"), _a_change_de_mains),
    ),
    Regle(
        "intervention.desaffectee",
        (a.ANCIEN,),
        _("%(numero)s ne vous est plus affectée"),
        Sujet.AFFECTATION,
    ),
    Regle(
        "intervention.statut",
        (a.CLIENT,),
        _("%(numero)s : le travail a commencé"),
        Sujet.STATUT,
        si=Si(_("démarrée"), _passe_de(Statut.AFFECTEE, Statut.EN_COURS)),
    ),
    Regle(
        "intervention.statut",
        (a.CLIENT, a.RESPONSABLES),
        _("%(numero)s est en attente"),
        Sujet.STATUT,
        T.WARNING,
        si=Si(_("mise en attente"), _devient(Statut.EN_ATTENTE)),
    ),
    Regle(
        "intervention.statut",
        (a.CLIENT,),
        _("%(numero)s : le travail a repris"),
        Sujet.STATUT,
        si=Si(_("reprise"), _passe_de(Statut.EN_ATTENTE, Statut.EN_COURS)),
    ),
    Regle(
        "intervention.statut",
        (a.CLIENT, a.RESPONSABLES),
        _("%(numero)s est terminée"),
        Sujet.STATUT,
        T.SUCCESS,
        si=Si(_("clôturée"), _devient(Statut.CLOTUREE)),
    ),
    Regle(
        "intervention.statut",
        (a.TITULAIRE, a.CLIENT),
        _("%(numero)s est annulée"),
        Sujet.STATUT,
        T.WARNING,
        si=Si(_("annulée"), _devient(Statut.ANNULEE)),
    ),
    Regle(
        "intervention.commentaire",
        (a.TITULAIRE, a.CLIENT, a.RESPONSABLES),
        _("%(numero)s : commentaire de %(nom)s"),
        Sujet.COMMENTAIRE,
    ),
    Regle(
        "intervention.document",
        (a.TITULAIRE, a.CLIENT, a.RESPONSABLES),
        _("%(numero)s : document ajouté"),
        Sujet.DOCUMENT,
    ),
    Regle(
        "intervention.planifiee",
        (a.RESERVES, a.CLIENT),
        _("%(numero)s est planifiée %(quand)s"),
        Sujet.PLANNING,
        T.PLANNING,
        si=_planifiee,
    ),
    Regle(
        "intervention.creneau_deplace",
        (a.RESERVES, a.CLIENT),
        _("%(numero)s est déplacée %(quand)s"),
        Sujet.PLANNING,
        T.PLANNING,
        si=_planifiee,
    ),
    Regle(
        "intervention.deplanifiee",
        (a.TITULAIRE, a.CLIENT),
        _("%(numero)s n’est plus planifiée"),
        Sujet.PLANNING,
        T.PLANNING,
    ),
    Regle(
        "intervention.rappel",
        (a.RESERVES, a.CLIENT),
        _("Rappel : %(numero)s %(quand)s"),
        Sujet.RAPPEL,
        T.PLANNING,
        si=_planifiee,
        presse=True,
    ),
    Regle(
        "intervention.echeance_proche",
        (a.TITULAIRE,),
        _("%(numero)s : échéance dans moins de %(heures)s h"),
        Sujet.ECHEANCE,
        T.WARNING,
        si=Si(_("encore ouverte"), _attend_encore),
        presse=True,
    ),
    Regle(
        "intervention.echeance_proche",
        (a.RESPONSABLES,),
        _("%(numero)s : échéance dans moins de %(heures)s h"),
        Sujet.ECHEANCE,
        T.WARNING,
        si=Si(_("encore ouverte, sans technicien ou à moins de 4 h"), _escalade),
        presse=True,
    ),
    Regle(
        "intervention.echeance_depassee",
        (a.TITULAIRE, a.RESPONSABLES),
        _("%(numero)s : échéance dépassée"),
        Sujet.ECHEANCE,
        T.ERROR,
        si=Si(_("encore ouverte et en retard"), _depassee),
        presse=True,
    ),
    Regle(
        "equipement.statut",
        (a.RESPONSABLES, a.CLIENT),
        _("%(machine)s est en panne"),
        Sujet.EQUIPEMENT,
        T.ERROR,
        si=Si(_("mise en panne"), _devient(StatutEquipement.PANNE)),
        presse=True,
    ),
    Regle(
        "technicien.certification",
        (a.CERTIFIE, a.RESPONSABLES),
        _("%(competence)s de %(nom)s : certification à renouveler sous %(jours)s jours"),
        Sujet.CERTIFICATION,
        T.WARNING,
    ),
)

# The application tells everything; a mail is for what cannot wait until one looks.
COURRIELS: Mapping[str, frozenset[Sujet]] = {
    Role.ADMIN: frozenset(),
    Role.RESPONSABLE: frozenset(
        {Sujet.DEMANDE, Sujet.ECHEANCE, Sujet.EQUIPEMENT, Sujet.CERTIFICATION}
    ),
    Role.TECHNICIEN: frozenset(
        {Sujet.AFFECTATION, Sujet.PLANNING, Sujet.RAPPEL, Sujet.ECHEANCE, Sujet.CERTIFICATION}
    ),
    Role.CLIENT: frozenset(
        {Sujet.STATUT, Sujet.COMMENTAIRE, Sujet.PLANNING, Sujet.RAPPEL, Sujet.EQUIPEMENT}
    ),
}

EVENEMENTS = frozenset(rule.evenement for rule in REGLES)


def sujets_de(role: str) -> list[Sujet]:
    """What that role is ever told of, in the order of the list."""
    told = {rule.sujet for rule in REGLES if any(group.role == role for group in rule.a)}
    return [subject for subject in Sujet if subject in told]
