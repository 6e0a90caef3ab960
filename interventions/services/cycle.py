"""The acts that move an intervention from one state to the next."""

from decimal import Decimal
from typing import Any

from django.db.models import F, FilteredRelation, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Invalide
from core.validation import exiger, refuser_autres, valider
from interventions.choices import CauseAttente, NatureSegment, TypeIntervention
from interventions.models import Intervention
from interventions.services import temps
from interventions.services.passage import Passage, passage
from interventions.workflow import ACTIONS, CODES
from techniciens.choices import Disponibilite, Niveau
from techniciens.models import Competence, Technicien

_ABSENT = {Disponibilite.CONGE, Disponibilite.FORMATION, Disponibilite.INDISPONIBLE}
_RANG = {niveau: rang for rang, niveau in enumerate(Niveau.values)}


def _technicien(technicien_id: int, par: Any, competence: Competence | None) -> Technicien:
    """An active technician, locked so that nobody deactivates it meanwhile.

    The account is read after the lock, in a statement of its own: joined to the locked row it
    would come from the moment before the wait. With it, its level in `competence` (`niveau_tenu`,
    None if it has none, and `certifie_jusqu_au`).
    """
    visible = Technicien.objects.visible_to(par).filter(pk=technicien_id).order_by()
    locked = list(visible.select_for_update(no_key=True).values_list("pk"))
    held = Q(niveaux__competence=competence.pk if competence else 0)
    rows = Technicien.objects.select_related("user").annotate(
        tenu=FilteredRelation("niveaux", condition=held),
        niveau_tenu=F("tenu__niveau"),
        certifie_jusqu_au=F("tenu__certification_expire_le"),
    )
    row = rows.filter(pk=technicien_id).first() if locked else None
    if row is None or not row.actif:
        text = _("Choisissez un technicien en activité.")
        raise Invalide(text, {"technicien_id": [text]})
    return row


def _avertissements(technicien: Any, competence: Competence | None) -> list[str]:
    """What speaks against this choice without forbidding it; `technicien` is of `_technicien`."""
    found = []
    if technicien.disponibilite in _ABSENT:
        found.append(
            _("%(nom)s : %(etat)s.")
            % {"nom": technicien, "etat": technicien.get_disponibilite_display().lower()}
        )
    if competence is None:
        return found
    expires = technicien.certifie_jusqu_au
    if technicien.niveau_tenu is None:
        found.append(
            _("%(nom)s n’a pas la compétence « %(c)s ».") % {"nom": technicien, "c": competence}
        )
    elif expires and expires < timezone.localdate():
        found.append(_("La certification « %(c)s » a expiré.") % {"c": competence})
    elif _RANG[technicien.niveau_tenu] < _RANG[competence.niveau_requis]:
        found.append(_("Niveau inférieur à celui demandé pour « %(c)s ».") % {"c": competence})
    return found


def affecter(
    *, intervention_id: int, par: Any, technicien_id: int, version: int | None = None
) -> Intervention:
    """Give the intervention to an active technician, another one if it has one already.

    The returned row has `avertissements`: absence, missing or expired competence.
    """
    exiger(technicien_id=technicien_id)
    with passage("affecter", intervention_id=intervention_id, par=par, version=version) as p:
        row = p.intervention
        family = row.equipement.famille
        wanted = family.competence if family else None
        technicien = _technicien(technicien_id, par, wanted)
        if row.statut == "affectee" and row.technicien_id == technicien.pk:
            text = _("%(nom)s a déjà cette intervention.") % {"nom": technicien}
            raise Invalide(text, {"technicien_id": [text]})
        p.avertissements = _avertissements(technicien, wanted)
        row.technicien = technicien
        row.date_affectation = row.date_affectation or p.moment
        temps.fermer_segment(row, p.moment)
        temps.ouvrir_affectation(row, p.moment)
        p.description = _("Affectée à %(nom)s") % {"nom": technicien}
    return _rendre(p)


def _rendre(p: Passage) -> Intervention:
    p.intervention.avertissements = p.avertissements  # type: ignore[attr-defined]
    return p.intervention


def desaffecter(
    *, intervention_id: int, par: Any, motif: str, version: int | None = None
) -> Intervention:
    """Take the intervention back; it is open again."""
    exiger(motif=motif)
    with passage("desaffecter", intervention_id=intervention_id, par=par, version=version) as p:
        row = p.intervention
        p.description = _("Retirée à %(nom)s") % {"nom": row.technicien}
        p.complements = {"motif": motif}
        temps.fermer_segment(row, p.moment)
        temps.fermer_affectation(row, p.moment)
        row.technicien = None
    return p.intervention


def demarrer(*, intervention_id: int, par: Any, version: int | None = None) -> Intervention:
    """Work begins: a segment opens; `date_debut` is set once."""
    with passage("demarrer", intervention_id=intervention_id, par=par, version=version) as p:
        _travailler(p)
        p.description = _("Début du travail")
    return p.intervention


def reprendre(*, intervention_id: int, par: Any, version: int | None = None) -> Intervention:
    """Work goes on: the pause ends."""
    with passage("reprendre", intervention_id=intervention_id, par=par, version=version) as p:
        _travailler(p)
        p.description = _("Reprise du travail")
    return p.intervention


def _travailler(p: Passage) -> None:
    row = p.intervention
    row.date_debut = row.date_debut or p.moment
    temps.ouvrir_segment(row, NatureSegment.TRAVAIL, p.moment)


def suspendre(
    *, intervention_id: int, par: Any, cause: str, texte: str, version: int | None = None
) -> Intervention:
    """Work waits for `cause` (CauseAttente), said in words in `texte`."""
    exiger(cause=cause, texte=texte)
    if cause not in CauseAttente.values:
        text = _("Cause inconnue.")
        raise Invalide(text, {"cause": [text]})
    with passage("suspendre", intervention_id=intervention_id, par=par, version=version) as p:
        temps.ouvrir_segment(
            p.intervention, NatureSegment.PAUSE, p.moment, cause=cause, texte=texte
        )
        label = CauseAttente(cause).label
        p.description = _("Mise en attente : %(cause)s") % {"cause": label}
        p.complements = {"cause_attente": cause, "texte": texte}
    return p.intervention


def cloturer(
    *,
    intervention_id: int,
    par: Any,
    version: int | None = None,
    compte_rendu_plus_tard: bool = False,
    **rapport: Any,
) -> Intervention:
    """Close for good: report, end date, time spent.

    `rapport` holds `solution` (unless written before), `diagnostic`, `duree_reelle` (hours; the
    sum of work segments if absent) and the failure codes. `compte_rendu_plus_tard` is for the
    older front-end's route alone, which sends no text.
    """
    refuser_autres(rapport, ("solution", *ACTIONS["cloturer"].facultatifs))
    with passage("cloturer", intervention_id=intervention_id, par=par, version=version) as p:
        row = p.intervention
        _ecrire_rapport(row, rapport)
        if not compte_rendu_plus_tard:
            exiger(solution=row.solution)
        temps.fermer_segment(row, p.moment)
        temps.fermer_affectation(row, p.moment)
        row.date_fin = p.moment
        if rapport.get("duree_reelle") is None:
            row.duree_reelle = temps.heures_travaillees(row)
        valider(row, {"diagnostic", "solution", "duree_reelle", *CODES})
        if row.type_intervention in (TypeIntervention.PREVENTIVE, TypeIntervention.CORRECTIVE):
            row.equipement.derniere_maintenance = p.moment
            row.equipement.save(update_fields=["derniere_maintenance", "updated_at"])
        p.description = _("Clôture après %(h)s h de travail") % {
            "h": str(row.duree_reelle or Decimal(0)).replace(".", ",")
        }
    return p.intervention


def _ecrire_rapport(row: Intervention, rapport: dict[str, Any]) -> None:
    """Given values replace, absent or empty ones leave what was written before."""
    for name, value in rapport.items():
        if value not in (None, ""):
            setattr(row, name, value)


def annuler(
    *, intervention_id: int, par: Any, motif: str, version: int | None = None
) -> Intervention:
    """Call the work off, with the reason that its client reads."""
    exiger(motif=motif)
    with passage("annuler", intervention_id=intervention_id, par=par, version=version) as p:
        temps.fermer_segment(p.intervention, p.moment)
        temps.fermer_affectation(p.intervention, p.moment)
        p.description = _("Annulée : %(motif)s") % {"motif": motif}
        p.complements = {"motif_annulation": motif}
    return p.intervention


def archiver(*, intervention_id: int, par: Any, version: int | None = None) -> Intervention:
    """Put an ended intervention away; it stays readable and counts in every figure."""
    with passage("archiver", intervention_id=intervention_id, par=par, version=version) as p:
        p.description = _("Archivée")
    return p.intervention
