"""Fields of intervention forms: strict columns, and what the acts ask for beside them."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.champs_formulaire import DecimalField, TexteField
from core.formulaires_ligne import champ_strict
from interventions.choices import CauseAttente
from interventions.models import Intervention, Segment
from interventions.workflow import OUVERTES
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
            queryset=_avec_la_charge(techniciens_en_activite(user)),
            label=_("technicien"),
            empty_label=_("Choisissez…"),
            **kwargs,
        )

    def label_from_instance(self, obj: Any) -> str:
        parts = [str(obj)]
        if obj.disponibilite != Disponibilite.DISPONIBLE:
            parts.append(str(obj.get_disponibilite_display()).lower())
        parts += [str(_("%(n)s en charge") % {"n": obj.en_charge}), obj.specialite]
        return " · ".join(part for part in parts if part)


def techniciens_en_activite(user: Any) -> QuerySet[Technicien]:
    """Those who may be given work, by name."""
    rows = Technicien.objects.visible_to(user).filter(archive_le=None, user__is_active=True)
    return rows.select_related("user").order_by("user__full_name", "id")


def _avec_la_charge(rows: QuerySet[Technicien]) -> QuerySet[Technicien]:
    """With the number of open interventions of each: of open work alone, which is little."""
    held = Intervention.objects.filter(technicien=OuterRef("pk"), statut__in=OUVERTES).order_by()
    count = held.values("technicien").annotate(n=Count("pk")).values("n")
    return rows.annotate(en_charge=Coalesce(Subquery(count), 0))


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


def demander_les_heures(champ_duree: Any, intervention: Intervention) -> bool:
    """Word the field so, if what was measured holds a night, and may not be taken for granted."""
    running = Segment.objects.filter(intervention=intervention, fin__isnull=True).first()
    if running is None or not running.de_la_veille:
        return False
    question = gettext(
        "Le temps court sans pause depuis le %(debut)s : indiquez les heures travaillées."
    ) % {"debut": date_format(timezone.localtime(running.debut), "d/m H:i")}
    champ_duree.help_text = champ_duree.error_messages["required"] = question
    return True


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


def champ(acte: str, nom: str, user: Any) -> forms.Field:
    make = _CHAMPS.get((acte, nom)) or _CHAMPS.get(("", nom))
    field: forms.Field = make(user) if make else champ_de_colonne(nom)
    return field
