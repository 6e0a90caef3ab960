"""« Ma journée »: each job with what a technician needs to go there and do it."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.http import urlencode

from interventions.choices import Statut
from interventions.models import Intervention, Segment
from interventions.presentation import actes, fiche
from interventions.presentation.actes import Bouton
from interventions.presentation.fiche import Appel
from pilotage.selectors import segments_ouverts, travail_de

# The acts of the day; the others are on the intervention's page.
_ACTES = ("demarrer", "reprendre", "cloturer", "suspendre")


@dataclass(frozen=True)
class Travail:
    """A job of the day."""

    intervention: Intervention
    boutons: list[Bouton]
    appels: list[Appel]
    adresse: str
    segment: Segment | None

    @property
    def carte(self) -> str:
        """A link that the phone's own map application opens."""
        return f"geo:0,0?{urlencode({'q': self.adresse})}" if self.adresse else ""

    @property
    def attente(self) -> str:
        """Why it waits, in words."""
        if self.segment is None or not self.segment.cause:
            return ""
        parts = (str(self.segment.get_cause_display()), self.segment.texte)
        return " : ".join(part for part in parts if part)


@dataclass(frozen=True)
class Journee:
    """The next job, those that follow, and those that wait for something."""

    premier: Travail | None
    suite: list[Travail]
    attente: list[Travail]

    @property
    def vide(self) -> bool:
        return self.premier is None and not self.attente


def _travail(row: Intervention, user: Any, segment: Segment | None) -> Travail:
    names = [n for n in actes.possibles(row, user) if n in _ACTES]
    return Travail(
        row,
        actes.boutons(row.statut, names),
        fiche.appels(row, row.equipement, user),
        fiche.adresse(row.equipement.site),
        segment,
    )


def _court(travail: Travail) -> Travail:
    """A job that is not the next one: its first act and its first number; the page has the rest."""
    return replace(travail, boutons=travail.boutons[:1], appels=travail.appels[:1])


def journee(user: Any) -> Journee:
    """The technician's day as it stands now."""
    rows = list(travail_de(user))
    spans = segments_ouverts(rows, user)
    jobs = [_travail(row, user, spans.get(row.pk)) for row in rows]
    waiting = [job for job in jobs if job.intervention.statut == Statut.EN_ATTENTE]
    ready = [job for job in jobs if job.intervention.statut != Statut.EN_ATTENTE]
    return Journee(
        ready[0] if ready else None,
        [_court(job) for job in ready[1:]],
        [_court(job) for job in waiting],
    )
