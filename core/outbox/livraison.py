"""One delivery at a time: inside our database exactly once, outside of it at least once."""

import logging
import random
import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.contexte import Canal, Contexte, ouvrir
from core.outbox.abonnes import Abonne, Remise
from core.outbox.models import EtatLivraison, Livraison
from core.outbox.verrous import seul
from core.pannes import texte_erreur

logger = logging.getLogger(__name__)

# How long a delivery outside is its relay's alone, in seconds; no such `livrer` may take longer.
BAIL = 60
PREMIER_DELAI, FACTEUR, PLAFOND = 5, 3, 3600
INTERROMPUE = "La livraison a été interrompue à chaque essai : le processus est mort en chemin."


def dues(abonne: Abonne, maintenant: datetime) -> QuerySet[Livraison]:
    """What may be delivered now, in order of event."""
    return Livraison.objects.filter(
        abonne=abonne.nom, etat=EtatLivraison.DUE, prochain_le__lte=maintenant
    ).order_by("evenement_id")


def livrer_une(abonne: Abonne) -> bool:
    """Try the oldest delivery that is due; False if there was none for this relay."""
    return _dehors(abonne) if abonne.dehors else _dedans(abonne)


def _dedans(abonne: Abonne) -> bool:
    """The effects and the mark are one transaction; one relay at a time keeps the order."""
    with transaction.atomic():
        row = _prendre(abonne) if seul(f"livraison:{abonne.nom}") else None
        if row is None:
            return False
        try:
            with transaction.atomic():
                _appeler(abonne, row, row.essais + 1)
        except Exception as error:  # noqa: BLE001  any failure of a subscriber is its own
            _echouer(abonne, row, error, essais=row.essais + 1)
        else:
            _marquer(row, essais=row.essais + 1)
    return True


def _dehors(abonne: Abonne) -> bool:
    """Claim with a lease, act, mark. A try counts when it begins, lest it kill each relay."""
    with transaction.atomic():
        row = _prendre(abonne)
        if row is None:
            return False
        if row.essais >= abonne.essais:
            _marquer(row, etat=EtatLivraison.MORTE, erreur=row.erreur or INTERROMPUE)
            return True
        row.essais += 1
        row.prochain_le = timezone.now() + timedelta(seconds=BAIL)
        row.save(update_fields=["essais", "prochain_le"])
    try:
        _appeler(abonne, row, row.essais)
    except Exception as error:  # noqa: BLE001  any failure of a subscriber is its own
        _echouer(abonne, row, error, essais=row.essais)
    else:
        _marquer(row)
    return True


def _prendre(abonne: Abonne) -> Livraison | None:
    rows = dues(abonne, timezone.now()).select_related("evenement")
    return rows.select_for_update(skip_locked=True, of=("self",)).first()


def _appeler(abonne: Abonne, row: Livraison, essai: int) -> None:
    event = row.evenement
    remise = Remise(
        cle=f"{event.pk}.{abonne.nom}",
        evenement_id=event.pk,
        type=event.type,
        version_schema=event.version_schema,
        donnees=event.donnees,
        cree_le=event.cree_le,
        request_id=event.request_id,
        essai=essai,
    )
    # What it writes and logs is found under the request that began it all.
    with ouvrir(Contexte(canal=Canal.TACHE, request_id=event.request_id or uuid.uuid4().hex)):
        abonne.livrer(remise)


def _marquer(row: Livraison, **champs: object) -> None:
    """Only if the delivery is still the one that was taken: its lease may have run out."""
    values = {"etat": EtatLivraison.LIVREE, "livree_le": timezone.now(), "erreur": ""} | champs
    if values["etat"] != EtatLivraison.LIVREE:
        values["livree_le"] = None
    mine = Livraison.objects.filter(pk=row.pk, etat=EtatLivraison.DUE, prochain_le=row.prochain_le)
    mine.update(**values)


def _echouer(abonne: Abonne, row: Livraison, error: Exception, *, essais: int) -> None:
    dead = essais >= abonne.essais
    state = EtatLivraison.MORTE if dead else EtatLivraison.DUE
    text = texte_erreur(error)
    log = logger.error if dead else logger.warning
    log("Event %s for %s failed, try %d: %s", row.evenement_id, abonne.nom, essais, text)
    _marquer(row, etat=state, essais=essais, erreur=text, prochain_le=_apres(essais))


def _apres(essais: int) -> datetime:
    """When to try again: three times as long at each failure, give or take a third."""
    pause = min(PREMIER_DELAI * FACTEUR ** min(essais - 1, 20), PLAFOND)
    return timezone.now() + timedelta(seconds=pause * random.uniform(0.67, 1.33))  # noqa: S311
