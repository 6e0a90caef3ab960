"""The work one step at a time, for a phone in the other hand: the steps, and what each shows."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.faits import Fait, faits
from interventions.choices import NatureSegment, Statut
from interventions.models import Intervention
from interventions.presentation import fiche
from interventions.presentation.actes import Manque, manques, possibles

SECURITE, DIAGNOSTIC, SOLUTION = "securite", "diagnostic", "solution"
TEMPS, CLOTURE = "temps", "cloture"


@dataclass(frozen=True)
class Etape:
    """One screen; `colonnes` are those that it writes."""

    code: str
    titre: Any
    colonnes: tuple[str, ...] = ()


ETAPES = (
    Etape(SECURITE, _("Sécurité et accès")),
    Etape(DIAGNOSTIC, _("Diagnostic"), ("mode", "cause", "diagnostic")),
    Etape(SOLUTION, _("Solution"), ("remede", "solution", "notes_techniques")),
    Etape(TEMPS, _("Temps passé")),
    Etape(CLOTURE, _("Clôture")),
)
PAR_CODE = {etape.code: etape for etape in ETAPES}


@dataclass(frozen=True)
class Pas:
    """A step as the bar shows it."""

    etape: Etape
    rang: int
    url: str
    etat: str  # faite, ici or avenir


def adresse(intervention: Intervention, code: str) -> str:
    """The screen of one step."""
    return reverse("interventions:etape", args=[intervention.pk, code])


def premiere(intervention: Intervention) -> str:
    """Where to go on: the first step that is not done."""
    if intervention.statut != Statut.EN_COURS:
        return SECURITE
    if not intervention.diagnostic:
        return DIAGNOSTIC
    return TEMPS if intervention.solution else SOLUTION


def voisine(code: str, ecart: int) -> Etape | None:
    """The step before (-1) or after (1)."""
    codes = [etape.code for etape in ETAPES]
    rank = codes.index(code) + ecart
    return ETAPES[rank] if 0 <= rank < len(ETAPES) else None


def pas(intervention: Intervention, code: str) -> list[Pas]:
    """The bar: every step is a link, none is locked."""
    here = next(i for i, etape in enumerate(ETAPES) if etape.code == code)
    return [
        Pas(
            etape,
            rank + 1,
            adresse(intervention, etape.code),
            "faite" if rank < here else "ici" if rank == here else "avenir",
        )
        for rank, etape in enumerate(ETAPES)
    ]


def securite(intervention: Intervention, user: Any) -> dict[str, Any]:
    """What to read before touching anything."""
    machine = fiche.machine_visible(intervention, user)
    return {
        "machine": machine,
        "faits_lieu": fiche.faits_lieu(machine, user),
        "faits_machine": fiche.faits_machine(machine, user),
        "consignes": fiche.consignes(intervention, machine, user),
        "appels": fiche.appels(intervention, machine, user),
        "carte": fiche.carte(machine, user),
        "demande": faits(intervention, ("description",), user),
    }


def temps(intervention: Intervention, user: Any) -> dict[str, Any]:
    """The stretches of time, and the work among them in hours as of now."""
    spans = fiche.temps(intervention, user)
    now = timezone.now()
    worked = [
        (t.segment.fin or now) - t.segment.debut
        for t in spans
        if t.segment.nature == NatureSegment.TRAVAIL
    ]
    hours = sum(worked, timedelta()) / timedelta(hours=1)
    return {"tranches": spans, "mesure": round(hours, 2)}


@dataclass(frozen=True)
class Restant:
    """What the report lacks, and the field that takes it."""

    manque: Manque
    url: str


def _ou(intervention: Intervention, champ: str) -> str:
    step = next(etape for etape in ETAPES if champ in etape.colonnes)
    return f"{adresse(intervention, step.code)}#id_{champ}"


def recapitulatif(intervention: Intervention, user: Any) -> dict[str, Any]:
    """What will be closed: the report as it stands, and what is missing, as links to the fields."""
    names = possibles(intervention, user)
    missing = manques(intervention, names)
    report: list[Fait] = faits(
        intervention, ("mode", "cause", "diagnostic", "remede", "solution"), user
    )
    return {
        "rapport": report,
        "restants": [Restant(m, _ou(intervention, m.champ)) for m in missing],
        "cloturable": "cloturer" in names and not any(m.requis for m in missing),
        "a_demarrer": intervention.statut == Statut.AFFECTEE,
    }
