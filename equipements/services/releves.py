"""Readings of meters: written down under the meter's lock, corrected, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from comptes.choices import Role
from core.errors import Conflit, DomainError, Interdit, Introuvable, Invalide
from core.outbox import publier
from core.validation import exiger, valider
from equipements.actions import registre
from equipements.choices import NatureReleve, RemiseAZero, SourceReleve
from equipements.cumul import cumul_lu, cumul_reparti, recule
from equipements.events import ReleveSaisi
from equipements.mesures import mesure
from equipements.models import Compteur, Releve
from equipements.permissions import exiger_releve
from equipements.selectors import en_vigueur
from equipements.services.compteurs import verrouiller_compteur, verrouiller_compteurs

LIGNES_MAX = 500
_JOUR = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Lecture:
    """What somebody read: `date` is now if not said, `confirmer` insists on an unlikely value."""

    valeur: Decimal
    date: datetime | None = None
    nature: str = NatureReleve.LECTURE
    motif: str = ""
    confirmer: bool = False
    source: str = SourceReleve.SAISIE


def relever(*, par: Any, compteur_id: int, lecture: Lecture) -> Releve:
    """Write down what a meter shows; the same reading sent again is the one that is there."""
    exiger_releve(par)
    with transaction.atomic():
        return _relever(verrouiller_compteur(compteur_id, par), lecture, par)


def relever_tournee(
    *, par: Any, lectures: Sequence[tuple[int, Lecture]]
) -> list[Releve | DomainError]:
    """Many (meter's id, reading) at once: what holds is written, the rest told line by line.

    What came of each comes back in the order given; they are written in the order of time. If
    `par` sees none of the meters there is nothing to tell: `Introuvable`.
    """
    exiger_releve(par)
    if len(lectures) > LIGNES_MAX:
        text = _("Au plus %(n)s relevés à la fois.") % {"n": LIGNES_MAX}
        raise Invalide(text, {"releves": [text]})
    now = timezone.now()
    order = sorted(range(len(lectures)), key=lambda i: lectures[i][1].date or now)
    done: dict[int, Releve | DomainError] = {}
    with transaction.atomic():
        meters = verrouiller_compteurs([pk for pk, _lecture in lectures], par)
        if lectures and not meters:
            raise Introuvable(_("Compteur introuvable."))
        for i in order:
            pk, lecture = lectures[i]
            done[i] = _essayer(meters.get(pk), lecture, par)
    return [done[i] for i in range(len(lectures))]


def corriger(
    *,
    par: Any,
    releve_id: int,
    valeur: Decimal,
    motif: str,
    confirmer: bool = False,
    source: str = SourceReleve.SAISIE,
) -> Releve:
    """A reading that was wrong, said again: a new row of the same moment, which names the old.

    Who read it may correct it, and who manages the machines. What a reset has counted on from
    stays as it is, for all that was counted since rests on it.
    """
    exiger_releve(par)
    exiger(motif=motif)
    with transaction.atomic():
        seen = Releve.objects.visible_to(par).filter(pk=releve_id).first()
        if seen is None:
            raise Introuvable(_("Relevé introuvable."))
        if par.role == Role.TECHNICIEN and seen.saisi_par_id != par.pk:
            raise Interdit(_("Vous ne corrigez que vos propres relevés."))
        meter = verrouiller_compteur(seen.compteur_id, par)
        if not en_vigueur().filter(pk=seen.pk).exists():
            raise Conflit(_("Ce relevé est déjà corrigé : corrigez le plus récent."))
        after = _voisins(meter).filter(date__gt=seen.date).order_by("date").first()
        if after is not None and {after.nature, seen.nature} != {NatureReleve.LECTURE}:
            raise Conflit(
                _("La remise à zéro ou le remplacement d’à côté compte à partir de ce relevé.")
            )
        kept: dict[str, Any] = {"date": seen.date, "nature": seen.nature}
        row = _nouveau(meter, Lecture(valeur=valeur, motif=motif, source=source, **kept), par)
        row.corrige = seen
        before = _voisins(meter).filter(date__lt=seen.date).order_by("-date").first()
        return _ecrire(row, before, after, confirmer=confirmer)


def _essayer(meter: Compteur | None, lecture: Lecture, par: Any) -> Releve | DomainError:
    """One line, undone alone if it is refused."""
    if meter is None:
        return Introuvable(_("Compteur introuvable."))
    try:
        with transaction.atomic():
            return _relever(meter, lecture, par)
    except DomainError as error:
        return error


def _relever(meter: Compteur, lecture: Lecture, par: Any) -> Releve:
    """With the meter locked."""
    if not meter.actif or meter.equipement.archive_le is not None:
        raise Conflit(_("« %(nom)s » n’est plus en service.") % {"nom": meter})
    row = _nouveau(meter, lecture, par)
    before = _voisins(meter).filter(date__lte=row.date).order_by("-date").first()
    if before is not None and before.date == row.date:
        return _deja_la(before, row)
    after = _voisins(meter).filter(date__gt=row.date).order_by("date").first()
    return _ecrire(row, before, after, confirmer=lecture.confirmer)


def _voisins(meter: Compteur) -> QuerySet[Releve, Any]:
    return en_vigueur().filter(compteur=meter)


def _nouveau(meter: Compteur, lecture: Lecture, par: Any) -> Releve:
    """The row as it was read, before its neighbours are looked at."""
    now = timezone.now()
    row = Releve(
        compteur=meter,
        date=lecture.date or now,
        valeur=lecture.valeur,
        nature=lecture.nature,
        motif=lecture.motif.strip(),
        source=lecture.source,
        saisi_par=par,
    )
    valider(row, {"valeur", "nature", "motif", "source"})
    if row.date > now:
        raise _refus("date", _("Un relevé ne se date pas dans le futur."))
    if meter.maximum is not None and row.valeur > meter.maximum:
        end = mesure(meter.maximum, meter.unite)
        raise _refus("valeur", _("L’affichage s’arrête à %(fin)s.") % {"fin": end})
    if row.nature != NatureReleve.LECTURE:
        exiger(motif=row.motif)
    return row


def _deja_la(found: Releve, row: Releve) -> Releve:
    """A second reading of the same moment: the first one, if it says the same."""
    if (found.valeur, found.nature) == (row.valeur, row.nature):
        return found
    raise _refus(
        "date",
        _("Un relevé de ce moment existe déjà (%(valeur)s) : corrigez-le.")
        % {"valeur": mesure(found.valeur, row.compteur.unite)},
    )


def _ecrire(row: Releve, before: Releve | None, after: Releve | None, *, confirmer: bool) -> Releve:
    meter = row.compteur
    row.cumul = _cumul(row, before, after)
    if after is not None and row.cumul > after.cumul:
        raise _refus("valeur", _("Ce serait plus que le relevé suivant : %(r)s.") % _dit(after))
    if before is not None and not confirmer:
        _exiger_vraisemblance(row, before)
    valider(row, {"cumul"})
    row.save(force_insert=True)
    publier(
        ReleveSaisi(
            releve_id=row.pk,
            compteur_id=meter.pk,
            equipement_id=meter.equipement_id,
            par_id=row.saisi_par_id,
        )
    )
    registre.appeler("relever", compteur=meter, releve=row)
    return row


def _cumul(row: Releve, before: Releve | None, after: Releve | None) -> Decimal:
    """What the machine has counted by then; `Invalide` where the reading cannot be."""
    meter = row.compteur
    if row.nature == NatureReleve.LECTURE:
        if before is not None and recule(row, before):
            raise _refus(
                "valeur",
                _(
                    "Le relevé d’avant est %(r)s. Remise à zéro ou remplacement ? Dites-le, avec "
                    "le motif ; sinon corrigez ce relevé-là."
                )
                % _dit(before),
            )
        return cumul_lu(row, avant=before, apres=after)
    if before is None:
        raise _refus("nature", _("C’est le premier relevé : rien n’a encore été compté."))
    if after is not None:
        raise _refus("nature", _("Des relevés plus récents existent : %(r)s.") % _dit(after))
    if (row.nature, meter.remise_a_zero) == (NatureReleve.REMISE_A_ZERO, RemiseAZero.JAMAIS):
        raise _refus("nature", _("Ce compteur ne se remet pas à zéro."))
    return cumul_reparti(row, avant=before)


def _exiger_vraisemblance(row: Releve, before: Releve) -> None:
    """No more a day than the meter is known for, unless somebody says that it is so."""
    most = row.compteur.max_par_jour
    if most is None:
        return
    days = Decimal(max(row.date - before.date, _JOUR) // timedelta(minutes=1)) / 1440
    counted = row.cumul - before.cumul
    if counted > most * days:
        text = _("%(n)s depuis le relevé %(r)s : c’est beaucoup. Vérifiez, puis confirmez.")
        unit = row.compteur.unite
        raise _refus("confirmer", text % {"n": mesure(counted, unit), **_dit(before)})


def _dit(releve: Releve) -> dict[str, str]:
    """« 1 234 h le 12/05/2026 10:00 », for sentences."""
    when = date_format(timezone.localtime(releve.date), "d/m/Y H:i")
    value = mesure(releve.valeur, releve.compteur.unite)
    return {"r": _("%(valeur)s le %(quand)s") % {"valeur": value, "quand": when}}


def _refus(champ: str, text: str) -> Invalide:
    return Invalide(text, {champ: [text]})
