"""The slot of an intervention: planned, moved, changed, confirmed, taken back.

Locks: machine, intervention (both by `annexer`), then the technician. A slot's row is only written
under the lock of its intervention, which therefore guards it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Conflit, Introuvable, Invalide, VersionPerimee
from core.temps import InstantInvalide
from core.validation import appliquer, exiger, refuser_autres, valider
from interventions.models import Intervention
from interventions.services import affecter, annexer, verrouiller
from interventions.services.passage import Passage
from planning.choices import Genre
from planning.dates import au_meme_moment, jour_choisi, plage, quand
from planning.models import Creneau, EntreePlanning, Plan, Reservation
from planning.services.placement import etendue, placer, seance, suivre

DUREE_MAX = timedelta(days=31)
_DATES = frozenset({"date_debut", "date_fin"})
CHAMPS = _DATES | {"creneau", "notes_planning", "confirme"}


@dataclass(frozen=True)
class Placement:
    """How a slot is put elsewhere: for what reason, and for whom if not for who holds the work."""

    motif: str = ""
    vers: int | None = None


SUR_PLACE = Placement()


def planifier(
    *,
    par: Any,
    intervention_id: int,
    date_debut: datetime,
    date_fin: datetime,
    technicien_id: int | None = None,
    plan: Plan | None = None,
    **champs: Any,
) -> Creneau:
    """Give open work its slot; with `technicien_id`, give it to that technician as well.

    `champs` are `creneau`, `notes_planning` and `motif_derogation`, the reason for a time against
    which something speaks (`derogations`). The returned row has `avertissements`.
    """
    derogation = champs.pop("motif_derogation", "")
    refuser_autres(champs, ("creneau", "notes_planning"))
    with transaction.atomic():
        warnings = _confier(intervention_id, technicien_id, par)
        with annexer("planifier", intervention_id=intervention_id, par=par) as p:
            _refuser_second(p.intervention)
            slot = Creneau(intervention=p.intervention, plan=plan, motif_derogation=derogation)
            appliquer(slot, {"date_debut": date_debut, "date_fin": date_fin, **champs})
            controler_dates(slot)
            slot.creneau = slot.creneau or plage(date_debut, date_fin)
            valider(slot, {"creneau", "notes_planning"})
            slot.entree = EntreePlanning.objects.create(
                genre=Genre.CRENEAU,
                equipement_id=p.intervention.equipement_id,
                listee=plan is None,
            )
            slot.save(force_insert=True)
            holder = p.intervention.technicien_id
            own = [] if holder is None else [seance(slot, holder, etendue(slot))]
            warnings += _poser(p, slot, own, passe=True)
            p.description = _("Planifiée %(quand)s") % {"quand": quand(date_debut, date_fin)}
    slot.avertissements = warnings
    return slot


def modifier(
    *,
    par: Any,
    creneau_id: int,
    champs: Mapping[str, Any],
    technicien_id: int | None = None,
    version: int | None = None,
    motif_derogation: str = "",
) -> Creneau:
    """Change columns of a slot (`CHAMPS`); with `technicien_id`, give its work to another.

    Its time passes to that technician where the slot is going, whoever is taken where it was.
    """
    refuser_autres(champs, CHAMPS)
    moves = _DATES & champs.keys()
    with transaction.atomic():
        intervention_id = visible(creneau_id, par).intervention_id
        other = _autre(intervention_id, technicien_id, par)
        replaced = bool(moves or (other and motif_derogation))
        warnings = [] if replaced else _confier(intervention_id, technicien_id, par)
        slot = _changer(
            "deplacer_creneau" if replaced else "modifier_creneau",
            lambda _slot: champs,
            par=par,
            creneau_id=creneau_id,
            version=version,
            placement=Placement(motif_derogation, technicien_id if other else None),
        )
        if replaced:
            warnings = _confier(intervention_id, technicien_id, par)
    slot.avertissements = list(dict.fromkeys([*slot.avertissements, *warnings]))
    return slot


def deplacer(
    *,
    par: Any,
    creneau_id: int,
    nouvelle_date: datetime,
    version: int | None = None,
    motif_derogation: str = "",
) -> Creneau:
    """Move a slot, as long as it is; a local midnight is that day at the hour it had."""
    return _changer(
        "deplacer_creneau",
        lambda slot: _ailleurs(slot, nouvelle_date),
        par=par,
        creneau_id=creneau_id,
        version=version,
        placement=Placement(motif_derogation),
    )


def confirmer(*, par: Any, creneau_id: int, version: int | None = None) -> Creneau:
    """The slot holds; again is no error."""
    return _changer(
        "confirmer_creneau",
        lambda _slot: {"confirme": True},
        par=par,
        creneau_id=creneau_id,
        version=version,
    )


def deplanifier(*, par: Any, creneau_id: int, version: int | None = None) -> Intervention:
    """Take the slot of open work back, with the time that it had taken."""
    seen = visible(creneau_id, par)
    with annexer("deplanifier", intervention_id=seen.intervention_id, par=par) as p:
        slot = relu(creneau_id, version)
        p.description = _("Déplanifiée (était %(quand)s)") % {
            "quand": quand(slot.date_debut, slot.date_fin)
        }
        p.complements = trace(slot)
        p.intervention.date_planifiee = None
        Reservation.objects.filter(planning=slot).delete()
        slot.delete()
        EntreePlanning.objects.filter(pk=creneau_id).delete()
    return p.intervention


def visible(creneau_id: int, par: Any) -> Creneau:
    """The slot as `par` sees it, not yet locked."""
    row = Creneau.objects.visible_to(par).filter(pk=creneau_id).first()
    if row is None:
        raise Introuvable(_("Créneau introuvable."))
    return row


def _autre(intervention_id: int, technicien_id: int | None, par: Any) -> bool:
    """Whether somebody is named who does not hold the work, which is locked then."""
    if technicien_id is None:
        return False
    return verrouiller(intervention_id, par).technicien_id != technicien_id


def _confier(intervention_id: int, technicien_id: int | None, par: Any) -> list[str]:
    """Give the work to the technician who is named, unless he has it; the warnings."""
    if not _autre(intervention_id, technicien_id, par):
        return []
    row: Any = affecter(intervention_id=intervention_id, par=par, technicien_id=technicien_id or 0)
    warnings: list[str] = row.avertissements
    return warnings


def _refuser_second(intervention: Intervention) -> None:
    there = Creneau.objects.filter(intervention=intervention).first()
    if there is not None:
        text = _("%(numero)s est déjà planifiée %(quand)s : déplacez ce créneau.")
        raise Conflit(
            text
            % {
                "numero": intervention.numero,
                "quand": quand(there.date_debut, there.date_fin),
            },
            etat={"creneau_id": there.pk},
        )


def relu(creneau_id: int, version: int | None) -> Creneau:
    """The slot as it stands now that its intervention is locked, if it is the one seen."""
    row = Creneau.objects.filter(pk=creneau_id).first()
    if row is None:
        raise Introuvable(_("Créneau introuvable."))
    if version is not None and version != row.version:
        raise VersionPerimee(
            _("Ce créneau a changé depuis que vous l’avez ouvert."),
            etat={"version": row.version, "version_lue": version},
        )
    return row


def _changer(
    nom: str,
    valeurs: Callable[[Creneau], Mapping[str, Any]],
    *,
    par: Any,
    creneau_id: int,
    version: int | None = None,
    placement: Placement = SUR_PLACE,
) -> Creneau:
    """The act `nom` on a slot: `valeurs` of it, once it is locked, are what changes."""
    seen = visible(creneau_id, par)
    with annexer(nom, intervention_id=seen.intervention_id, par=par) as p:
        slot = relu(creneau_id, version)
        slot.avertissements = []
        before, derived = etendue(slot), slot.creneau == plage(slot.date_debut, slot.date_fin)
        changed = set(appliquer(slot, valeurs(slot)))
        valider(slot, changed - _DATES)
        moved = bool(changed & _DATES)
        replaced = moved or bool(placement.vers and placement.motif)
        if not changed and not replaced:
            p.sans_effet = True
            return slot
        if moved:
            controler_dates(slot)
            if "creneau" not in changed and derived:
                slot.creneau = plage(slot.date_debut, slot.date_fin)
            a_reconvenir(slot, confirme="confirme" in changed)
        if replaced:
            slot.motif_derogation = placement.motif
        slot.version += 1
        slot.save()
        _decrire(p, slot, changed, moved=moved)
        if replaced:
            holder = p.intervention.technicien_id
            rows = suivre(slot, before, de=holder, vers=placement.vers or holder)
            slot.avertissements = _poser(p, slot, rows, passe="date_debut" in changed)
    return slot


def a_reconvenir(slot: Creneau, *, confirme: bool = False) -> None:
    """What was agreed on, and told, was another time."""
    slot.confirme = slot.confirme and confirme
    slot.rappel_envoye = False


def _decrire(p: Passage, slot: Creneau, changed: set[str], *, moved: bool) -> None:
    p.complements = trace(slot)
    # What only the notes say is not for the client.
    p.interne = changed <= {"notes_planning"}
    if moved:
        text = _("Déplacée %(quand)s") % {"quand": quand(slot.date_debut, slot.date_fin)}
    elif "confirme" in changed:
        text = _("Créneau confirmé") if slot.confirme else _("Créneau à confirmer de nouveau")
    else:
        text = _("Créneau modifié")
    p.description = text


def _poser(p: Passage, slot: Creneau, seances: list[Reservation], *, passe: bool) -> list[str]:
    """Take the time, and let the intervention follow: `date_planifiee` is its slot's beginning."""
    said = placer(slot, seances, par=p.par, passe=passe)
    p.intervention.date_planifiee = slot.date_debut
    motif = slot.motif_derogation
    p.complements = trace(slot) | ({"motif": motif} if motif else {})
    return said


def controler_dates(slot: Creneau) -> None:
    """`Invalide` unless it ends after it begins, and within `DUREE_MAX`, in words of its own."""
    exiger(date_debut=slot.date_debut, date_fin=slot.date_fin)
    if slot.date_fin <= slot.date_debut:
        text = _("La fin vient après le début.")
        raise Invalide(text, {"date_fin": [text]})
    if slot.date_fin - slot.date_debut > DUREE_MAX:
        text = _("Un créneau dure %(n)s jours au plus.") % {"n": DUREE_MAX.days}
        raise Invalide(text, {"date_fin": [text]})


def _ailleurs(slot: Creneau, nouvelle_date: datetime) -> dict[str, datetime]:
    day = jour_choisi(nouvelle_date)
    try:
        start = nouvelle_date if day is None else au_meme_moment(slot.date_debut, day)
    except InstantInvalide as error:
        raise Invalide(str(error), {"nouvelle_date": [str(error)]}) from error
    # In UTC: local times are added up as the clock shows them.
    start = start.astimezone(UTC)
    return {"date_debut": start, "date_fin": start + (slot.date_fin - slot.date_debut)}


def trace(slot: Creneau) -> dict[str, Any]:
    """What the trail keeps of a slot."""
    return {
        "creneau_id": slot.pk,
        "creneau_debut": slot.date_debut.astimezone(UTC).isoformat(),
        "creneau_fin": slot.date_fin.astimezone(UTC).isoformat(),
    }
