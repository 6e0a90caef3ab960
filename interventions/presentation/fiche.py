"""The page of one intervention: its facts, its steps, what closing lacks, what may be done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from clients.models import Client, Site
from comptes.choices import Role
from core.faits import Fait, faits
from core.visibility import montrer
from equipements.models import Equipement
from interventions.choices import Statut
from interventions.models import Intervention, Segment
from interventions.visibility import acteur_de
from interventions.workflow import (
    ACTIONS,
    DELAI_EVALUATION,
    DELAI_SUITE_CLIENT,
    Acteur,
    actions_possibles,
)

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

# Acts that have their own place on the page: the edit page, the comment form, the rating form.
A_PART = frozenset({"modifier", "commenter", "evaluer"})
_ICONES: Mapping[str, str] = {
    "affecter": "user-check",
    "desaffecter": "user-minus",
    "demarrer": "player-play",
    "suspendre": "player-pause",
    "reprendre": "player-play",
    "cloturer": "check",
    "annuler": "ban",
    "archiver": "archive",
    "rectifier": "edit",
}
# The usual next act in each state is the coloured button.
_SUITES: Mapping[str, str] = {
    Statut.OUVERTE: "affecter",
    Statut.AFFECTEE: "demarrer",
    Statut.EN_COURS: "cloturer",
    Statut.EN_ATTENTE: "reprendre",
}
_GRAVES = frozenset({"annuler", "desaffecter"})


@dataclass(frozen=True)
class Bouton:
    """An act that this person may do now; `direct` when pressing is the whole question."""

    nom: str
    libelle: Any
    icone: str
    classe: str
    direct: bool


@dataclass(frozen=True)
class Etape:
    """A step of the bar: faite, ici or avenir."""

    libelle: Any
    etat: str


def possibles(intervention: Intervention, user: Any) -> list[str]:
    """What `user` may do now, by the workflow's table."""
    return actions_possibles(intervention.statut, acteur_de(user, intervention))


def boutons(statut: str, noms: list[str]) -> list[Bouton]:
    """The buttons of the page, the usual next act first."""
    following = _SUITES.get(Statut(statut))
    shown = [n for n in noms if n not in A_PART]
    shown.sort(key=lambda n: (n != following, n in _GRAVES))
    return [_bouton(n, following) for n in shown]


def _bouton(nom: str, suivante: str | None) -> Bouton:
    action = ACTIONS[nom]
    style = "btn-danger" if nom in _GRAVES else ""
    if nom == suivante:
        style = "btn-primary"
    direct = not (action.requis or action.facultatifs)
    return Bouton(nom, action.libelle, _ICONES.get(nom, "check"), style, direct)


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


@dataclass(frozen=True)
class Manque:
    """A text or code that the report still lacks; `requis` when closing needs it."""

    libelle: Any
    champ: str
    requis: bool


def manques(intervention: Intervention, noms: list[str]) -> list[Manque]:
    """What closing (or, once closed, the report) still lacks, for one who can provide it."""
    nom = next((n for n in ("cloturer", "rectifier") if n in noms), None)
    if nom is None:
        return []
    columns = {f.name: f for f in Intervention._meta.concrete_fields}
    required = set(ACTIONS["cloturer"].requis)
    wanted = [c for c in ("solution", *ACTIONS["cloturer"].facultatifs) if c != "duree_reelle"]
    return [
        Manque(columns[c].verbose_name, c, c in required)
        for c in wanted
        if c in columns and not getattr(intervention, c)
    ]


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


def peut_evaluer(intervention: Intervention, noms: list[str]) -> bool:
    """The rating form is offered once, within its 90 days; the service decides again."""
    fresh = intervention.date_fin and timezone.now() - intervention.date_fin <= DELAI_EVALUATION
    return bool("evaluer" in noms and intervention.satisfaction_client is None and fresh)


def peut_relancer(intervention: Intervention, user: Any) -> bool:
    """« Toujours en panne » for a client, within 30 days of closing; staff at any time."""
    acteur = acteur_de(user, intervention)
    if intervention.statut not in (Statut.CLOTUREE, Statut.ARCHIVEE) or not intervention.date_fin:
        return False
    if acteur == Acteur.CLIENT:
        return timezone.now() - intervention.date_fin <= DELAI_SUITE_CLIENT
    return acteur is not None


def titre_action(nom: str) -> str:
    """The heading of an act's form."""
    return str(capfirst(ACTIONS[nom].libelle))


def titre_impossible(nom: str, noms: list[str]) -> str:
    """The act that a link asked for and that is not possible (any more), or nothing."""
    return titre_action(nom) if nom in ACTIONS and nom not in noms else ""


_DITS: Mapping[str, Any] = {
    "affecter": _("%(numero)s est affectée à %(technicien)s."),
    "desaffecter": _("%(numero)s est de nouveau à affecter."),
    "demarrer": _("Travail démarré sur %(numero)s."),
    "suspendre": _("%(numero)s est en attente."),
    "reprendre": _("Travail repris sur %(numero)s."),
    "cloturer": _("%(numero)s est clôturée."),
    "annuler": _("%(numero)s est annulée."),
    "archiver": _("%(numero)s est archivée."),
    "modifier": _("%(numero)s est enregistrée."),
    "rectifier": _("Le compte rendu de %(numero)s est rectifié."),
    "evaluer": _("Merci : votre évaluation est enregistrée."),
    "creer": _("%(numero)s est enregistrée."),
}


def dire(nom: str, intervention: Intervention) -> str:
    """The message after an act."""
    names = {"numero": intervention.numero, "technicien": intervention.technicien}
    return str(_DITS[nom] % names)
