"""The form of a plan: what to do, when, and how its visits are placed."""

from typing import Any, ClassVar

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.models import Client
from core.champs_formulaire import JourField, TexteField
from core.formulaires_ligne import FormulaireLigne, Groupes
from equipements.models import Compteur, Equipement, Famille
from planning.choices import Unite
from planning.frequences import en_mots
from planning.models import ModelePlan, Plan
from planning.recurrences import LONGUEUR_MAX
from planning.selectors import techniciens_en_activite

_PLACEMENT = (
    gettext_lazy("Par qui, et de quelle façon"),
    (
        "technicien",
        "competence",
        "duree_estimee",
        "heure",
        "avance",
        "tolerance",
        "jours_non_ouvres",
    ),
)
_SAISON = ("saison_du", "saison_au", "fin_le")
_FREQUENCE = ("frequence", "rrule")


def _mois() -> list[tuple[Any, Any]]:
    return [("", "—"), *MONTHS.items()]


class _FormulaireRegle(FormulaireLigne):
    """What a plan of one machine and one of a family have in common."""

    frequence = TexteField(
        label=gettext_lazy("fréquence"),
        max_length=50,
        required=False,
        help_text=gettext_lazy("Par exemple : mensuel, annuel, tous les 45 jours."),
    )
    rrule = TexteField(
        label=gettext_lazy("autre rythme (règle iCalendar)"),
        max_length=2 * LONGUEUR_MAX,
        required=False,
        help_text=gettext_lazy(
            "Rarement utile : remplace la fréquence. Par exemple FREQ=MONTHLY;BYDAY=1MO, le "
            "premier lundi du mois."
        ),
    )
    saison_du = forms.TypedChoiceField(
        label=gettext_lazy("saison : de"),
        choices=_mois,
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("Hors de ces mois, aucune visite."),
    )
    saison_au = forms.TypedChoiceField(
        label=gettext_lazy("saison : à"),
        choices=_mois,
        coerce=int,
        empty_value=None,
        required=False,
    )
    heure = forms.TimeField(
        label=gettext_lazy("heure de la visite"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def amenager(self) -> None:
        source: Any = self.ligne if self.ligne is not None else self.modele()
        values = {name: getattr(source, name) for name in ("rrule", *_SAISON[:2], "heure")}
        frequency = source.frequence if source.intervalle_n else ""
        self.initial = {**values, "frequence": frequency, **self.initial}
        self.fields["frequence"].widget.attrs["placeholder"] = en_mots(1, Unite.MOIS)
        self.fields["titre"].required = self.ligne is not None
        people: Any = self.fields["technicien"]
        people.queryset = techniciens_en_activite(self.user).select_related("user")
        for name, text in (
            ("tolerance", _("Avant ou après le jour prévu ; vide : un dixième de l’intervalle.")),
            ("description", _("Ce qu’il faut faire, pas à pas.")),
            ("avance", _("Combien de jours avant l’échéance la visite est créée.")),
        ):
            self.fields[name].help_text = text

    def valeurs(self) -> dict[str, Any]:
        """Both ways to say when go together: the service takes the rule before the frequency."""
        found = super().valeurs()
        if self.ligne is not None and {"frequence", "rrule"} & found.keys():
            found |= {name: self.cleaned_data[name] for name in _FREQUENCE}
        return found


class FormulairePlan(_FormulaireRegle):
    """A plan of one machine; `machine` has the meters to choose among."""

    modele = Plan
    groupes: ClassVar[Groupes] = (
        (gettext_lazy("Quoi"), ("titre", "description")),
        (
            gettext_lazy("Quand"),
            (
                *_FREQUENCE,
                "compteur",
                "pas_compteur",
                "prochain_seuil",
                "prochaine_date",
                "derniere_date",
                "flottant",
                *_SAISON,
            ),
        ),
        _PLACEMENT,
    )
    prochaine_date = JourField(
        label=gettext_lazy("prochaine échéance"),
        required=False,
        help_text=gettext_lazy("Vide : un intervalle après la dernière visite, ou aujourd’hui."),
    )

    def __init__(self, *args: Any, machine: Equipement, **kwargs: Any) -> None:
        self.machine = machine
        super().__init__(*args, **kwargs)

    def amenager(self) -> None:
        super().amenager()
        own = Compteur.objects.visible_to(self.user).filter(equipement=self.machine, actif=True)
        if not own.exists():
            for name in ("compteur", "pas_compteur", "prochain_seuil"):
                del self.fields[name]
        else:
            meters: Any = self.fields["compteur"]
            meters.queryset = own
            meters.help_text = _("Remplace la fréquence : la visite naît quand un seuil est passé.")
        if self.ligne is not None:
            self.initial["prochaine_date"] = self.ligne.prochaine_date

    def valeurs(self) -> dict[str, Any]:
        found = super().valeurs()
        # An empty day changes nothing: what is due next is not taken away.
        if found.get("prochaine_date", "") is None:
            del found["prochaine_date"]
        meter = {"compteur", "pas_compteur", "prochain_seuil"} & self.fields.keys()
        if self.ligne is not None and meter and {"compteur_id", *_FREQUENCE} & found.keys():
            chosen = self.cleaned_data["compteur"]
            found |= {"compteur_id": chosen.pk if chosen is not None else None}
        return found


class FormulaireModele(_FormulaireRegle):
    """A plan of a family at a client, which stay what they are."""

    modele = ModelePlan
    groupes: ClassVar[Groupes] = (
        (gettext_lazy("Où"), ("client", "famille")),
        (gettext_lazy("Quoi"), ("titre", "description")),
        (gettext_lazy("Quand"), (*_FREQUENCE, "premiere_date", "flottant", *_SAISON)),
        _PLACEMENT,
    )

    def amenager(self) -> None:
        super().amenager()
        if self.ligne is not None:
            for name in ("client", "famille", "premiere_date"):
                del self.fields[name]
            return
        firms: Any = self.fields["client"]
        firms.queryset = Client.objects.visible_to(self.user).filter(archive_le__isnull=True)
        kinds: Any = self.fields["famille"]
        kinds.queryset = Famille.objects.visible_to(self.user)
