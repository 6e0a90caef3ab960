"""The page of one intervention: its facts, its steps, the place, the time spent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from clients.models import Client, Site
from comptes.choices import Role
from core.faits import Fait, faits
from core.visibility import montrer
from equipements.models import Equipement
from interventions.choices import Statut
from interventions.models import Intervention, Segment

TEXTES = (
    "description",
    "diagnostic",
    "solution",
    "notes_techniques",
    "commentaire_client",
)
FAITS = (
    "type_intervention",
    "technicien",
    "cree_par",
    "date_creation",
    "date_planifiee",
    "date_limite",
    "date_affectation",
    "date_debut",
    "date_fin",
    "duree_estimee",
    "duree_reelle",
    "cout_estime",
    "cout_reel",
    "mode",
    "cause",
    "remede",
    "satisfaction_client",
    "suite_de",
)
FAITS_MACHINE = ("famille", "modele", "fabricant", "numero_serie", "localisation", "criticite")
_LIBELLES_SITE = {"nom": _("site")}
FAITS_SITE = ("nom", "adresse", "ville", "acces", "horaires")


@dataclass(frozen=True)
class Etape:
    """A step of the bar: faite, ici or avenir."""

    libelle: Any
    etat: str


_ETAPES_CLIENT: Mapping[str, Any] = {
    Statut.OUVERTE: _("Demande reçue"),
    Statut.AFFECTEE: _("Technicien désigné"),
    Statut.EN_COURS: _("Travail en cours"),
    Statut.CLOTUREE: _("Terminé"),
}
_ETAPES: Mapping[str, Any] = {code: Statut(code).label for code in _ETAPES_CLIENT}
_ATTENTE_CLIENT = _("En attente")


def etapes(intervention: Intervention, user: Any) -> list[Etape]:
    """The bar of steps, in plain language for a client; empty when the work was called off."""
    statut = intervention.statut
    labels = dict(_ETAPES_CLIENT if user.role == Role.CLIENT else _ETAPES)
    if statut == Statut.ANNULEE or (statut == Statut.ARCHIVEE and not intervention.date_fin):
        return []
    if statut == Statut.EN_ATTENTE:
        # Waiting stands where work stands.
        labels[Statut.EN_COURS] = _ATTENTE_CLIENT
        statut = Statut.EN_COURS
    here = Statut.CLOTUREE if statut == Statut.ARCHIVEE else statut
    order = list(labels)
    rank = order.index(Statut(here))
    states = ["faite" if i < rank else "ici" if i == rank else "avenir" for i in range(len(order))]
    return [Etape(labels[code], state) for code, state in zip(order, states, strict=True)]


def textes(intervention: Intervention, user: Any) -> list[Fait]:
    """The story: what was asked, found and done."""
    return faits(intervention, TEXTES, user)


def faits_suivi(intervention: Intervention, user: Any) -> list[Fait]:
    """The facts beside the story."""
    links = {}
    if intervention.suite_de_id:
        links["suite_de"] = reverse("interventions:fiche", args=[intervention.suite_de_id])
    return faits(intervention, FAITS, user, liens=links)


def machine_visible(intervention: Intervention, user: Any) -> Equipement | None:
    """The machine's row, if this person may open its page (a technician's past work: no more)."""
    rows = Equipement.objects.visible_to(user).select_related("site", "client", "famille")
    return rows.filter(pk=intervention.equipement_id).first()


def faits_machine(machine: Equipement | None, user: Any) -> list[Fait]:
    """What to know of the machine."""
    return faits(machine, FAITS_MACHINE, user) if machine else []


def consignes(intervention: Intervention, machine: Equipement | None, user: Any) -> str:
    """What the client asks of whoever works there; empty for those who do not work there."""
    read = machine is not None and user.role != Role.CLIENT
    orders = montrer(Client, ("instructions_particulieres",), user, ligne=intervention.client)
    return str(intervention.client.instructions_particulieres) if read and orders else ""


def faits_lieu(machine: Equipement | None, user: Any) -> list[Fait]:
    """Where it stands and how to get in."""
    return faits(machine.site, FAITS_SITE, user, libelles=_LIBELLES_SITE) if machine else []


@dataclass(frozen=True)
class Appel:
    """A number to call: `tel` is what the phone dials."""

    nom: str
    numero: str

    @property
    def tel(self) -> str:
        return "".join(c for c in self.numero if c in "+0123456789")


def appels(intervention: Intervention, machine: Equipement | None, user: Any) -> list[Appel]:
    """Whom to call: the person on site, then the firm."""
    found = []
    if intervention.contact_telephone or intervention.contact_nom:
        found.append(Appel(intervention.contact_nom, intervention.contact_telephone))
    firm = intervention.client
    shown = montrer(Client, ("telephone",), user, ligne=firm)
    if machine is not None and user.role != Role.CLIENT and shown and firm.telephone:
        found.append(Appel(firm.nom_entreprise, firm.telephone))
    return found


def adresse(site: Site) -> str:
    """The address on one line, for the eye and for maps."""
    return ", ".join(part.strip() for part in (site.adresse, site.ville) if part.strip())


def carte(machine: Equipement | None, user: Any) -> str:
    """A link that the phone's own map application opens, where the address may be seen."""
    if machine is None or not montrer(Site, ("adresse",), user, ligne=machine.site):
        return ""
    place = adresse(machine.site)
    return f"geo:0,0?{urlencode({'q': place})}" if place else ""


@dataclass(frozen=True)
class Tranche:
    """A stretch of time: travail, deplacement or pause; hours, or None while it runs."""

    segment: Segment
    heures: float | None

    @property
    def libelle(self) -> str:
        return str(self.segment.get_nature_display())

    @property
    def raison(self) -> str:
        parts = (self.segment.get_cause_display() if self.segment.cause else "", self.segment.texte)
        return " — ".join(part for part in parts if part)


_SECONDES = 3600


def _tranches(rows: Any) -> Iterator[Tranche]:
    for row in rows:
        span = (row.fin - row.debut).total_seconds() / _SECONDES if row.fin else None
        yield Tranche(row, span)


def temps(intervention: Intervention, user: Any) -> list[Tranche]:
    """Time spent, oldest first; clients are not shown the clock."""
    rows = Segment.objects.visible_to(user).filter(intervention=intervention)
    if user.role == Role.CLIENT:
        return []
    return list(_tranches(rows.select_related("technicien__user").order_by("debut", "id")))
