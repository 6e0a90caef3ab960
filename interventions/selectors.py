"""Interventions, their history and a machine's past, as lists and details show them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from comptes.choices import Role
from comptes.models import Utilisateur
from comptes.systeme import SYSTEME
from core.visibility import colonnes_cachees
from equipements.models import Equipement
from interventions.choices import Priorite, Statut
from interventions.models import Commentaire, Intervention
from interventions.visibility import PASSE_TECHNIQUE, HistoriqueIntervention

Valeurs = dict[str, Any]


def avec_noms(rows: QuerySet[Intervention]) -> QuerySet[Intervention]:
    """With the names that the front-end shows, in one query; without the derived search text."""
    joined = rows.select_related("equipement__site", "client", "technicien__user", "cree_par")
    return joined.defer("recherche")


def relue(pk: int) -> Intervention:
    """The row that the caller has just written, whether or not it may see it later."""
    return avec_noms(Intervention.objects.all()).get(pk=pk)


PAR_PRIORITE = Case(
    *(When(priorite=code, then=Value(rank)) for rank, code in enumerate(Priorite.values)),
    default=Value(len(Priorite.values)),
    output_field=IntegerField(),
)


def file_de_tri(rows: QuerySet[Intervention]) -> QuerySet[Intervention]:
    """Requests without a technician, among visible rows: urgent, machine stopped, priority, age."""
    waiting = rows.filter(statut=Statut.OUVERTE)
    return waiting.order_by("-urgence", "-arret_machine", PAR_PRIORITE, "id")


def commentaires_de(rows: QuerySet[Commentaire], intervention_id: int) -> QuerySet[Commentaire]:
    """The comments of one intervention among the visible ones, with their authors."""
    return rows.filter(intervention_id=intervention_id).select_related("auteur")


def lit_le_passe_technique(user: Any) -> bool:
    """Staff and technicians; a client reads its own interventions instead."""
    return bool(user.role != Role.CLIENT)


def passe_technique(equipement: Equipement) -> QuerySet[Intervention]:
    """What was done on a machine that the caller sees, by whomever: the shared columns alone.

    Deliberately wider than `visible_to`: a technician needs to know what others did before.
    """
    done = Intervention.objects.filter(equipement=equipement, date_fin__isnull=False)
    return done.only(*PASSE_TECHNIQUE)


def caches_de(user: Any) -> frozenset[str]:
    """Keys of audit values that `user` may not read."""
    return colonnes_cachees(Intervention, user) | colonnes_cachees(HistoriqueIntervention, user)


def _rien_de_visible(cachees: frozenset[str], ligne: Valeurs) -> bool:
    names = {*(ligne["ancienne_valeur"] or {}), *(ligne["nouvelle_valeur"] or {})}
    return bool(names) and names <= cachees


def est_muette(ligne: Valeurs, cachees: frozenset[str]) -> bool:
    """An internal audit row (by values) of which nothing is left to a reader: not to be shown."""
    return bool(cachees) and ligne["interne"] and _rien_de_visible(cachees, ligne)


def historique_de(rows: QuerySet[Any], intervention_id: int, user: Any) -> QuerySet[Any]:
    """The audit rows of one intervention among the visible ones.

    Internal rows in which nothing is left for this reader are left out: their words would tell
    of what their values hide.
    """
    of_one = rows.filter(id=intervention_id)
    hidden = caches_de(user)
    if not hidden:
        return of_one
    internal = of_one.filter(interne=True).values(
        "history_id", "ancienne_valeur", "nouvelle_valeur"
    )
    mute = [row["history_id"] for row in internal if _rien_de_visible(hidden, row)]
    return of_one.exclude(history_id__in=mute) if mute else of_one


def valeurs_visibles(valeurs: Valeurs | None, user: Any) -> Valeurs | None:
    """Old or new values of an audit row without what `user` may not read."""
    hidden = caches_de(user)
    shown = {name: value for name, value in (valeurs or {}).items() if name not in hidden}
    return shown or None


def noms_des_auteurs(ids: Iterable[int | None]) -> dict[int | None, str]:
    """Who acted, by name; the program itself where nobody is named."""
    wanted = {pk for pk in ids if pk is not None}
    people = Utilisateur.objects.filter(pk__in=wanted).only("full_name", "username")
    return {None: str(SYSTEME), **{person.pk: str(person) for person in people}}
