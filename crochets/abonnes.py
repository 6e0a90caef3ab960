"""What webhooks do with events: inside, a row for each subscription; outside, the sending."""

import json
import logging
import time
from datetime import timedelta

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core.outbox import Remise, publier
from core.outbox.abonnes import ESSAIS
from crochets import signature
from crochets.choices import PING, EtatEnvoi
from crochets.events import EnvoiDu
from crochets.models import Crochet, EnvoiCrochet
from crochets.poste import Reponse, poster
from crochets.services import SORTIE

__all__ = ["ESSAIS", "SORTIE", "envoyer", "preparer"]

logger = logging.getLogger(__name__)

# One who does not answer costs its time-out once in so many seconds, however much waits for it.
PAUSE = timedelta(seconds=60)


class EnvoiEchoue(Exception):
    """The relay tries again."""


def preparer(remise: Remise) -> None:
    """A delivery for each subscription that wants the event and has none yet."""
    for crochet in Crochet.objects.filter(actif=True):
        if not crochet.veut(remise.type):
            continue
        row, new = EnvoiCrochet.objects.get_or_create(
            crochet=crochet,
            evenement_id=remise.evenement_id,
            defaults={
                "type": remise.type,
                "version_schema": remise.version_schema,
                "survenu_le": remise.cree_le,
                "donnees": remise.donnees,
            },
        )
        if new:
            publier(EnvoiDu(envoi_id=row.pk))


def envoyer(remise: Remise) -> None:
    """One delivery to one subscription; raises so that the relay tries again."""
    rows = EnvoiCrochet.objects.select_related("crochet")
    row = rows.filter(pk=remise.donnees["envoi_id"]).first()
    if row is None:  # taken away with its subscription
        return
    test = row.type == PING
    if not row.crochet.actif and not test:
        EnvoiCrochet.objects.filter(pk=row.pk).update(etat=EtatEnvoi.ABANDONNE)
        return
    last = test or remise.essai >= ESSAIS
    if not test and row.crochet.pause_jusqua and row.crochet.pause_jusqua > timezone.now():
        answer = Reponse(None, 0, erreur="Le destinataire ne répondait pas il y a un instant.")
    else:
        body = corps_de(row)
        answer = poster(row.crochet.url, body, entetes_de(row, body))
    _noter(row, answer, relais_id=remise.evenement_id, dernier=last)
    if not answer.reussie and not test:
        raise EnvoiEchoue(answer.erreur or f"HTTP {answer.statut}")


def corps_de(row: EnvoiCrochet) -> bytes:
    """The same bytes at each try."""
    body = {
        "id": row.evenement_id,
        "type": row.type,
        "version_schema": row.version_schema,
        "cree_le": row.survenu_le,
        "donnees": row.donnees,
    }
    text = json.dumps(body, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"))
    return text.encode()


def entetes_de(row: EnvoiCrochet, corps: bytes) -> dict[str, str]:
    """With a signature of this moment."""
    key = signature.secret(row.crochet.pk, row.crochet.graine)
    return {
        "Content-Type": "application/json",
        "User-Agent": f"MIF-ERP/{settings.VERSION}",
        "X-MIF-Evenement": row.type,
        "X-MIF-Livraison": str(row.pk),
        "X-MIF-Signature": signature.signer(key, corps, int(time.time())),
    }


def _noter(row: EnvoiCrochet, answer: Reponse, *, relais_id: int, dernier: bool) -> None:
    state = EtatEnvoi.ECHOUE if dernier else EtatEnvoi.EN_ATTENTE
    with transaction.atomic():
        # The subscription before its delivery, as whoever takes both away locks them.
        if row.type != PING:
            _compter(row.crochet, answer, mort=dernier and not answer.reussie)
        EnvoiCrochet.objects.filter(pk=row.pk).update(
            etat=EtatEnvoi.LIVRE if answer.reussie else state,
            essais=F("essais") + 1,
            statut_http=answer.statut,
            duree_ms=answer.duree_ms,
            extrait=answer.extrait,
            erreur=answer.erreur,
            envoye_le=timezone.now(),
            relais_id=relais_id,
        )


def _compter(crochet: Crochet, answer: Reponse, *, mort: bool) -> None:
    """What a delivery tells of its receiver: there again, silent, or given up."""
    rows = Crochet.objects.filter(pk=crochet.pk)
    if answer.reussie:
        if crochet.echecs or crochet.pause_jusqua:
            rows.update(echecs=0, pause_jusqua=None)
        return
    if answer.statut is None and answer.duree_ms:
        rows.update(pause_jusqua=timezone.now() + PAUSE)
    if not mort:
        return
    rows.update(echecs=F("echecs") + 1)
    most = settings.CROCHETS_ECHECS_MAX
    stopped = rows.filter(actif=True, echecs__gte=most).update(
        actif=False, arrete_le=timezone.now(), version=F("version") + 1
    )
    if stopped:
        logger.error("Webhook %s is switched off: %d deliveries failed.", crochet.pk, most)
