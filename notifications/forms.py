"""The form of one's preferences: a check box for each subject and channel."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications import preferences
from notifications.choices import Rythme, Sujet
from notifications.models import Preferences


class FormulairePreferences(forms.Form):
    """`ligne` are the preferences that hold now."""

    canaux = tuple(canal.label for canal in preferences.CANAUX)

    rythme = forms.ChoiceField(
        label=_("Courriels"),
        choices=Rythme.choices,
        help_text=_("Ce qui presse (rappels, échéances, pannes) n’attend pas le résumé."),
    )
    silence_debut = forms.TimeField(
        label=_("Silence à partir de"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Entre ces heures, les courriels attendent. Vide : jamais."),
    )
    silence_fin = forms.TimeField(
        label=_("Silence jusqu’à"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def __init__(self, *args: Any, user: Any, ligne: Preferences, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._matrice = preferences.matrice(ligne, user.role)
        for name in ("rythme", "silence_debut", "silence_fin"):
            self.initial.setdefault(name, getattr(ligne, name))
        for sujet, canaux in self._matrice.items():
            for canal, chosen in canaux.items():
                self.fields[f"{sujet}.{canal}"] = forms.BooleanField(
                    label=f"{Sujet(sujet).label} : {preferences.libelle(canal)}",
                    required=False,
                    initial=chosen,
                )

    @property
    def grille(self) -> list[tuple[Any, list[Any]]]:
        """(subject, its boxes) for each line of the table."""
        return [
            (Sujet(sujet).label, [self[f"{sujet}.{canal}"] for canal in canaux])
            for sujet, canaux in self._matrice.items()
        ]

    def valeurs(self) -> dict[str, Any]:
        """For the service: `choix` as a whole."""
        sent = self.cleaned_data
        chosen = {
            sujet: {canal: sent[f"{sujet}.{canal}"] for canal in canaux}
            for sujet, canaux in self._matrice.items()
        }
        own = {name: sent[name] for name in ("rythme", "silence_debut", "silence_fin")}
        return {"choix": chosen, **own}
