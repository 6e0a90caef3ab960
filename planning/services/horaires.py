"""Working hours, written a week at a time; what is said about holidays, a day at a time."""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.errors import Introuvable, Invalide
from core.models import Organisation
from core.outbox import publier
from core.validation import valider
from planning.choices import Ajustement, JourSemaine, Periode
from planning.dates import minuit, quand
from planning.events import FerieAjuste, FerieRetabli, HorairesDefinis
from planning.feries import feries, officiels
from planning.models import HoraireTravail, JourFerie, Reservation
from planning.permissions import exiger_planification
from techniciens.models import Technicien

_MINUIT, _FIN_DU_JOUR = time(), time.max
# How many of the slots that fall on a new holiday are named.
_NOMMES = 20


def definir_horaires(
    *,
    par: Any,
    jours: Mapping[int, Sequence[tuple[time, time]]],
    technicien_id: int | None = None,
    periode: str = Periode.NORMALE,
) -> list[HoraireTravail]:
    """Write the week of a technician, or the firm's; an empty week is no week of one's own.

    `jours`: by weekday (Monday 0) its spans, local; an end at 00:00 ends the day.
    """
    exiger_planification(par)
    with transaction.atomic():
        _verrouiller(technicien_id, par)
        rows = [
            HoraireTravail(
                technicien_id=technicien_id, periode=periode, jour=day, debut=start, fin=end
            )
            for day, spans in sorted(jours.items())
            for start, end in _en_ordre(day, spans)
        ]
        _semaine(technicien_id, periode).delete()
        for row in rows:
            valider(row, {"periode", "jour"})
        HoraireTravail.objects.bulk_create(rows)
        publier(HorairesDefinis(technicien_id=technicien_id, par_id=par.pk))
    return rows


def ajouter_horaire(
    *,
    par: Any,
    jour: int,
    debut: time,
    fin: time,
    technicien_id: int | None = None,
    periode: str = Periode.NORMALE,
) -> HoraireTravail:
    """One span more in a week."""
    exiger_planification(par)
    row = HoraireTravail(
        technicien_id=technicien_id, periode=periode, jour=jour, debut=debut, fin=fin
    )
    with transaction.atomic():
        _verrouiller(technicien_id, par)
        valider(row, {"periode", "jour", "debut", "fin"})
        day = _semaine(technicien_id, periode).filter(jour=jour)
        _en_ordre(jour, [*day.values_list("debut", "fin"), (row.debut, row.fin)])
        row.save()
        publier(HorairesDefinis(technicien_id=technicien_id, par_id=par.pk))
    return row


def retirer_horaire(*, par: Any, horaire_id: int) -> None:
    """One span less; a week that has none left is no week of one's own."""
    seen = HoraireTravail.objects.visible_to(par).filter(pk=horaire_id).first()
    if seen is None:
        raise Introuvable(_("Horaire introuvable."))
    exiger_planification(par)
    with transaction.atomic():
        _verrouiller(seen.technicien_id, par, parti=True)
        gone, _detail = HoraireTravail.objects.filter(pk=horaire_id).delete()
        if not gone:
            raise Introuvable(_("Horaire introuvable."))
        publier(HorairesDefinis(technicien_id=seen.technicien_id, par_id=par.pk))


def ajuster_ferie(
    *, par: Any, ajustement: str, date: date, nom: str = "", deplace_de: date | None = None
) -> JourFerie:
    """Move a holiday of the official list, add one, or say that it is worked.

    To move again what is moved changes its row. The returned row has `avertissements`.
    """
    exiger_planification(par)
    with transaction.atomic():
        name = _nom(ajustement, date, nom, deplace_de=deplace_de)
        found = JourFerie.objects.select_for_update().filter(
            nom=name, deplace_de=deplace_de, deplace_de__isnull=False
        )
        row = found.first() or JourFerie(nom=name, ajustement=ajustement, deplace_de=deplace_de)
        row.date = date
        valider(row)
        row.save()
        publier(FerieAjuste(ferie_id=row.pk, par_id=par.pk))
    row.avertissements = [] if ajustement == Ajustement.TRAVAILLE else _planifiees(date)
    return row


def retablir_ferie(*, par: Any, ferie_id: int) -> None:
    """The official list holds again: the row goes, nothing hangs on it."""
    exiger_planification(par)
    with transaction.atomic():
        row = JourFerie.objects.select_for_update().filter(pk=ferie_id).first()
        if row is None:
            raise Introuvable(_("Ajustement introuvable."))
        publier(FerieRetabli(ferie_id=row.pk, par_id=par.pk))
        row.delete()


def _semaine(technicien_id: int | None, periode: str) -> QuerySet[HoraireTravail, Any]:
    whose: Any = technicien_id  # None is the firm's, as the rows have it
    return HoraireTravail.objects.filter(technicien_id=whose, periode=periode)


def _verrouiller(technicien_id: int | None, par: Any, *, parti: bool = False) -> None:
    """Two weeks of one technician, or of the firm, are written one after the other.

    `parti`: of somebody who has left, too.
    """
    if technicien_id is None:
        list(Organisation.objects.select_for_update(no_key=True).values_list("pk"))
        return
    rows = Technicien.objects.visible_to(par).select_for_update(no_key=True)
    person = rows.filter(pk=technicien_id).first()
    if person is None or (person.archive_le is not None and not parti):
        text = _("Choisissez un technicien en activité.")
        raise Invalide(text, {"technicien_id": [text]})


def _en_ordre(jour: int, plages: Sequence[tuple[time, time]]) -> list[tuple[time, time]]:
    """The spans of a day in order; `Invalide` if one is empty or two overlap."""
    ordered = sorted(plages)
    ends = [_FIN_DU_JOUR if end == _MINUIT else end for _start, end in ordered]
    text = ""
    if any(start >= end for (start, _end), end in zip(ordered, ends, strict=True)):
        text = _("La fin vient après le début.")
    elif any(end > following for end, (following, _end) in zip(ends, ordered[1:], strict=False)):
        text = _("Deux plages se chevauchent.")
    if text:
        name = JourSemaine(jour).name.lower() if jour in JourSemaine.values else "jour"
        raise Invalide(text, {name: [text]})
    return ordered


def _nom(ajustement: str, jour: date, nom: str, *, deplace_de: date | None) -> str:
    """The holiday's name, which only an added one brings along."""
    if ajustement == Ajustement.AJOUTE:
        return nom
    if ajustement == Ajustement.DEPLACE:
        column, there = "deplace_de", [] if deplace_de is None else _officiels(deplace_de)
    else:
        column, there = "date", [f.nom for f in feries(jour, jour)]
    if not there or (nom and nom not in there):
        text = _("Ce jour n’est pas ce jour férié.") if there else _("Ce jour n’est pas férié.")
        raise Invalide(text, {column: [text]})
    return nom or there[0]


def _officiels(jour: date) -> list[str]:
    return [f.nom for f in officiels(jour.year) if f.jour == jour]


def _planifiees(jour: date) -> list[str]:
    rows = Reservation.objects.filter(
        debut__lt=minuit(jour + timedelta(days=1)), fin__gt=minuit(jour)
    )
    return [
        _("%(numero)s est planifiée %(quand)s.")
        % {"numero": r.planning.intervention.numero, "quand": quand(r.debut, r.fin)}
        for r in rows.select_related("planning__intervention").order_by("debut", "id")[:_NOMMES]
    ]
