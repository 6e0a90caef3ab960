"""The form of a slot: to plan work, and to move or change what is planned."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.champs_formulaire import InstantField, TexteField
from core.nombres import lire_id
from core.temps import lire_instant
from interventions.forms.champs import ChoixTechnicien
from interventions.models import Intervention
from planning.dates import plage
from planning.models import Creneau

_HEURES = 2


class FormulaireCreneau(forms.Form):
    """`ligne` is the intervention to plan or the slot to change."""

    date_debut = InstantField(label=_("début"))
    date_fin = InstantField(label=_("fin"))
    creneau = TexteField(
        label=_("créneau"),
        max_length=50,
        required=False,
        help_text=_("Ce que lit le client, par exemple « matin ». Vide : les heures."),
    )
    notes_planning = TexteField(
        label=_("notes de planning"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Pour le personnel seulement : le client ne les voit pas."),
    )
    motif_derogation = TexteField(
        label=_("motif de dérogation"),
        required=False,
        help_text=_(
            "Seulement pour planifier malgré une absence, hors des horaires, un jour férié ou "
            "après coup ; gardé dans l’historique."
        ),
    )

    def __init__(
        self,
        *args: Any,
        user: Any,
        ligne: Intervention | Creneau,
        propose: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = _initial(ligne) | dict(propose or {})
        super().__init__(*args, **kwargs)
        self.fields["technicien"] = ChoixTechnicien(
            user,
            required=False,
            help_text=_("L’intervention lui est affectée en même temps."),
        )
        self.order_fields(["date_debut", "date_fin", "technicien"])
        if isinstance(ligne, Creneau):
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def valeurs(self) -> dict[str, Any]:
        """What the services take."""
        values = dict(self.cleaned_data)
        person = values.pop("technicien")
        return values | {"technicien_id": person.pk if person is not None else None}


def propose(adresse: Mapping[str, str]) -> dict[str, Any]:
    """Hours and technician that an address of the form names, to begin with.

    What is no such value is as if it were not there.
    """
    found: dict[str, Any] = {}
    for name, column in (("debut", "date_debut"), ("fin", "date_fin")):
        with suppress(ValueError):
            found[column] = lire_instant(adresse.get(name, ""))
    with suppress(ValueError):
        found["technicien"] = lire_id(adresse.get("technicien", ""))
    return found


def _initial(ligne: Intervention | Creneau) -> dict[str, Any]:
    if isinstance(ligne, Creneau):
        names = ("date_debut", "date_fin", "notes_planning", "version")
        # What only says the hours follows them; a word of one's own is kept.
        hours = plage(ligne.date_debut, ligne.date_fin)
        return {n: getattr(ligne, n) for n in names} | {
            "creneau": "" if ligne.creneau == hours else ligne.creneau,
            "technicien": ligne.intervention.technicien,
        }
    wanted, length = ligne.date_planifiee, float(ligne.duree_estimee or _HEURES)
    # A day that has passed is no proposal any more.
    start = wanted if wanted is not None and wanted > timezone.now() else None
    end = None if start is None else start + timedelta(hours=length)
    return {"date_debut": start, "date_fin": end, "technicien": ligne.technicien}
