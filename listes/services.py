"""Every write to saved views and to what a person prefers of a list."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Conflit, Introuvable, Invalide
from core.outbox import publier
from core.validation import appliquer, refuser_autres, valider
from listes.definition import Liste
from listes.events import ListeExportee
from listes.models import REQUETE_MAX, PreferenceListe, VueEnregistree
from listes.permissions import exiger_partage
from listes.registre import ouvrir

# A longer menu of views is no help.
VUES_MAX = 50
CHAMPS = frozenset({"nom", "requete", "colonnes", "partagee", "epinglee"})


def _colonnes(liste: Liste, noms: Any) -> list[str]:
    """Names of columns that the list offers to the person, once each."""
    offered = [column.nom for column in liste.colonnes_offertes()]
    given = noms if isinstance(noms, (list, tuple)) else [noms]
    unknown = [str(name) for name in given if name not in offered]
    if unknown:
        message = _("Colonne inconnue : %(noms)s.") % {"noms": ", ".join(unknown)}
        raise Invalide(message, {"colonnes": [message]})
    return list(dict.fromkeys(given))


def _requete(par: Any, cle: str, requete: str) -> tuple[Liste, str]:
    if len(requete) > REQUETE_MAX:
        message = _("Cette vue a trop de filtres.")
        raise Invalide(message, {"requete": [message]})
    liste = ouvrir(cle, par, requete)
    return liste, liste.requete_propre()


def creer_vue(*, par: Any, liste: str, nom: str, requete: str = "", **options: Any) -> Any:
    """Keep a view; options: `colonnes`, `partagee` (responsables only), `epinglee`."""
    refuser_autres(options, CHAMPS - {"nom", "requete"})
    if options.get("partagee"):
        exiger_partage(par)
    definition, query = _requete(par, liste, requete)
    options["colonnes"] = _colonnes(definition, options.get("colonnes") or [])
    with transaction.atomic():
        mine = VueEnregistree.objects.filter(proprietaire=par, liste=liste)
        places = list(mine.select_for_update().values_list("ordre", flat=True))
        if len(places) >= VUES_MAX:
            raise Conflit(_("Vous avez déjà cinquante vues sur cette liste : supprimez-en une."))
        row = VueEnregistree(
            proprietaire=par,
            liste=liste,
            nom=nom.strip(),
            requete=query,
            ordre=max(places, default=0) + 1,
            **options,
        )
        valider(row)
        row.save()
    return row


def _verrouiller(par: Any, vue_id: int) -> VueEnregistree:
    """One's own view, locked; a shared one is seen by many and changed by its owner."""
    row = VueEnregistree.objects.select_for_update().filter(pk=vue_id, proprietaire=par).first()
    if row is None:
        raise Introuvable(_("Vue introuvable."))
    return row


def modifier_vue(*, par: Any, vue_id: int, champs: Mapping[str, Any]) -> VueEnregistree:
    """Rename, pin, share, or keep other filters and columns under the same name."""
    refuser_autres(champs, CHAMPS)
    if champs.get("partagee"):
        exiger_partage(par)
    with transaction.atomic():
        row = _verrouiller(par, vue_id)
        wanted = dict(champs)
        definition, query = _requete(par, row.liste, str(wanted.get("requete", row.requete)))
        if "requete" in wanted:
            wanted["requete"] = query
        if "colonnes" in wanted:
            wanted["colonnes"] = _colonnes(definition, wanted["colonnes"])
        changed = appliquer(row, wanted)
        valider(row, changed)
        if changed:
            row.save(update_fields=[*changed, "updated_at"])
        if "partagee" in changed and not row.partagee:
            # Those who opened the list with it see it no more.
            PreferenceListe.objects.filter(vue=row).exclude(utilisateur=par).update(vue=None)
    return row


def supprimer_vue(*, par: Any, vue_id: int) -> VueEnregistree:
    """Forget a view; the row that is given back still holds what it was."""
    with transaction.atomic():
        row = _verrouiller(par, vue_id)
        PreferenceListe.objects.filter(vue=row).update(vue=None)
        row.delete()
    return row


def deplacer_vue(*, par: Any, vue_id: int, sens: str) -> VueEnregistree:
    """One place up (« haut ») or down (« bas ») among one's own views of the list."""
    with transaction.atomic():
        row = _verrouiller(par, vue_id)
        mine = VueEnregistree.objects.filter(proprietaire=par, liste=row.liste)
        order = list(mine.select_for_update().order_by("ordre", "nom", "id"))
        here = next(i for i, other in enumerate(order) if other.pk == row.pk)
        there = here - 1 if sens == "haut" else here + 1
        if 0 <= there < len(order):
            order[here], order[there] = order[there], order[here]
        for place, other in enumerate(order, start=1):
            other.ordre = place
        VueEnregistree.objects.bulk_update(order, ["ordre"])
    return row


def _preference(par: Any, liste: str) -> PreferenceListe:
    rows = PreferenceListe.objects.select_for_update()
    row, _new = rows.get_or_create(utilisateur=par, liste=liste)
    return row


def choisir_colonnes(*, par: Any, liste: str, colonnes: Sequence[str]) -> PreferenceListe:
    """The columns that this person sees in the list; none: the usual ones again."""
    names = _colonnes(ouvrir(liste, par, ""), colonnes)
    with transaction.atomic():
        row = _preference(par, liste)
        row.colonnes = names
        row.save(update_fields=["colonnes", "updated_at"])
    return row


def choisir_ouverture(*, par: Any, liste: str, vue_id: int | None) -> PreferenceListe:
    """The view that a bare address of the list means to this person; None: the list's own."""
    ouvrir(liste, par, "")
    if vue_id is not None:
        seen = VueEnregistree.objects.visible_to(par).filter(liste=liste, pk=vue_id)
        if not seen.exists():
            raise Introuvable(_("Vue introuvable."))
    with transaction.atomic():
        row = _preference(par, liste)
        row.vue_id = vue_id
        row.save(update_fields=["vue", "updated_at"])
    return row


def noter_export(*, par: Any, liste: Liste, colonnes: Sequence[str], ids: Sequence[int]) -> None:
    """Leave a trace of who took which rows out."""
    with transaction.atomic():
        publier(
            ListeExportee(
                par_id=par.pk,
                liste=liste.cle,
                requete=liste.requete(),
                colonnes=list(colonnes),
                ids=list(ids),
            )
        )
