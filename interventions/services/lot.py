"""Opening many interventions at once, each as `creer` and `affecter` would, in few statements.

For work that the program itself makes from what was agreed on before: nobody's rights are asked,
no text is read from outside. The caller holds the machines' locks, then takes the numbers, then
locks the technicians: the order of `creer`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.numerotation import prendre_numeros
from core.outbox import publier_lot
from equipements.models import Equipement
from interventions import audit
from interventions.choices import ActionHistorique, Statut, TypeIntervention
from interventions.events import InterventionAffectee, InterventionCreee
from interventions.models import Affectation, Intervention
from techniciens.models import Technicien


@dataclass(frozen=True, kw_only=True)
class Demande:
    """One intervention to open; the machine comes with its client, the technician is active."""

    equipement: Equipement
    technicien: Technicien | None
    titre: str
    description: str
    duree_estimee: Decimal | None
    date_planifiee: datetime
    date_limite: datetime


def numeros(nombre: int) -> list[str]:
    """The next numbers of this year's series, which is locked from now on."""
    year = timezone.localtime(timezone=timezone.get_default_timezone()).year
    return prendre_numeros("INT", year, nombre) if nombre else []


def generer(
    demandes: Sequence[Demande], pris: Sequence[str], *, par: Any, origine: str
) -> list[Intervention]:
    """Preventive work under the numbers `pris`, in their order; `origine` says where from."""
    moment = timezone.now()
    rows = [
        Intervention(
            **vars(demande),
            numero=number,
            client=demande.equipement.client,
            type_intervention=TypeIntervention.PREVENTIVE,
            statut=Statut.OUVERTE if demande.technicien is None else Statut.AFFECTEE,
            date_affectation=None if demande.technicien is None else moment,
            date_creation=moment,
            date_statut=moment,
            cree_par_id=par.pk,
        )
        for demande, number in zip(demandes, pris, strict=True)
    ]
    Intervention.objects.bulk_create(rows)
    Affectation.objects.bulk_create(
        Affectation(intervention=row, technicien_id=row.technicien_id, debut=moment)
        for row in rows
        if row.technicien_id is not None
    )
    with override("fr"):  # the trail is kept in one language
        audit.inscrire_lot([(row, _acte(row, par, origine)) for row in rows])
    held = [row for row in rows if row.technicien_id is not None]
    publier_lot([*(_creee(row, par) for row in rows), *(_affectee(row, par) for row in held)])
    return rows


def _acte(row: Intervention, par: Any, origine: str) -> audit.Acte:
    text = _("%(origine)s sur %(machine)s") % {"origine": origine, "machine": row.equipement.nom}
    if row.technicien is not None:
        text = _("%(texte)s, affectée à %(nom)s") % {"texte": text, "nom": row.technicien}
    return audit.Acte(
        action=ActionHistorique.CREATION,
        description=text,
        par=par,
        moment=row.date_creation,
        creation=True,
    )


def _creee(row: Intervention, par: Any) -> InterventionCreee:
    return InterventionCreee(**_faits(row, par), de="")


def _affectee(row: Intervention, par: Any) -> InterventionAffectee:
    before = str(Statut.OUVERTE)
    return InterventionAffectee(**_faits(row, par), de=before, technicien_id=row.technicien_id)


def _faits(row: Intervention, par: Any) -> dict[str, Any]:
    return {
        "intervention_id": row.pk,
        "version": row.version,
        "par_id": par.pk,
        "vers": str(row.statut),
    }
