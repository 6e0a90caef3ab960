"""Pages of the hours, of the year's holidays, and of a slot's sittings."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.formulaires_service import VueService
from core.lignes import trouver
from core.parametres import unique
from core.temps import ANNEE_MAX, ANNEE_MIN
from planning import services
from planning.calendrier import Calendrier
from planning.choices import JourSemaine, Periode
from planning.dates import quand
from planning.feries import feries
from planning.forms.horaires import (
    FormulaireFerie,
    FormulaireSeance,
    FormulaireSemaine,
    en_texte,
)
from planning.models import Absence, Creneau, HoraireTravail, JourFerie, Reservation
from planning.permissions import exiger_planification
from techniciens.models import Technicien

_ABSENCES = 50


class Horaires(TemplateView):
    """The firm's week, those of the technicians who have one of their own, and who is away."""

    template_name = "planning/horaires.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        exiger_planification(user)
        team = Technicien.objects.visible_to(user).filter(archive_le__isnull=True)
        people = list(team.select_related("user").order_by("user__full_name", "id"))
        today = timezone.localdate()
        calendar = Calendrier.charger([p.pk for p in people], today, today)
        own = set(HoraireTravail.objects.values_list("technicien_id", "periode"))
        rows = [
            {
                "technicien": person,
                "periode": period,
                "propre": (None if person is None else person.pk, period) in own,
                "jours": list(
                    zip(JourSemaine.labels, _jours(calendar, person, period), strict=True)
                ),
            }
            for person in (None, *people)
            for period in Periode
        ]
        shown = [r for r in rows if r["propre"] or r["periode"] == Periode.NORMALE]
        shown = [r for r in shown if r["propre"] or r["technicien"] is None]
        others = [p for p in people if (p.pk, Periode.NORMALE) not in own]
        return super().get_context_data(
            semaines=shown,
            autres=others,
            jours=JourSemaine.labels,
            absences=[(row, quand(row.debut, row.fin)) for row in _absences(user)],
            **kwargs,
        )


def _absences(user: Any) -> QuerySet[Absence, Any]:
    """Of today and to come, the first ones."""
    rows = Absence.objects.visible_to(user).filter(fin__gt=timezone.now())
    return rows.select_related("technicien__user").order_by("debut", "pk")[:_ABSENCES]


def _jours(calendar: Calendrier, person: Technicien | None, period: Periode) -> list[str]:
    week = calendar.semaine(None if person is None else person.pk, period)
    # A line may end between two ranges, and not within one.
    return [en_texte(week.get(day, ())).replace("-", "\u2011") for day in JourSemaine]


class Semaine(VueService):
    """Write a week: a technician's, or the firm's."""

    form_class = FormulaireSemaine
    retour_texte = gettext_lazy("Horaires")
    message = gettext_lazy("Les horaires sont à jour.")
    success_url = reverse_lazy("planning:horaires")

    def ouvrir(self) -> None:
        exiger_planification(self.request.user)
        if self.kwargs["periode"] not in Periode.values:
            raise Http404
        self.periode = Periode(self.kwargs["periode"])
        pk = self.kwargs.get("pk")
        rows = Technicien.objects.select_related("user")
        self.ligne = None if pk is None else trouver(rows, pk, self.request.user)
        whose = self.ligne or _("l’entreprise")
        self.titre = _("Horaires de %(qui)s · %(periode)s") % {
            "qui": whose,
            "periode": self.periode.label,
        }
        self.note = _(
            "Par exemple 08:30-12:30, 14:00-18:00. Une ligne vide est un jour de repos ; toutes "
            "vides, la semaine est effacée : à sa place vaut celle de toute l’année, celle de "
            "l’entreprise, ou à défaut la semaine légale."
        )

    def get_initial(self) -> dict[str, Any]:
        today = timezone.localdate()
        pk = None if self.ligne is None else self.ligne.pk
        week = Calendrier.charger([] if pk is None else [pk], today, today).semaine(
            pk, self.periode
        )
        return {day.name.lower(): en_texte(week.get(day, ())) for day in JourSemaine}

    def executer(self, valeurs: dict[str, Any]) -> Any:
        return services.definir_horaires(
            par=self.request.user,
            technicien_id=None if self.ligne is None else self.ligne.pk,
            periode=self.periode,
            **valeurs,
        )


class Feries(TemplateView):
    """The holidays of a year as they are kept, and what differs from the official list."""

    template_name = "planning/feries.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        exiger_planification(self.request.user)
        year = _annee(unique(self.request.GET, "annee"))
        first, last = date(year, 1, 1), date(year, 12, 31)
        rows = JourFerie.objects.visible_to(self.request.user).filter(date__range=(first, last))
        return super().get_context_data(
            annee=year,
            avant=year - 1 if year > ANNEE_MIN else None,
            apres=year + 1 if year < ANNEE_MAX else None,
            feries=feries(first, last),
            ajustements=rows,
            **kwargs,
        )


def _annee(texte: str) -> int:
    """This year where nothing, or no year, is asked for."""
    said = int(texte) if texte.isascii() and texte.isdigit() and len(texte) <= 4 else 0  # noqa: PLR2004
    return said if ANNEE_MIN <= said <= ANNEE_MAX else timezone.localdate().year


class AjusterFerie(VueService):
    """Move a holiday, add one, or say that it is worked."""

    form_class = FormulaireFerie
    titre = gettext_lazy("Jour férié")
    retour_texte = gettext_lazy("Jours fériés")
    message = gettext_lazy("Le jour férié est à jour.")
    success_url = reverse_lazy("planning:feries")

    def ouvrir(self) -> None:
        exiger_planification(self.request.user)

    def get_initial(self) -> dict[str, Any]:
        names = ("ajustement", "nom", "deplace_de", "date")
        return {n: v for n in names if (v := unique(self.request.GET, n))}

    def executer(self, valeurs: dict[str, Any]) -> JourFerie:
        row = services.ajuster_ferie(par=self.request.user, **valeurs)
        for text in row.avertissements:
            messages.warning(self.request, text)
        return row


class RetablirFerie(VueService):
    """The official list holds again."""

    titre = gettext_lazy("Rétablir la liste officielle")
    bouton = gettext_lazy("Rétablir")
    retour_texte = gettext_lazy("Jours fériés")
    message = gettext_lazy("La liste officielle vaut de nouveau pour ce jour.")
    success_url = reverse_lazy("planning:feries")

    def ouvrir(self) -> None:
        exiger_planification(self.request.user)
        self.ligne = trouver(JourFerie.objects.all(), self.kwargs["pk"], self.request.user)
        self.note = _("« %(jour)s » s’efface : ce jour sera comme la liste officielle le dit.") % {
            "jour": self.ligne
        }

    def executer(self, valeurs: dict[str, Any]) -> None:
        services.retablir_ferie(par=self.request.user, ferie_id=self.ligne.pk)


class _Seance(VueService):
    """About a sitting of a slot, back to the intervention's page."""

    form_class: Any = FormulaireSeance
    verbe: Any = ""
    seance: Reservation | None = None

    def ouvrir(self) -> None:
        user = self.request.user
        rows = Creneau.objects.select_related("intervention__technicien__user")
        self.ligne = trouver(rows, self.kwargs["pk"], user)
        exiger_planification(user)
        if "seance" in self.kwargs:
            own = Reservation.objects.filter(planning=self.ligne)
            own = own.select_related("technicien__user")
            self.seance = trouver(own, self.kwargs["seance"], user)
        numero = self.ligne.intervention.numero
        self.titre, self.retour_texte = f"{self.verbe} · {numero}", numero

    def get_success_url(self) -> str:
        return reverse("interventions:fiche", args=[self.ligne.intervention_id])

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self.form_class is FormulaireSeance:
            kwargs |= {"user": self.request.user, "creneau": self.ligne, "seance": self.seance}
        return kwargs

    def annoncer(self) -> None:
        super().annoncer()
        for text in getattr(self.resultat, "avertissements", ()):
            messages.warning(self.request, text)


class AjouterSeance(_Seance):
    """More time, of the same person or another."""

    verbe = gettext_lazy("Ajouter une séance")
    bouton = gettext_lazy("Ajouter")
    message = gettext_lazy("La séance est ajoutée.")

    def executer(self, valeurs: dict[str, Any]) -> Reservation:
        return services.ajouter_seance(par=self.request.user, creneau_id=self.ligne.pk, **valeurs)


class ModifierSeance(_Seance):
    """At another time, or by another."""

    verbe = gettext_lazy("Modifier une séance")
    message = gettext_lazy("La séance est à jour.")

    def executer(self, valeurs: dict[str, Any]) -> Reservation:
        options = {n: valeurs.pop(n) for n in ("motif_derogation", "version")}
        return services.modifier_seance(
            par=self.request.user,
            creneau_id=self.ligne.pk,
            seance_id=self.kwargs["seance"],
            champs=valeurs,
            **options,
        )


class RetirerSeance(_Seance):
    """Give the time back."""

    form_class = VueService.form_class
    verbe = gettext_lazy("Retirer une séance")
    bouton = gettext_lazy("Retirer")
    message = gettext_lazy("La séance est retirée, son temps est rendu.")
    danger = True

    def ouvrir(self) -> None:
        super().ouvrir()
        row: Any = self.seance
        self.note = f"{capfirst(quand(row.debut, row.fin))} · {row.technicien}"

    def executer(self, valeurs: dict[str, Any]) -> None:
        services.retirer_seance(
            par=self.request.user, creneau_id=self.ligne.pk, seance_id=self.kwargs["seance"]
        )
