"""Reads what the demo wrote and names every contradiction; the tests want an empty list."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db.models import F

from comptes.choices import Role
from comptes.models import Utilisateur
from core.contexte import Canal
from core.models import Serie
from equipements.choices import StatutEquipement
from equipements.models import Equipement
from interventions import audit
from interventions.choices import ActionHistorique, NatureSegment, Statut, TypeIntervention
from interventions.models import (
    Affectation,
    Commentaire,
    Indisponibilite,
    Intervention,
    Segment,
)
from interventions.visibility import HistoriqueIntervention
from interventions.workflow import ACTIONS, ENGAGEES, OUVERTES, TRANSITIONS, Acteur
from planning.models import Creneau, Reservation

HEURE = timedelta(hours=1)


@dataclass
class Base:
    """Everything at once, so that no check asks the database again."""

    limite: datetime

    def __post_init__(self) -> None:
        self.interventions = list(Intervention.objects.order_by("pk"))
        self.lignes: dict[int, list[Any]] = _ranger(HistoriqueIntervention, "id", "history_id")
        self.affectations: dict[int, list[Affectation]] = _ranger(
            Affectation, "intervention_id", "debut", "pk"
        )
        self.segments: dict[int, list[Segment]] = _ranger(Segment, "intervention_id", "debut", "pk")
        self.roles = dict(Utilisateur.objects.values_list("pk", "role"))
        self.profils = dict(
            Utilisateur.objects.filter(technicien__isnull=False).values_list("pk", "technicien__pk")
        )


_SEGMENT_OUVERT: dict[str, str] = {
    Statut.EN_COURS: NatureSegment.TRAVAIL,
    Statut.EN_ATTENTE: NatureSegment.PAUSE,
}


def _ranger(modele: Any, cle: str, *ordre: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in modele.objects.order_by(*ordre):
        found[getattr(row, cle)].append(row)
    return found


def ecarts(limite: datetime) -> list[str]:
    """Every contradiction, in words; what has happened must lie before `limite`."""
    base = Base(limite)
    found: list[str] = []
    for row in base.interventions:
        for check in (_etat, _ouverts, _dates, _temps, _historique, _acteurs):
            found += [f"{row.numero} : {words}" for words in check(base, row)]
    for whole in (_agendas, _creneaux, _machines, _series, _commentaires):
        found += list(whole(base))
    return found


def _reprise(base: Base, row: Intervention) -> bool:
    """Taken over from another program: its hours are what that one was told."""
    return any(line.canal == Canal.REPRISE for line in base.lignes[row.pk])


# --- One intervention ---------------------------------------------------------------------------
def _etat(base: Base, row: Intervention) -> Iterator[str]:
    """What each state requires of the intervention's own columns."""
    if row.statut == Statut.OUVERTE and row.technicien_id is not None:
        yield "ouverte avec un technicien"
    if row.statut in {Statut.EN_COURS, Statut.CLOTUREE} and row.date_debut is None:
        yield "sans date de début"
    if row.statut in {*OUVERTES, Statut.ANNULEE} and row.date_fin is not None:
        yield "date de fin sans clôture"
    if row.satisfaction_client is not None and row.date_fin is None:
        yield "évaluée sans être finie"


def _ouverts(base: Base, row: Intervention) -> Iterator[str]:
    """What each state requires to be open beside it: affectation, work, pause."""
    held = [a for a in base.affectations[row.pk] if a.fin is None]
    if (row.statut in ENGAGEES) != bool(held):
        yield f"affectation ouverte et état {row.statut}"
    if held and held[0].technicien_id != row.technicien_id:
        yield "l’affectation ouverte est d’un autre"
    spans = [s.nature for s in base.segments[row.pk] if s.fin is None]
    wanted = _SEGMENT_OUVERT.get(row.statut)
    if spans != ([] if wanted is None else [wanted]):
        yield f"segments ouverts et état {row.statut}"


def _dates(base: Base, row: Intervention) -> Iterator[str]:
    """Moments follow one another and have happened."""
    dates = (row.date_creation, row.date_affectation, row.date_debut, row.date_fin)
    moments = [m for m in dates if m is not None]
    if moments != sorted(moments):
        yield "dates dans le désordre"
    if max(*moments, row.date_statut, row.updated_at) >= base.limite:
        yield "date à venir"
    if row.created_at != row.date_creation:
        yield "created_at"


def _temps(base: Base, row: Intervention) -> Iterator[str]:
    """Stretches lie inside the work, one after the other, and add up."""
    spans = base.segments[row.pk]
    if any(a.fin is None or a.fin > b.debut for a, b in pairwise(spans)):
        yield "segments qui se chevauchent"
    for s in spans:
        held = any(
            a.technicien_id == s.technicien_id and a.debut <= s.debut
            for a in base.affectations[row.pk]
        )
        if not held:
            yield "segment de quelqu’un qui n’était pas affecté"
        if s.debut < row.date_creation or (row.date_fin and (s.fin or s.debut) > row.date_fin):
            yield "segment hors des dates"
    work = [s.fin - s.debut for s in spans if s.fin and s.nature == NatureSegment.TRAVAIL]
    hours = Decimal(sum(work, timedelta()) / HEURE).quantize(Decimal("0.01"))
    if row.date_fin is not None and row.duree_reelle != hours and not _reprise(base, row):
        yield f"durée réelle {row.duree_reelle}, segments {hours}"


def _historique(base: Base, row: Intervention) -> Iterator[str]:
    """Replaying the recorded differences gives the row as it stands."""
    lines = base.lignes[row.pk]
    if not lines or lines[0].action != ActionHistorique.CREATION or lines[0].version != 1:
        yield "l’historique ne commence pas par la création"
        return
    values: dict[str, Any] = {}
    for line in lines:
        values |= {k: v for k, v in (line.nouvelle_valeur or {}).items() if k in _COLONNES}
    now = audit.difference({}, audit.cliche(row))[1]
    wrong = [
        k for k in now.keys() | values.keys() if (values.get(k) or None) != (now.get(k) or None)
    ]
    if wrong:
        yield f"l’historique rejoué ne donne pas {', '.join(sorted(wrong))}"
    for before, after in pairwise(lines):
        if after.history_date < before.history_date or after.version - before.version not in (0, 1):
            yield f"ligne {after.history_id} : date ou version"
    last = lines[-1]
    if (last.statut, last.version) != (row.statut, row.version):
        yield "la dernière ligne n’a pas l’état ou la version"
    # Rows of another program have the state that was taken over: they tell no passage.
    moved = [b for a, b in pairwise(lines) if a.statut != b.statut] or lines[:1]
    if moved[-1].canal != Canal.REPRISE and moved[-1].history_date != row.date_statut:
        yield "date_statut n’est pas celle du dernier passage"


_COLONNES = frozenset(f.attname for f in Intervention._meta.concrete_fields)


def _acteurs(base: Base, row: Intervention) -> Iterator[str]:
    """Everybody did only what the table lets them do."""
    for before, after in pairwise(base.lignes[row.pk]):
        if after.canal == Canal.REPRISE:  # another program let them
            continue
        nom = _acte(before, after)
        role = base.roles[after.history_user_id]
        if nom is None or not ACTIONS[nom].permise(before.statut, Acteur(role)):
            yield f"{role} ne peut pas {nom or after.action} depuis {before.statut}"
        mine = base.profils.get(after.history_user_id) == before.technicien_id
        if role == Role.TECHNICIEN and not mine:
            yield f"{nom} par un technicien qui ne l’a pas"


def _acte(before: Any, after: Any) -> str | None:
    """Which act of the table an audit row records."""
    if before.statut != after.statut:
        return TRANSITIONS.get((before.statut, after.statut))
    if after.action == ActionHistorique.AFFECTATION:
        return "affecter"
    if after.action == ActionHistorique.AJOUT_COMMENTAIRE:
        return "commenter"
    if before.statut in OUVERTES:
        return "modifier"
    return "evaluer" if "satisfaction_client" in (after.nouvelle_valeur or {}) else "rectifier"


# --- The whole ----------------------------------------------------------------------------------
def _agendas(base: Base) -> Iterator[str]:
    """Nobody works in two places at once."""
    work = Segment.objects.filter(nature=NatureSegment.TRAVAIL).order_by("technicien", "debut")
    taken = {row.pk for row in base.interventions if _reprise(base, row)}
    for a, b in pairwise(s for s in work if s.intervention_id not in taken):
        if a.technicien_id == b.technicien_id and (a.fin or base.limite) > b.debut:
            yield f"technicien {a.technicien_id} : deux travaux à la fois"
    gone = Intervention.objects.filter(
        statut__in=ENGAGEES, technicien__archive_le__isnull=False
    ).count()
    if gone:
        yield "du travail ouvert chez un technicien parti"


def _creneaux(_base: Base) -> Iterator[str]:
    """Work is planned for when its slot begins, and time is taken within the slot."""
    for slot in Creneau.objects.select_related("entree", "intervention").order_by("pk"):
        row = slot.intervention
        if row.date_planifiee != slot.date_debut:
            yield f"{row.numero} : la date prévue n’est pas le début du créneau"
        if row.equipement_id != slot.entree.equipement_id:
            yield f"{row.numero} : le créneau est d’une autre machine"
        if row.statut == Statut.ANNULEE and slot.entree.listee:
            yield f"{row.numero} : annulée, et son créneau est listé"
    within = {"debut__gte": F("planning__date_debut"), "fin__lte": F("planning__date_fin")}
    for taken in Reservation.objects.exclude(**within).order_by("pk"):
        yield f"réservation {taken.pk} hors de son créneau"


def _machines(base: Base) -> Iterator[str]:
    """A machine stands still exactly while open work says so."""
    down = {d.equipement_id for d in Indisponibilite.objects.filter(fin__isnull=True)}
    stops = {
        r.equipement_id for r in base.interventions if r.arret_machine and r.statut in OUVERTES
    }
    # What another program knew of upkeep need not have been an intervention.
    taken = {row.equipement_id for row in base.interventions if _reprise(base, row)}
    serviced: dict[int, datetime] = {}
    for row in base.interventions:
        upkeep = row.type_intervention in {TypeIntervention.PREVENTIVE, TypeIntervention.CORRECTIVE}
        if row.date_fin is not None and upkeep:
            known = serviced.get(row.equipement_id, row.date_fin)
            serviced[row.equipement_id] = max(known, row.date_fin)
    for machine in Equipement.objects.order_by("pk"):
        broken = machine.statut == StatutEquipement.PANNE
        if {broken, machine.pk in stops, machine.pk in down} not in ({True}, {False}):
            yield f"{machine.nom} : statut, arrêts ouverts et indisponibilité"
        told = machine.pk in taken
        if machine.derniere_maintenance != serviced.get(machine.pk) and not told:
            yield f"{machine.nom} : dernière maintenance"
        open_work = any(
            r.equipement_id == machine.pk and r.statut in OUVERTES for r in base.interventions
        )
        if machine.statut == StatutEquipement.RETIRE and open_work:
            yield f"{machine.nom} : du travail ouvert sur une machine retirée"


def _series(base: Base) -> Iterator[str]:
    """Numbers follow one another in order of opening, and the series knows the last."""
    seen: Counter[str] = Counter()
    for row in base.interventions:
        prefix, year, number = row.numero.split("-")
        seen[year] += 1
        if prefix != "INT" or int(number) != seen[year]:
            yield f"{row.numero} : numéro hors de la suite"
    for a, b in pairwise(base.interventions):
        if a.date_creation > b.date_creation:
            yield f"{b.numero} : numéro avant son tour"
    kept = {str(s.annee): s.dernier for s in Serie.objects.filter(code="INT")}
    if kept != dict(seen):
        yield f"séries {kept}, interventions {dict(seen)}"


def _commentaires(base: Base) -> Iterator[str]:
    """Each comment has its audit row at the same moment, internal when the comment is."""
    lines = {
        (line.nouvelle_valeur or {}).get("commentaire_id"): line
        for lines in base.lignes.values()
        for line in lines
        if line.action == ActionHistorique.AJOUT_COMMENTAIRE
    }
    for row in Commentaire.objects.order_by("pk"):
        line = lines.pop(row.pk, None)
        facts = (row.intervention_id, row.cree_le, row.auteur_id, not row.visible_client)
        if line is None or facts != (
            line.id,
            line.history_date,
            line.history_user_id,
            line.interne,
        ):
            yield f"commentaire {row.pk} sans sa ligne d’historique"
        if base.roles[row.auteur_id] == Role.CLIENT and not row.visible_client:
            yield f"commentaire {row.pk} d’un client, interne"
    if lines:
        yield "lignes d’historique sans commentaire"
