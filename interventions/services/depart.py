"""When a technician leaves: its open work goes to a successor, or back to the open list."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from comptes.choices import Role
from core.errors import Conflit
from interventions.choices import CauseAttente, Statut
from interventions.models import Intervention
from interventions.services.cycle import affecter, desaffecter, suspendre
from interventions.workflow import ENGAGEES
from techniciens.models import Technicien


def travail_ouvert(technicien_id: int) -> list[Intervention]:
    """Open work that the technician holds, oldest first."""
    rows = Intervention.objects.filter(technicien_id=technicien_id, statut__in=ENGAGEES)
    return list(rows.order_by("id"))


def liberer(
    *,
    technicien: Technicien,
    par: Any,
    successeur_id: int | None,
    interventions_vues: Sequence[int],
) -> None:
    """Takes part in deactivation: nothing may stay with somebody who is gone.

    Without a successor, and unless the caller names every open intervention (which shows that
    the list was seen), the act is refused with that list.
    """
    rows = travail_ouvert(technicien.pk)
    if successeur_id is None and not {r.pk for r in rows} <= set(interventions_vues):
        raise Conflit(
            _(
                "%(nom)s a encore %(n)s intervention(s) ouverte(s) : nommez un successeur ou "
                "confirmez la liste."
            )
            % {"nom": technicien, "n": len(rows)},
            etat={
                "interventions_ouvertes": [
                    {"id": r.pk, "numero": r.numero, "titre": r.titre, "statut": r.statut}
                    for r in rows
                ]
            },
        )
    for row in rows:
        _transmettre(row, par, successeur_id)


def _transmettre(row: Intervention, par: Any, successeur_id: int | None) -> None:
    motif = _("Départ du technicien")
    if row.statut == Statut.EN_COURS:
        suspendre(intervention_id=row.pk, par=par, cause=CauseAttente.AUTRE, texte=motif)
    if successeur_id is not None:
        affecter(intervention_id=row.pk, par=par, technicien_id=successeur_id)
    else:
        desaffecter(intervention_id=row.pk, par=par, motif=motif)


def liberer_compte(
    *, utilisateur: Any, par: Any, successeur_id: int | None, interventions_vues: Sequence[int]
) -> None:
    """Takes part in `comptes.desactiver`."""
    if utilisateur.role != Role.TECHNICIEN:
        return
    profile = Technicien.objects.filter(user=utilisateur).first()
    if profile is not None:
        liberer(
            technicien=profile,
            par=par,
            successeur_id=successeur_id,
            interventions_vues=interventions_vues,
        )
