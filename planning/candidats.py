"""What is known of every technician who could be sent: eight queries, however many they are."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from comptes.choices import Role
from comptes.models import nom_affiche
from core.errors import Invalide
from interventions.models import Intervention
from interventions.workflow import OUVERTES
from planning.calendrier import Calendrier, Plage, jours_de, reunies
from planning.charge import Jours, reservations, reserve_par_jour
from planning.dates import minuit
from planning.libre import heures, premier_libre
from planning.models import Creneau
from planning.services.creneaux import DUREE_MAX
from planning.suggestion import JOURS_D_ATTENTE, Candidat, Demande, Faits, classer
from techniciens.choices import Disponibilite
from techniciens.models import Competence, CompetenceTechnicien, Technicien

_JOUR = timedelta(days=1)
_QUART = timedelta(minutes=15)
DUREE_HABITUELLE = Decimal(2)  # hours, of work that says nothing
_ABSENT = {Disponibilite.CONGE, Disponibilite.FORMATION, Disponibilite.INDISPONIBLE}


@dataclass(frozen=True)
class Envoi:
    """A `Demande` with the rows it comes from, and the days that have to be read for it."""

    intervention: Intervention
    creneau: Creneau | None
    competence: Competence | None
    demande: Demande
    semaine: Jours

    @property
    def horizon(self) -> datetime:
        """Until when a free time is looked for: the window, or a week if that is longer."""
        week = minuit(self.demande.jour + JOURS_D_ATTENTE * _JOUR)
        return max(self.demande.fenetre.fin, week.astimezone(UTC))


def preparer(
    intervention: Intervention,
    *,
    debut: datetime | None = None,
    fin: datetime | None = None,
    duree: Decimal | None = None,
) -> Envoi:
    """What `intervention` asks for; the window and the hours (`duree`) may be wished otherwise.

    `Invalide` for work that is done and for wishes that do not hold. Without a wish: those
    of its slot, else from now on until its deadline, or for a week.
    """
    if intervention.statut not in OUVERTES:
        text = _("%(numero)s n’est plus à planifier.") % {"numero": intervention.numero}
        raise Invalide(text, {"intervention_id": [text]})
    slot = Creneau.objects.select_related("plan__competence").filter(intervention=intervention)
    creneau = slot.first()
    length = _duree(intervention, creneau, duree)
    window = _fenetre(intervention, creneau, debut=debut, fin=fin, duree=length)
    day = timezone.localtime(window.debut).date()
    skill = _competence(intervention, creneau)
    site = intervention.equipement.site
    monday = day - day.weekday() * _JOUR
    demande = Demande(
        competence_id=skill.pk if skill else None,
        niveau=skill.niveau_requis if skill else None,
        ville=site.ville or intervention.client.ville,
        jour=day,
        fenetre=window,
        duree=length,
    )
    return Envoi(intervention, creneau, skill, demande, Jours.de(monday, monday + 6 * _JOUR))


def _competence(intervention: Intervention, creneau: Creneau | None) -> Competence | None:
    """That of the plan which the visit is of, else that of the machine's family (ADR 15)."""
    plan = creneau.plan if creneau else None
    if plan is not None and plan.competence is not None:
        return plan.competence
    family = intervention.equipement.famille
    return family.competence if family else None


def _duree(intervention: Intervention, creneau: Creneau | None, duree: Decimal | None) -> timedelta:
    if duree is None and creneau is not None:
        return creneau.date_fin - creneau.date_debut
    hours = duree if duree is not None else intervention.duree_estimee or DUREE_HABITUELLE
    length = timedelta(hours=float(hours))
    if not timedelta() < length <= DUREE_MAX:
        text = _("Une durée de plus de 0 h et de %(n)s jours au plus.") % {"n": DUREE_MAX.days}
        raise Invalide(text, {"duree": [text]})
    return length


def _fenetre(
    intervention: Intervention,
    creneau: Creneau | None,
    *,
    debut: datetime | None,
    fin: datetime | None,
    duree: timedelta,
) -> Plage:
    """The window: nothing before now is offered, on the quarter of an hour."""
    now = _au_quart(timezone.now())
    # A slot that was missed is no wish any more.
    if debut is None and fin is None and creneau is not None and creneau.date_fin > now:
        debut, fin = creneau.date_debut, creneau.date_fin
    start = max(_au_quart(debut), now) if debut else now
    end = fin or _sans_voeu(intervention, start, duree)
    if end <= start:
        text = _("La fenêtre finit avant de commencer, ou elle est passée.")
        raise Invalide(text, {"fin": [text]})
    if end - start > DUREE_MAX:
        text = _("Une fenêtre de %(n)s jours au plus.") % {"n": DUREE_MAX.days}
        raise Invalide(text, {"fin": [text]})
    return Plage(start, end)


def _sans_voeu(intervention: Intervention, debut: datetime, duree: timedelta) -> datetime:
    deadline = intervention.date_limite
    if deadline is not None and debut + duree <= deadline <= debut + DUREE_MAX:
        return deadline
    return debut + JOURS_D_ATTENTE * _JOUR


def _au_quart(instant: datetime) -> datetime:
    """The next quarter of an hour."""
    over = instant - datetime.min.replace(tzinfo=instant.tzinfo)
    return instant + (-over % _QUART)


def candidats(envoi: Envoi, par: Any) -> list[Candidat]:
    """Those who may be given the work, best first."""
    rows = Technicien.objects.visible_to(par).filter(
        archive_le=None, user__is_active=True, user__role=Role.TECHNICIEN
    )
    people = list(
        rows.order_by().values_list(
            *("pk", "user__full_name", "user__username", "zone_geographique"),
            *("disponibilite", "disponibilite_constatee"),
        )
    )
    lecture = _Lecture.faire(rows.order_by().values("pk"), envoi)
    return classer(envoi.demande, (lecture.faits(row) for row in people))


@dataclass(frozen=True)
class _Lecture:
    """What was read of all technicians at once."""

    envoi: Envoi
    calendrier: Calendrier
    pris: dict[int, list[Plage]]
    niveaux: dict[int, tuple[str, date | None]]
    visites: dict[int, tuple[int, date | None]]
    heures: dict[int | None, list[Plage]] = field(default_factory=dict)

    @classmethod
    def faire(cls, ids: QuerySet[Technicien, Any], envoi: Envoi) -> "_Lecture":
        week, horizon = envoi.semaine, envoi.horizon
        last = jours_de(envoi.demande.fenetre.debut, horizon)[1]
        slot = envoi.creneau
        return cls(
            envoi,
            Calendrier.charger(ids, week.du, max(week.au, last)),
            reservations(
                ids,
                week.minuits[0],
                max(week.minuits[-1], horizon),
                sauf=slot.pk if slot else None,
            ),
            _niveaux(envoi.demande.competence_id),
            _visites(envoi.intervention),
        )

    def faits(self, ligne: tuple[int, str, str, str, str, str]) -> Faits:
        who, full_name, username, zone, state, fact = ligne
        level, until = self.niveaux.get(who, (None, None))
        count, last = self.visites.get(who, (0, None))
        free = self._libre(who, absent=state in _ABSENT and state != fact)
        week, taken = self.envoi.semaine, self.pris.get(who, [])
        reserved = reserve_par_jour(self.calendrier, who, pris=taken, jours=week)
        return Faits(
            technicien_id=who,
            nom=nom_affiche(full_name, username) or "",
            niveau=level,
            certifie_jusqu_au=until,
            zone=zone,
            libre=free,
            libre_le=timezone.localtime(free.debut).date() if free else None,
            reserve=sum(reserved, timedelta()),
            net=self.calendrier.nettes(who, week.du, week.au),
            visites=count,
            derniere_visite=last,
        )

    def _libre(self, who: int, *, absent: bool) -> Plage | None:
        """The first time free within the horizon; who is said to be away without dates, not today.

        Absences that have dates say themselves until when.
        """
        want = self.envoi.demande
        away = [Plage(row.debut, row.fin) for row in self.calendrier.absences(who)]
        if absent:
            now = timezone.now()
            away.append(Plage(now, minuit(timezone.localtime(now).date() + _JOUR)))
        # Reservations stand apart and in order already.
        reserved = self.pris.get(who, [])
        taken = reunies([*reserved, *away]) if away else reserved
        return premier_libre(self._heures(who), taken, want.duree)

    def _heures(self, who: int) -> list[Plage]:
        """Working hours within the horizon, made once for all who keep the same."""
        shared = self.calendrier.horaire_de(who)
        if shared not in self.heures:
            span = Plage(self.envoi.demande.fenetre.debut, self.envoi.horizon)
            self.heures[shared] = list(heures(self.calendrier, who, span))
        return self.heures[shared]


def _niveaux(competence_id: int | None) -> dict[int, tuple[str, date | None]]:
    """Level and end of the certificate, of those who hold the skill."""
    if competence_id is None:
        return {}
    rows = CompetenceTechnicien.objects.filter(competence_id=competence_id)
    columns = ("technicien_id", "niveau", "certification_expire_le")
    return {who: (level, until) for who, level, until in rows.order_by().values_list(*columns)}


def _visites(intervention: Intervention) -> dict[int, tuple[int, date | None]]:
    """How often each has ended work on this machine, and on which day last."""
    rows = Intervention.objects.filter(
        equipement_id=intervention.equipement_id,
        technicien__isnull=False,
        date_fin__isnull=False,
    ).exclude(pk=intervention.pk)
    ended = rows.order_by().values_list("technicien_id").annotate(Count("pk"), Max("date_fin"))
    return {who: (n, timezone.localtime(last).date()) for who, n, last in ended}
