"""The older front-end's one route for every transition: `statut` wanted, perhaps a `remarque`."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Conflit, Interdit, Invalide
from core.validation import exiger
from interventions.choices import CauseAttente, Statut
from interventions.models import Intervention
from interventions.services import cycle
from interventions.services.passage import etat, verrouiller
from interventions.visibility import acteur_de
from interventions.workflow import ACTIONS, TRANSITIONS


def _arguments(
    nom: str, row: Intervention, *, remarque: str, technicien_id: int | None
) -> dict[str, Any]:
    """What the named act needs, from the little that this route is given."""
    if nom == "affecter":
        return {"technicien_id": technicien_id or row.technicien_id}
    if nom == "suspendre":
        texte = remarque or _("Sans précision")
        return {"cause": CauseAttente.AUTRE, "texte": texte}
    if nom in ("desaffecter", "annuler"):
        exiger(remarque=remarque)
        return {"motif": remarque}
    if nom == "cloturer":
        # At closing the remark is the solution if none was written yet.
        return {"compte_rendu_plus_tard": True} | ({} if row.solution else {"solution": remarque})
    return {}


def changer_statut(
    *,
    intervention_id: int,
    par: Any,
    statut: str,
    remarque: str = "",
    technicien_id: int | None = None,
    version: int | None = None,
) -> Intervention:
    """Do the one act that leads from here to `statut`; the same state again is a `Conflit`."""
    if statut not in Statut.values:
        text = _("Statut inconnu.")
        raise Invalide(text, {"statut": [text]})
    with transaction.atomic():
        row = verrouiller(intervention_id, par)
        nom = TRANSITIONS.get((row.statut, statut))
        if nom is None:
            if acteur_de(par, row) is None:
                raise Interdit(_("Vous ne pouvez que lire cette intervention."))
            raise Conflit(
                _("%(numero)s est « %(de)s » : elle ne peut pas passer à « %(vers)s ».")
                % {
                    "numero": row.numero,
                    "de": row.get_statut_display(),
                    "vers": Statut(statut).label,
                },
                etat=etat(row, par),
            )
        act = getattr(cycle, ACTIONS[nom].nom)
        done: Intervention = act(
            intervention_id=intervention_id,
            par=par,
            version=version,
            **_arguments(nom, row, remarque=remarque.strip(), technicien_id=technicien_id),
        )
        return done
