"""The timeline of an intervention: audit rows and comments merged, as far as a person may read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from comptes.models import Utilisateur
from comptes.systeme import SYSTEME
from core.contexte import Canal
from core.visibility import montrer
from interventions.choices import ActionHistorique
from interventions.models import Commentaire, Intervention
from interventions.presentation.valeurs import libelle_colonne, valeur_lisible
from interventions.selectors import caches_de, est_muette
from interventions.visibility import HistoriqueIntervention

# Entries shown at once; older ones are a link away.
D_ABORD = 30

TOUT, COMMENTAIRES, CHANGEMENTS = "tout", "commentaires", "changements"
FILS: Mapping[str, Any] = {
    TOUT: _("Tout"),
    COMMENTAIRES: _("Messages"),
    CHANGEMENTS: _("Changements"),
}

# Ids of rows that an act is about: for programs.
_RENVOIS = frozenset({"commentaire_id", "document_id", "creneau_id"})
# Of a new row these repeat the head of the page.
_DE_LA_CREATION = frozenset(
    {"numero", "equipement_id", "client_id", "cree_par_id", "statut", "date_creation", "titre"}
)
_NOM = Coalesce(NullIf("full_name", Value("")), "username")
_PROVENANCE = ("canal", "adresse_ip", "user_agent", "request_id")


@dataclass(frozen=True)
class Changement:
    """A column before and after, in words; `avant` is empty for what was not there."""

    libelle: Any
    avant: str
    apres: str


@dataclass
class Entree:
    """One act: when, who, what; a comment's text; what changed; where it came from."""

    moment: datetime
    qui: str
    quoi: str
    action: str
    texte: str = ""
    interne: bool = False
    changements: list[Changement] = field(default_factory=list)
    provenance: list[tuple[Any, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Chronologie:
    """Entries, newest first, of one filter (`fil`).

    `avant` is where they begin (None: at the newest), `suite` where the older ones begin (None:
    there are none).
    """

    entrees: list[Entree]
    fil: str = TOUT
    avant: int | None = None
    suite: int | None = None

    @property
    def vide(self) -> Any:
        """What an empty one says."""
        if self.fil == COMMENTAIRES:
            return _("Aucun message pour l’instant.")
        return _("Rien ne s’est encore passé.")

    @property
    def onglets(self) -> list[tuple[str, Any, bool]]:
        return [(code, label, code == self.fil) for code, label in FILS.items()]


def _techniciens(lignes: Iterable[Mapping[str, Any]]) -> set[Any]:
    ids = {
        (ligne[side] or {}).get("technicien_id")
        for ligne in lignes
        for side in ("ancienne_valeur", "nouvelle_valeur")
    }
    return ids - {None}


def _nommes(lignes: list[dict[str, Any]], intervention: Intervention) -> dict[int, str]:
    """Names of the technicians that the rows speak of: the one in charge was read with the row."""
    charge = intervention.technicien
    names = {charge.pk: charge.user.full_name or charge.user.username} if charge else {}
    if others := _techniciens(lignes) - names.keys():
        rows = Utilisateur.objects.filter(technicien__pk__in=others).order_by()
        names |= dict(rows.values_list("technicien__pk", _NOM))
    return names


def _messages(lignes: Iterable[Mapping[str, Any]], user: Any) -> dict[int, Commentaire]:
    """The comments that the rows speak of, those that `user` may read."""
    ids: set[Any] = {(ligne["nouvelle_valeur"] or {}).get("commentaire_id") for ligne in lignes}
    ids.discard(None)
    return Commentaire.objects.visible_to(user).in_bulk(ids) if ids else {}


class _Lecteur:
    """Turns audit rows into entries for one person."""

    def __init__(self, user: Any, lignes: list[dict[str, Any]], intervention: Intervention) -> None:
        self.cachees = caches_de(user)
        self.provenance = montrer(HistoriqueIntervention, _PROVENANCE, user)
        self.messages = _messages(lignes, user)
        self.techniciens = _nommes(lignes, intervention)

    def _changements(self, ligne: Mapping[str, Any]) -> Iterator[Changement]:
        before, after = ligne["ancienne_valeur"] or {}, ligne["nouvelle_valeur"] or {}
        for name, value in after.items():
            creation = ligne["action"] == "creation" and name in _DE_LA_CREATION
            if creation or name in _RENVOIS or name in self.cachees:
                continue
            yield Changement(
                libelle_colonne(name),
                valeur_lisible(name, before.get(name), self.techniciens),
                valeur_lisible(name, value, self.techniciens),
            )

    def entree(self, ligne: Mapping[str, Any]) -> Entree:
        values: Mapping[str, Any] = ligne["nouvelle_valeur"] or {}
        message = self.messages.get(values.get("commentaire_id", 0))
        return Entree(
            moment=ligne["history_date"],
            qui=str(SYSTEME) if ligne["history_user_id"] is None else ligne["auteur"] or "—",
            quoi=ligne["description_acte"],
            action=ligne["action"],
            texte=message.texte if message else "",
            interne=message is not None and not message.visible_client,
            changements=list(self._changements(ligne)),
            provenance=list(self._provenance(ligne)),
        )

    def _provenance(self, ligne: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
        for name in self.provenance:
            value = ligne[name]
            if value:
                label = HistoriqueIntervention._meta.get_field(name).verbose_name
                yield label, str(Canal(value).label) if name == "canal" else str(value)


_COLONNES = (
    "history_id",
    "history_date",
    "history_user_id",
    "action",
    "description_acte",
    "ancienne_valeur",
    "nouvelle_valeur",
    "interne",
    *_PROVENANCE,
)


def _lire(rows: QuerySet[Any], cachees: frozenset[str], combien: int) -> list[dict[str, Any]]:
    """The newest `combien` rows that are not mute for this reader."""
    found: list[dict[str, Any]] = []
    author = Utilisateur.objects.filter(pk=OuterRef("history_user_id")).order_by()
    rows = rows.annotate(auteur=Subquery(author.values(nom=_NOM)))
    while len(found) < combien:
        batch = list(rows.order_by("-history_id").values(*_COLONNES, "auteur")[:combien])
        found += [row for row in batch if not est_muette(row, cachees)]
        if len(batch) < combien:
            break
        rows = rows.filter(history_id__lt=batch[-1]["history_id"])
    return found[:combien]


def chronologie(
    intervention: Intervention, user: Any, *, fil: str = TOUT, avant: int | None = None
) -> Chronologie:
    """What happened to `intervention`, newest first, as far as `user` may read."""
    wanted = fil if fil in FILS else TOUT
    rows = HistoriqueIntervention.objects.visible_to(user).filter(id=intervention.pk)
    if wanted == COMMENTAIRES:
        rows = rows.filter(action=ActionHistorique.AJOUT_COMMENTAIRE)
    elif wanted == CHANGEMENTS:
        rows = rows.exclude(action=ActionHistorique.AJOUT_COMMENTAIRE)
    if avant is not None:
        rows = rows.filter(history_id__lt=avant)
    found = _lire(rows, caches_de(user), D_ABORD + 1)
    reader = _Lecteur(user, found, intervention)
    shown = found[:D_ABORD]
    more = shown[-1]["history_id"] if len(found) > D_ABORD else None
    return Chronologie([reader.entree(row) for row in shown], wanted, avant, more)
