"""The acts that leave the state as it is: edit, correct, rate, comment."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from comptes.choices import Role
from core.errors import Conflit, Invalide
from core.validation import appliquer, exiger, refuser_autres, valider
from interventions.models import Commentaire, Intervention
from interventions.services.passage import Passage, etat, passage
from interventions.visibility import CACHEES
from interventions.workflow import ACTIONS, DELAI_EVALUATION, MODIFIABLES, Acteur


def _libelles(noms: list[str]) -> str:
    return ", ".join(str(getattr(Intervention._meta.get_field(n), "verbose_name", n)) for n in noms)


def _changer(p: Passage, champs: Mapping[str, Any]) -> list[str]:
    """Apply and validate; notes whether the act changed nothing."""
    changed = appliquer(p.intervention, champs)
    valider(p.intervention, changed)
    p.sans_effet = not changed
    return changed


def modifier(
    *, intervention_id: int, par: Any, champs: Mapping[str, Any], version: int | None = None
) -> Intervention:
    """Change columns that no act moves, each role its own (`workflow.MODIFIABLES`).

    Several columns are one row of history; no difference is no row at all.
    """
    with passage("modifier", intervention_id=intervention_id, par=par, version=version) as p:
        refuser_autres(champs, MODIFIABLES[p.acteur])
        if "titre" in champs:
            exiger(titre=champs["titre"])
        changed = _changer(p, champs)
        public = [n for n in changed if n not in CACHEES[Role.CLIENT]]
        # The client reads this line too, unless every column in it is hidden from it.
        p.description = _("Modification : %(colonnes)s") % {
            "colonnes": _libelles(public or changed)
        }
    return p.intervention


def rectifier(
    *, intervention_id: int, par: Any, motif: str, version: int | None = None, **rapport: Any
) -> Intervention:
    """Correct the report of a closed intervention, saying why."""
    exiger(motif=motif)
    refuser_autres(rapport, ACTIONS["rectifier"].facultatifs)
    with passage("rectifier", intervention_id=intervention_id, par=par, version=version) as p:
        changed = _changer(p, rapport)
        if not changed:
            raise Invalide(_("Rien n’a été changé dans le compte rendu."))
        exiger(solution=p.intervention.solution)
        p.description = _("Rectification : %(colonnes)s") % {"colonnes": _libelles(changed)}
        p.complements = {"motif": motif}
    return p.intervention


def evaluer(
    *,
    intervention_id: int,
    par: Any,
    note: int | None,
    commentaire: str = "",
    version: int | None = None,
) -> Intervention:
    """The client's rating, 1 to 5, once, within 90 days of closing."""
    exiger(note=note)
    with passage("evaluer", intervention_id=intervention_id, par=par, version=version) as p:
        row = p.intervention
        if row.satisfaction_client is not None:
            raise Conflit(_("Cette intervention est déjà évaluée."), etat=etat(row, par))
        if row.date_fin is None or timezone.now() - row.date_fin > DELAI_EVALUATION:
            raise Conflit(
                _("L’évaluation est ouverte 90 jours après la clôture."), etat=etat(row, par)
            )
        if note not in range(1, 6):
            text = _("La note va de 1 à 5.")
            raise Invalide(text, {"note": [text]})
        row.satisfaction_client = note
        row.commentaire_client = commentaire
        valider(row, {"satisfaction_client", "commentaire_client"})
        p.description = _("Évaluée %(note)s sur 5") % {"note": note}
    return row


def commenter(
    *, intervention_id: int, par: Any, texte: str, visible_client: bool = False
) -> Commentaire:
    """Add a message; the client's are always visible to it, staff choose."""
    exiger(texte=texte)
    with passage("commenter", intervention_id=intervention_id, par=par) as p:
        visible = visible_client or p.acteur == Acteur.CLIENT
        row = Commentaire(
            intervention=p.intervention, auteur_id=par.pk, texte=texte, visible_client=visible
        )
        valider(row, {"texte"})
        row.save()
        p.description = _("Commentaire") if visible else _("Commentaire interne")
        p.complements = {"commentaire_id": row.pk}
        p.interne = not visible
    return row
