"""Opening an intervention."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from comptes.choices import Role
from core.errors import Interdit, Introuvable, Invalide
from core.numerotation import prochain_numero
from core.validation import appliquer, exiger, refuser_autres, valider
from equipements.choices import StatutEquipement
from equipements.models import Equipement
from interventions import audit, machine
from interventions.actions import registre
from interventions.choices import ActionHistorique, Statut, TypeIntervention
from interventions.models import Intervention
from interventions.services.cycle import affecter
from interventions.services.passage import annoncer
from interventions.workflow import CREATION, DELAI_SUITE_CLIENT


def machine_au_travail(equipement_id: int, par: Any) -> Equipement:
    """The machine, visible and locked; a retired or archived one takes no more work."""
    visible = Equipement.objects.visible_to(par)
    locked = Equipement.objects.select_for_update(no_key=True, of=("self",))
    row = (
        locked.select_related("client")
        .filter(pk__in=visible.filter(pk=equipement_id).values("pk"))
        .first()
    )
    if row is None:
        raise Introuvable(_("Équipement introuvable."))
    if row.statut == StatutEquipement.RETIRE or row.archive_le is not None:
        text = _("Cette machine est retirée : aucune intervention n’est plus possible.")
        raise Invalide(text, {"equipement_id": [text]})
    return row


def _controler_suite(suite_id: int | None, equipement: Equipement, par: Any) -> None:
    """More work goes to a new intervention that says which closed one it follows."""
    if suite_id is None:
        return
    before = Intervention.objects.visible_to(par).filter(pk=suite_id).first()
    if before is None or before.equipement_id != equipement.pk:
        text = _("L’intervention précédente doit être une de cette machine.")
    elif before.statut not in (Statut.CLOTUREE, Statut.ARCHIVEE) or before.date_fin is None:
        text = _("L’intervention précédente n’est pas clôturée.")
    elif par.role == Role.CLIENT and timezone.now() - before.date_fin > DELAI_SUITE_CLIENT:
        text = _("Plus de 30 jours après la clôture : ouvrez une nouvelle demande sans suite.")
    else:
        return
    raise Invalide(text, {"suite_de_id": [text]})


def creer(
    *, par: Any, equipement_id: int, technicien_id: int | None = None, **champs: Any
) -> Intervention:
    """Open an intervention on a machine that `par` sees; with `technicien_id`, assign it at once.

    `champs` are columns of `workflow.CREATION[role]`; anything more is refused (`Invalide`).
    The client is the machine's, for good.
    """
    permis = CREATION.get(par.role)
    if permis is None:
        raise Interdit(_("Vous ne pouvez pas ouvrir d’intervention."))
    refuser_autres(champs, permis)
    if technicien_id is not None and par.role not in (Role.ADMIN, Role.RESPONSABLE):
        refuser_autres({"technicien_id": technicien_id}, ())
    exiger(titre=champs.get("titre"))
    with transaction.atomic():
        equipement = machine_au_travail(equipement_id, par)
        _controler_suite(champs.get("suite_de_id"), equipement, par)
        row = _inserer(equipement, par, champs)
        if technicien_id is not None:
            row = affecter(intervention_id=row.pk, par=par, technicien_id=technicien_id)
        return row


def _inserer(equipement: Equipement, par: Any, champs: Mapping[str, Any]) -> Intervention:
    moment = timezone.now()
    values = {"type_intervention": TypeIntervention.CORRECTIVE, **champs}
    row = Intervention(
        equipement=equipement,
        client=equipement.client,
        cree_par_id=par.pk,
        date_creation=moment,
        date_statut=moment,
    )
    appliquer(row, values)
    valider(row, {"titre", *values})
    row.numero = prochain_numero("INT")
    audit.sauver(row)
    registre.appeler("creer", intervention=row, par=par)
    with override("fr"):
        acte = audit.Acte(
            action=ActionHistorique.CREATION,
            description=_("Création sur %(machine)s") % {"machine": equipement.nom},
            par=par,
            moment=moment,
            creation=True,
        )
    audit.inscrire(row, acte)
    if row.arret_machine:
        machine.suivre(equipement, moment, par=par)
    annoncer("creer", row, par=par, de="")
    return row
