"""Two people wrote at once: what each one put, side by side, and what a second sending keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from core.faits import en_clair
from interventions.forms import FormulaireVersionne
from interventions.models import Intervention
from interventions.selectors import historique_de
from interventions.visibility import HistoriqueIntervention


@dataclass(frozen=True)
class Comparaison:
    """One column: before, now (theirs) and typed (yours), in words."""

    libelle: Any
    avant: str
    sienne: str
    votre: str
    dispute: bool  # both changed it, and not to the same value


@dataclass(frozen=True)
class Conflit:
    """The comparison, and the values of a form that keeps what was typed over what is there."""

    lignes: list[Comparaison]
    valeurs: dict[str, Any]
    deja: bool  # what was typed is what is there: nothing is lost, nothing is left to do


def vue_a(intervention: Intervention, version: int, user: Any) -> Any:
    """The row as it stood at `version`, from the audit trail; as it stands if that is unknown.

    Rows hidden from the person are no gap: they changed none of the columns that it sees.
    """
    rows = historique_de(HistoriqueIntervention.objects.visible_to(user), intervention.pk, user)
    seen = rows.filter(version__lte=version).order_by("-version", "-history_id").first()
    return seen or intervention


def seul_depuis(intervention: Intervention, version: int, user: Any) -> bool:
    """Tell whether all that changed since `version` was `user`'s own doing: its own earlier saving.

    Then what it typed last is what it wants, and there is nobody to compare with.
    """
    since = HistoriqueIntervention.objects.filter(id=intervention.pk, version__gt=version)
    authors = set(since.values_list("history_user_id", flat=True))
    return authors == {user.pk}


def _en_mots(champ: forms.Field, valeur: Any) -> str:
    if valeur in (None, ""):
        return ""
    choices = getattr(champ, "choices", None)
    labels: Mapping[str, Any] = {str(k): v for k, v in choices} if choices else {}
    return str(labels.get(str(valeur), en_clair(valeur)))


def comparer(
    form: FormulaireVersionne, intervention: Intervention, *, version: int, user: Any
) -> Conflit:
    """Compare a valid form with the row as it is now and as it was at `version`."""
    before = vue_a(intervention, version, user)
    rows: list[Comparaison] = []
    values: dict[str, Any] = {
        name: form.cleaned_data[name] for name in form.fields if name not in form.colonnes()
    }
    for name in form.colonnes():
        field = form.fields[name]
        was, now, typed = (
            _en_mots(field, value)
            for value in (
                getattr(before, name),
                getattr(intervention, name),
                form.cleaned_data[name],
            )
        )
        yours, theirs = typed != was, now != was
        values[name] = form.cleaned_data[name] if yours else getattr(intervention, name)
        if yours or theirs:
            dispute = yours and theirs and typed != now
            rows.append(Comparaison(field.label, was, now, typed if yours else now, dispute))
    return Conflit(rows, values, deja=bool(rows) and all(r.votre == r.sienne for r in rows))
