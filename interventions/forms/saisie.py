"""Forms over many columns: opening an intervention, editing one."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptes.choices import Role
from core.champs_formulaire import EntierIdField
from core.envoi_unique import nouveau_jeton
from core.visibility import montrer
from interventions.choices import TypeIntervention
from interventions.forms.actes import FormulaireVersionne
from interventions.forms.champs import ChoixTechnicien, champ
from interventions.models import Intervention
from interventions.workflow import CREATION, MODIFIABLES, Acteur

Groupes = Sequence[tuple[Any, Sequence[str]]]

GROUPES: Groupes = (
    (
        _("La demande"),
        ("titre", "description", "contact_nom", "contact_telephone", "arret_machine", "urgence"),
    ),
    (_("Classement"), ("type_intervention", "priorite")),
    (
        _("Organisation"),
        ("technicien_id", "date_planifiee", "date_limite", "duree_estimee"),
    ),
    (
        _("Compte rendu"),
        ("diagnostic", "solution", "mode", "cause", "remede", "notes_techniques"),
    ),
    (_("Coûts"), ("cout_estime", "cout_reel")),
)
# A client writes one request; the kinds of work in its own words.
DEMANDE: Groupes = (
    (
        _("Votre demande"),
        (
            "type_intervention",
            "titre",
            "description",
            "arret_machine",
            "urgence",
            "contact_nom",
            "contact_telephone",
        ),
    ),
)
TYPES_CLIENT = (
    (TypeIntervention.CORRECTIVE, _("Une panne")),
    (TypeIntervention.PREVENTIVE, _("Un entretien")),
    (TypeIntervention.DIAGNOSTIC, _("Un contrôle")),
    (TypeIntervention.AMELIORATIVE, _("Une amélioration")),
)
# What is known only once the work is done has no place on the form that opens it.
_PLUS_TARD = frozenset(GROUPES[3][1]) | {"cout_reel"}


class ParGroupes(forms.Form):
    """Fields set out under headings."""

    def poser(self, permis: Iterable[str], user: Any) -> None:
        """Add the permitted columns that the person may see, in the order of `GROUPES`."""
        allowed = set(permis)
        columns = [n for _l, names in GROUPES for n in names if n in allowed]
        for name in montrer(Intervention, columns, user):
            self.fields[name] = champ("", name, user)

    groupes: Groupes = GROUPES

    @property
    def ensembles(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """The groups that have fields, for the template."""
        for label, names in self.groupes:
            fields = [self[name] for name in names if name in self.fields]
            if fields:
                yield label, fields


class FormulaireModification(ParGroupes, FormulaireVersionne):
    """The columns that this person may change (`workflow.MODIFIABLES`)."""

    def __init__(
        self,
        intervention: Intervention,
        user: Any,
        acteur: Acteur,
        *,
        data: Any = None,
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.poser(MODIFIABLES[acteur], user)
        stored = {name: getattr(intervention, name) for name in self.colonnes()}
        self.initial = {"version": intervention.version, **stored, **self.initial}

    def affiche(self, nom: str, valeur: Any) -> str:
        """The value as the form writes it: what a person saw and what it typed compare so."""
        field = self.fields[nom]
        if isinstance(field, forms.BooleanField):
            return str(bool(valeur))
        widget: Any = field.widget
        shown = widget.format_value(field.prepare_value(valeur))
        text = "".join(map(str, shown)) if isinstance(shown, list) else str(shown or "")
        return text.strip()

    def changees(self, vue: Any) -> list[str]:
        """The columns whose value is not the one of `vue`, the row as the person saw it."""
        return [
            name
            for name in self.colonnes()
            if self.affiche(name, self.cleaned_data[name]) != self.affiche(name, getattr(vue, name))
        ]


class FormulaireCreation(ParGroupes):
    """What this role may say when it opens an intervention (`workflow.CREATION`)."""

    jeton = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    equipement = EntierIdField(widget=forms.HiddenInput)
    suite_de = EntierIdField(required=False, widget=forms.HiddenInput)

    def __init__(self, user: Any, *, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.poser(CREATION[user.role] - _PLUS_TARD, user)
        self.fields["type_intervention"] = self._type(pour_client=user.role == Role.CLIENT)
        if user.role == Role.CLIENT:
            self.groupes = DEMANDE
        follows = (data or self.initial).get("suite_de")
        if user.role in (Role.CLIENT, Role.TECHNICIEN) and not follows:
            self._faire_decrire()
        if user.role in (Role.ADMIN, Role.RESPONSABLE):
            self.fields["technicien_id"] = ChoixTechnicien(user, required=False)
        self.initial = {
            "jeton": nouveau_jeton(),
            **{n: f.initial for n, f in self.fields.items() if f.initial is not None},
            **self.initial,
        }

    def _faire_decrire(self) -> None:
        """Who stands before the machine says what it does; the API leaves that free."""
        self.fields["description"].required = True
        self.fields["description"].help_text = _("Ce que vous voyez ou entendez, depuis quand.")

    @staticmethod
    def _type(*, pour_client: bool) -> forms.Field:
        if not pour_client:
            return forms.ChoiceField(
                label=_("type"),
                choices=TypeIntervention.choices,
                initial=TypeIntervention.CORRECTIVE,
            )
        return forms.ChoiceField(
            label=_("de quoi s’agit-il ?"),
            choices=TYPES_CLIENT,
            initial=TypeIntervention.CORRECTIVE,
            widget=forms.RadioSelect,
        )

    def valeurs(self) -> dict[str, Any]:
        """Arguments of `services.creer`."""
        values = dict(self.cleaned_data)
        values.pop("jeton")
        technicien = values.pop("technicien_id", None)
        values["equipement_id"] = values.pop("equipement")
        suite_de = values.pop("suite_de")
        if suite_de is not None:
            values["suite_de_id"] = suite_de
        if technicien is not None:
            values["technicien_id"] = technicien.pk
        return values
