"""Does the acts of the demo once more, through the services, at their own moments."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import time_machine

from comptes.models import Utilisateur
from core.contexte import Canal
from equipements.models import Equipement
from interventions import services
from interventions.models import Affectation, Commentaire, Indisponibilite, Intervention, Segment
from interventions.visibility import HistoriqueIntervention
from pilotage.demo.actes import Acte, Dossier, ordonner

# What the services cannot know: where the demo's people sat.
_provenance = {"history_id", "adresse_ip", "user_agent", "request_id", "canal"}


def rejouer(dossiers: list[Dossier], jusqu: datetime) -> None:
    """Every act before `jusqu`, by `interventions.services`, with the clock set to its moment."""
    for dossier, acte in ordonner(dossiers, jusqu):
        par = Utilisateur.objects.get(pk=acte.par.pk)
        with time_machine.travel(acte.moment, tick=False):
            if acte.nom == "creer":
                suite = dossier.suite_de.intervention.pk if dossier.suite_de else None
                dossier.row = services.creer(
                    par=par,
                    equipement_id=dossier.machine.pk,
                    **({"suite_de_id": suite} if suite else {}),
                    **acte.arguments,
                )
            else:
                faire = getattr(services, acte.nom)
                faire(intervention_id=dossier.intervention.pk, par=par, **_arguments(acte))


def _arguments(acte: Acte) -> dict[str, Any]:
    """The service's own names for what the demo says."""
    given = dict(acte.arguments)
    if acte.nom == "modifier":
        return {"champs": given}
    if acte.nom == "affecter":
        return {"technicien_id": given["technicien"].pk}
    if acte.nom == "cloturer" and acte.canal == Canal.API:
        return {"compte_rendu_plus_tard": True}
    return given


def _valeurs(lignes: Iterable[Any], sauf: Iterable[str] = ()) -> list[Mapping[str, Any]]:
    left_out = set(sauf)
    return [
        {
            f.attname: getattr(row, f.attname)
            for f in row._meta.concrete_fields
            if f.attname not in left_out
        }
        for row in lignes
    ]


def releve() -> dict[str, list[Mapping[str, Any]]]:
    """Everything that acts leave behind, in order, but ids that a rollback does not give back."""
    return {
        "historique": _valeurs(HistoriqueIntervention.objects.order_by("history_id"), _provenance),
        "interventions": _valeurs(Intervention.objects.order_by("pk")),
        "affectations": _valeurs(Affectation.objects.order_by("debut", "pk"), {"id"}),
        "segments": _valeurs(Segment.objects.order_by("debut", "pk"), {"id"}),
        "commentaires": _valeurs(Commentaire.objects.order_by("cree_le", "pk"), {"id"}),
        "indisponibilites": _valeurs(Indisponibilite.objects.order_by("debut", "pk"), {"id"}),
        "machines": _valeurs(
            Equipement.objects.order_by("pk").only("pk", "statut", "derniere_maintenance"),
            {"created_at", "updated_at"},
        ),
    }
