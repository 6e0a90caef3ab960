"""Forms of interventions: fields from the workflow's table, rules in the services."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from comptes.choices import Role
from core.champs_formulaire import DecimalField, EntierIdField, TexteField
from core.envoi_unique import nouveau_jeton
from core.formulaires_ligne import champ_strict
from core.visibility import colonnes_cachees, montrer
from interventions.choices import CauseAttente, TypeIntervention
from interventions.models import Intervention
from interventions.workflow import ACTIONS, CREATION, MODIFIABLES, OUVERTES, Acteur
from techniciens.choices import Disponibilite
from techniciens.models import Technicien

NOTES = (
    (5, _("5 — Très satisfait")),
    (4, _("4 — Satisfait")),
    (3, _("3 — Moyen")),
    (2, _("2 — Insatisfait")),
    (1, _("1 — Très insatisfait")),
)
AIDES: Mapping[str, Any] = {
    "solution": _("Ce qui a été fait. Le client lira ce texte."),
    "diagnostic": _("Ce qui a été constaté. Le client lira ce texte."),
    "notes_techniques": _("Pour le personnel seulement : le client ne les voit pas."),
    "duree_reelle": _("Laissez vide pour reprendre le temps mesuré."),
    "arret_machine": _("La machine ne peut plus travailler."),
    "urgence": _("À traiter avant le reste."),
    "date_limite": _("Passé ce moment, l’intervention est en retard."),
}


class ChoixTechnicien(forms.ModelChoiceField[Technicien]):
    """Technicians in activity, each with what speaks for or against: open work, absence."""

    def __init__(self, user: Any, **kwargs: Any) -> None:
        super().__init__(
            queryset=techniciens_en_activite(user),
            label=_("technicien"),
            empty_label=_("Choisissez…"),
            **kwargs,
        )

    def label_from_instance(self, obj: Any) -> str:
        parts = [str(obj), obj.specialite]
        if obj.disponibilite != Disponibilite.DISPONIBLE:
            parts.append(str(obj.get_disponibilite_display()).lower())
        parts.append(str(_("%(n)s en charge") % {"n": obj.en_charge}))
        return " · ".join(part for part in parts if part)


def techniciens_en_activite(user: Any) -> QuerySet[Technicien]:
    """Those who may be given work, by name, with the number of open interventions of each."""
    rows = Technicien.objects.visible_to(user).filter(archive_le=None, user__is_active=True)
    held = Count("interventions", filter=Q(interventions__statut__in=OUVERTES))
    named = rows.select_related("user").order_by("user__full_name", "id")
    return named.annotate(en_charge=held)


def champ_de_colonne(nom: str) -> Any:
    """The strict field of a column of `Intervention`, worded for the page."""
    column: Any = Intervention._meta.get_field(nom)
    options: dict[str, Any] = {"help_text": AIDES.get(nom, "")}
    if column.get_internal_type() == "DecimalField":
        return DecimalField(
            label=column.verbose_name,
            required=False,
            min_value=0,
            max_digits=column.max_digits,
            decimal_places=column.decimal_places,
            localize=True,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            **options,
        )
    return champ_strict(column, **options)


def _texte(libelle: Any, aide: Any = "", lignes: int = 3) -> TexteField:
    return TexteField(label=libelle, help_text=aide, widget=forms.Textarea(attrs={"rows": lignes}))


# Fields that are no column, by act and name; an act's own wording before the common one.
_CHAMPS: Mapping[tuple[str, str], Callable[[Any], forms.Field]] = {
    ("", "technicien_id"): ChoixTechnicien,
    ("", "motif"): lambda user: _texte(_("motif")),
    ("annuler", "motif"): lambda user: _texte(_("motif"), _("Le client lira ce motif.")),
    ("suspendre", "cause"): lambda user: forms.ChoiceField(
        label=_("cause"), choices=CauseAttente.choices, widget=forms.RadioSelect
    ),
    ("suspendre", "texte"): lambda user: _texte(
        _("précision"), _("Ce qui manque, et ce qui est prévu.")
    ),
    ("commenter", "texte"): lambda user: _texte(_("message"), lignes=2),
    ("commenter", "visible_client"): lambda user: forms.BooleanField(
        label=_("visible par le client")
    ),
    ("evaluer", "note"): lambda user: forms.TypedChoiceField(
        label=_("votre note"), choices=NOTES, coerce=int, widget=forms.RadioSelect
    ),
    ("evaluer", "commentaire"): lambda user: _texte(_("commentaire")),
}


def _champ(acte: str, nom: str, user: Any) -> forms.Field:
    make = _CHAMPS.get((acte, nom)) or _CHAMPS.get(("", nom))
    field: forms.Field = make(user) if make else champ_de_colonne(nom)
    return field


_COLONNES = frozenset(f.name for f in Intervention._meta.concrete_fields) - {"version"}


class FormulaireVersionne(forms.Form):
    """A form that says which version of the intervention the person saw."""

    version = EntierIdField(widget=forms.HiddenInput)

    def colonnes(self) -> list[str]:
        """The fields that are columns of `Intervention`."""
        return [name for name in self.fields if name in _COLONNES]


class FormulaireActe(FormulaireVersionne):
    """What an act of the workflow's table asks for; already written texts are filled in."""

    suite = forms.CharField(required=False, widget=forms.HiddenInput, max_length=500)

    def __init__(
        self,
        nom: str,
        intervention: Intervention,
        user: Any,
        *,
        data: Any = None,
        **options: Any,
    ) -> None:
        super().__init__(data, auto_id=f"{nom}_%s", **options)
        self.nom = nom
        action = ACTIONS[nom]
        names = [*action.requis, *action.facultatifs]
        if user.role == Role.CLIENT and "visible_client" in names:
            names.remove("visible_client")  # a client's message is always visible to it
        hidden = colonnes_cachees(Intervention, user) & _COLONNES
        for name in [n for n in names if n not in hidden]:
            field = _champ(nom, name, user)
            field.required = name in action.requis
            self.fields[name] = field
        if nom == "commenter":
            self.fields["jeton"] = forms.CharField(
                required=False, max_length=64, widget=forms.HiddenInput
            )
            self.initial.setdefault("jeton", nouveau_jeton())
        known = self.colonnes() if nom in ("cloturer", "rectifier") else []
        written = {name: getattr(intervention, name) for name in known}
        self.initial = {"version": intervention.version, **written, **self.initial}

    def valeurs(self) -> dict[str, Any]:
        """Arguments of the service."""
        values = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("version", "suite", "jeton")
        }
        if isinstance(values.get("technicien_id"), Technicien):
            values["technicien_id"] = values["technicien_id"].pk
        return values


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


class _ParGroupes(forms.Form):
    """Fields set out under headings."""

    def poser(self, permis: Iterable[str], user: Any) -> None:
        """Add the permitted columns that the person may see, in the order of `GROUPES`."""
        allowed = set(permis)
        columns = [n for _l, names in GROUPES for n in names if n in allowed]
        for name in montrer(Intervention, columns, user):
            self.fields[name] = _champ("", name, user)

    groupes: Groupes = GROUPES

    @property
    def ensembles(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """The groups that have fields, for the template."""
        for label, names in self.groupes:
            fields = [self[name] for name in names if name in self.fields]
            if fields:
                yield label, fields


class FormulaireModification(_ParGroupes, FormulaireVersionne):
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


class FormulaireCreation(_ParGroupes):
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
        if user.role in (Role.ADMIN, Role.RESPONSABLE):
            self.fields["technicien_id"] = ChoixTechnicien(user, required=False)
        self.initial = {
            "jeton": nouveau_jeton(),
            **{n: f.initial for n, f in self.fields.items() if f.initial is not None},
            **self.initial,
        }

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
