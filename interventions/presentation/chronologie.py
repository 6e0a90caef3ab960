"""The timeline of an intervention: audit rows and comments merged, as far as a person may read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.contexte import Canal
from core.visibility import montrer
from interventions.models import Commentaire, Intervention
from interventions.presentation.valeurs import libelle_colonne, valeur_lisible
from interventions.selectors import caches_de, historique_de, noms_des_auteurs
from interventions.visibility import HistoriqueIntervention
from techniciens.models import Technicien

TOUT_AU_PLUS = 500
D_ABORD = 30

# Of a new row these repeat the head of the page.
_DE_LA_CREATION = frozenset(
    {"numero", "equipement_id", "client_id", "cree_par_id", "statut", "date_creation", "titre"}
)
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
    """Newest first; `reste` when older ones were left out."""

    entrees: list[Entree]
    reste: bool


def _noms_techniciens(lignes: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """Names behind the `technicien_id` values of the rows, in one query if there are any."""
    ids: set[Any] = {
        (ligne[side] or {}).get("technicien_id")
        for ligne in lignes
        for side in ("ancienne_valeur", "nouvelle_valeur")
    }
    ids.discard(None)
    if not ids:
        return {}
    rows = Technicien._base_manager.filter(pk__in=ids).select_related("user")
    return {row.pk: str(row) for row in rows.only("user__full_name", "user__username")}


def _messages(lignes: Iterable[Mapping[str, Any]], user: Any) -> dict[int, Commentaire]:
    """The comments that the rows speak of, those that `user` may read."""
    ids: set[Any] = {(ligne["nouvelle_valeur"] or {}).get("commentaire_id") for ligne in lignes}
    ids.discard(None)
    return Commentaire.objects.visible_to(user).in_bulk(ids) if ids else {}


class _Lecteur:
    """Turns audit rows into entries for one person."""

    def __init__(self, user: Any, lignes: list[dict[str, Any]]) -> None:
        self.cachees = caches_de(user)
        self.provenance = montrer(HistoriqueIntervention, _PROVENANCE, user)
        self.messages = _messages(lignes, user)
        self.auteurs = noms_des_auteurs(ligne["history_user_id"] for ligne in lignes)
        self.techniciens = _noms_techniciens(lignes)

    def _changements(self, ligne: Mapping[str, Any]) -> Iterator[Changement]:
        before, after = ligne["ancienne_valeur"] or {}, ligne["nouvelle_valeur"] or {}
        for name, value in after.items():
            creation = ligne["action"] == "creation" and name in _DE_LA_CREATION
            if creation or name == "commentaire_id" or name in self.cachees:
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
            qui=self.auteurs.get(ligne["history_user_id"], "—"),
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
    *_PROVENANCE,
)


def chronologie(intervention: Intervention, user: Any, *, complete: bool = False) -> Chronologie:
    """What happened to `intervention`, newest first, as far as `user` may read."""
    limit = TOUT_AU_PLUS if complete else D_ABORD
    rows = historique_de(HistoriqueIntervention.objects.visible_to(user), intervention.pk, user)
    found = list(rows.order_by("-history_id").values(*_COLONNES)[: limit + 1])
    reader = _Lecteur(user, found)
    entries = [reader.entree(row) for row in found[:limit]]
    return Chronologie(entries, reste=len(found) > limit and not complete)
