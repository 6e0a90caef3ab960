"""Forms of meters and readings: one meter, one reading, a whole round."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.champs_formulaire import DecimalField, InstantField, TexteField
from core.errors import DomainError
from core.formulaires_ligne import FormulaireLigne
from equipements.choices import NatureReleve, RemiseAZero, SourceReleve
from equipements.forms import AvecSuggestions
from equipements.models import Compteur, Releve
from equipements.presentation import GROUPES_COMPTEUR
from equipements.services import Lecture

UNITES = ("h", "km", "cycles", "m³", "kWh", "tonnes", "pièces")


def _decimal(libelle: Any, *, requis: bool = True, aide: Any = "", **attrs: str) -> DecimalField:
    """A value of a meter, typed on a numeric keypad."""
    return DecimalField(
        label=libelle,
        required=requis,
        help_text=aide,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", **attrs}),
    )


class FormulaireCompteur(FormulaireLigne):
    """How a meter counts."""

    modele = Compteur
    groupes = GROUPES_COMPTEUR

    unite = TexteField(
        label=_("unité"),
        max_length=20,
        widget=AvecSuggestions(),
        help_text=_("Choisissez dans la liste, ou écrivez-en une autre."),
    )
    maximum = _decimal(
        _("bout de l’affichage"),
        requis=False,
        aide=_("Si le compteur repart seul de zéro : à quelle valeur, par exemple 100000."),
    )
    max_par_jour = _decimal(
        _("au plus par jour"),
        requis=False,
        aide=_("Au-delà, la saisie demande confirmation : 24 pour un horamètre."),
    )
    actif = forms.BooleanField(
        label=_("en service"),
        required=False,
        help_text=_("Hors service, il garde ses relevés et n’en prend plus."),
    )

    def amenager(self) -> None:
        shown: Any = self.fields["unite"].widget
        shown.suggestions = UNITES
        if self.ligne is None:
            del self.fields["actif"]


class _AvecConfirmation(forms.Form):
    """The box « c’est bien cela » is there once the service has asked for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "confirmer" in self.data:
            self.demander_confirmation()

    def demander_confirmation(self) -> None:
        self.fields["confirmer"] = forms.BooleanField(
            label=_("La valeur est juste, je confirme"), required=False
        )


class FormulaireReleve(_AvecConfirmation):
    """What a meter shows; what is sent twice is one reading, for its moment is part of it."""

    valeur = _decimal(_("valeur affichée"), autofocus="autofocus", enterkeyhint="done")
    date = InstantField(label=_("relevé le"))
    nature = forms.ChoiceField(
        label=_("depuis le relevé d’avant"), choices=NatureReleve.choices, required=False
    )
    motif = TexteField(
        label=_("motif"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Nécessaire pour une remise à zéro ou un remplacement."),
    )

    def __init__(self, *args: Any, compteur: Compteur, **kwargs: Any) -> None:
        kwargs["initial"] = {"date": maintenant()}
        super().__init__(*args, **kwargs)
        if compteur.remise_a_zero == RemiseAZero.JAMAIS:
            kind: Any = self.fields["nature"]
            kind.choices = [c for c in kind.choices if c[0] != NatureReleve.REMISE_A_ZERO]

    def lecture(self) -> Lecture:
        """What the service takes."""
        values = self.cleaned_data
        values["nature"] = values["nature"] or NatureReleve.LECTURE
        return Lecture(**values)


class FormulaireCorrection(_AvecConfirmation):
    """The right value of a reading that was wrong, and why it was."""

    valeur = _decimal(_("valeur juste"))
    motif = TexteField(label=_("motif"), widget=forms.Textarea(attrs={"rows": 2}))


@dataclass
class LigneTournee:
    """One meter of a round: where it stands, what is typed for it, what came of it."""

    compteur: Compteur
    dernier: Releve | None
    champ: forms.BoundField
    confirmer: forms.BoundField | None
    enregistre: bool = False


class FormulaireTournee(forms.Form):
    """One value for each meter, all of the same moment; what is left empty is not read."""

    date = InstantField(label=_("relevés le"))

    def __init__(
        self, *args: Any, compteurs: Sequence[tuple[Compteur, Releve | None]], **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"date": maintenant()}
        super().__init__(*args, **kwargs)
        self.compteurs = compteurs
        self.ecrits: dict[int, Releve] = {}
        for meter, _last in compteurs:
            self.fields[f"valeur_{meter.pk}"] = _decimal(
                f"{meter.equipement} · {meter}", requis=False, enterkeyhint="next"
            )
            if f"confirmer_{meter.pk}" in self.data:
                self._demander(meter.pk)

    def _demander(self, pk: int) -> None:
        self.fields[f"confirmer_{pk}"] = forms.BooleanField(label=_("Je confirme"), required=False)

    def lectures(self) -> list[tuple[int, Lecture]]:
        """(meter's id, reading) of each value that can be read; none without a date."""
        self.full_clean()
        values, moment = self.cleaned_data, self.cleaned_data.get("date")
        if moment is None:
            return []
        return [
            (meter.pk, self._lecture(meter.pk, moment))
            for meter, _last in self.compteurs
            if values.get(f"valeur_{meter.pk}") is not None
        ]

    def _lecture(self, pk: int, moment: datetime) -> Lecture:
        value: Decimal = self.cleaned_data[f"valeur_{pk}"]
        sure = bool(self.cleaned_data.get(f"confirmer_{pk}"))
        return Lecture(valeur=value, date=moment, confirmer=sure, source=SourceReleve.TOURNEE)

    def noter(self, pk: int, fait: Releve | DomainError) -> None:
        """What came of one line: written, its field is empty again; refused, it says why."""
        if isinstance(fait, Releve):
            self.ecrits[pk] = fait
            sent: Any = self.data
            self.data = sent.copy()
            self.data[f"valeur_{pk}"] = ""  # type: ignore[index]
            return
        if "confirmer" in fait.errors:
            self._demander(pk)
        texts = [text for part in fait.errors.values() for text in part] or [fait.detail]
        self.add_error(f"valeur_{pk}", texts)

    @property
    def lignes(self) -> Iterator[LigneTournee]:
        """The meters in their order, for the template."""
        for meter, last in self.compteurs:
            box = f"confirmer_{meter.pk}"
            yield LigneTournee(
                meter,
                self.ecrits.get(meter.pk, last),
                self[f"valeur_{meter.pk}"],
                self[box] if box in self.fields else None,
                meter.pk in self.ecrits,
            )


def maintenant() -> datetime:
    """The minute that a form begins with: it cannot show seconds."""
    return timezone.now().replace(second=0, microsecond=0)
