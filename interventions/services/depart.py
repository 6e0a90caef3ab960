"""When a technician leaves: its open work goes to a successor, or back to the open list."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import Conflit, Invalide
from equipements.models import Equipement
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
    if successeur_id == technicien.pk:
        text = _("Le successeur doit être un autre technicien.")
        raise Invalide(text, {"successeur_id": [text]})
    rows = _travail_verrouille(technicien)
    if successeur_id is None and not {r.pk for r in rows} <= set(interventions_vues):
        raise _liste_a_voir(technicien, rows)
    for row in rows:
        _transmettre(row, par, successeur_id)


def _travail_verrouille(technicien: Technicien) -> list[Intervention]:
    """The open work, with all its machines locked in order, then the technician.

    Taking the machines one by one between the acts would cross the order of locks of somebody
    who assigns work to the same successor. With the technician locked no more work can arrive.
    """
    machines = {r.equipement_id for r in travail_ouvert(technicien.pk)}
    locked = Equipement.objects.select_for_update(no_key=True).filter(pk__in=machines)
    list(locked.order_by("pk").values_list("pk"))
    Technicien.objects.select_for_update(no_key=True).get(pk=technicien.pk)
    rows = travail_ouvert(technicien.pk)
    if not {r.equipement_id for r in rows} <= machines:
        raise _liste_a_voir(technicien, rows)
    return rows


def _liste_a_voir(technicien: Technicien, rows: list[Intervention]) -> Conflit:
    return Conflit(
        ngettext(
            "%(nom)s a encore %(n)s intervention ouverte : nommez un successeur ou confirmez.",
            "%(nom)s a encore %(n)s interventions ouvertes : nommez un successeur ou "
            "confirmez la liste.",
            len(rows),
        )
        % {"nom": technicien, "n": len(rows)},
        etat=_liste(rows),
    )


def _liste(rows: list[Intervention]) -> dict[str, Any]:
    return {
        "interventions_ouvertes": [
            {"id": r.pk, "numero": r.numero, "titre": r.titre, "statut": r.statut} for r in rows
        ]
    }


def _transmettre(row: Intervention, par: Any, successeur_id: int | None) -> None:
    motif = _("Départ du technicien")
    if row.statut == Statut.EN_COURS:
        suspendre(intervention_id=row.pk, par=par, cause=CauseAttente.AUTRE, texte=motif)
    if successeur_id is not None:
        affecter(intervention_id=row.pk, par=par, technicien_id=successeur_id)
    else:
        desaffecter(intervention_id=row.pk, par=par, motif=motif)


def _profil(utilisateur: Any) -> Technicien | None:
    return Technicien.objects.filter(user=utilisateur).first()


def liberer_compte(
    *, utilisateur: Any, par: Any, successeur_id: int | None, interventions_vues: Sequence[int]
) -> None:
    """Takes part in `comptes.desactiver`."""
    profile = _profil(utilisateur)
    if profile is not None:
        liberer(
            technicien=profile,
            par=par,
            successeur_id=successeur_id,
            interventions_vues=interventions_vues,
        )


def refuser_changement_de_role(*, utilisateur: Any) -> None:
    """Takes part in `comptes.changer_role`: open work stays with a technician."""
    profile = _profil(utilisateur)
    if profile is None:
        return
    Technicien.objects.select_for_update(no_key=True).get(pk=profile.pk)
    rows = travail_ouvert(profile.pk)
    if rows:
        text = ngettext(
            "%(nom)s a encore %(n)s intervention ouverte : réaffectez-la d’abord.",
            "%(nom)s a encore %(n)s interventions ouvertes : réaffectez-les d’abord.",
            len(rows),
        )
        raise Conflit(text % {"nom": profile, "n": len(rows)}, etat=_liste(rows))
