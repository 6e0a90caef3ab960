"""Subscriptions and their deliveries: made, changed, tried, sent again, forgotten."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Conflit, Introuvable, Invalide, VersionPerimee
from core.outbox import entretien, publier
from core.validation import appliquer, exiger, refuser_autres, valider
from crochets import adresses, catalogue, signature
from crochets.choices import PING, TOUS, EtatEnvoi
from crochets.events import EnvoiDu
from crochets.models import Crochet, EnvoiCrochet
from crochets.permissions import exiger_admin

CHAMPS = frozenset({"nom", "url", "types", "actif"})
SORTIE = "crochets.envoi"  # the subscriber outside: rows of the outbox hold it
LOT = 1_000


def creer_crochet(
    *, par: Any, nom: str, url: str, types: list[str], actif: bool = True
) -> tuple[Crochet, str]:
    """A subscription from now on, and its secret, which is told nowhere else."""
    exiger_admin(par)
    exiger(nom=nom, url=url)
    _exiger_adresse(url)
    row = Crochet(nom=nom, url=url, types=_lire_types(types), actif=actif, cree_par=par)
    row.graine = secrets.token_urlsafe(32)
    valider(row)
    row.save()
    return row, signature.secret(row.pk, row.graine)


def modifier_crochet(
    *, par: Any, crochet_id: int, champs: Mapping[str, Any], version: int | None = None
) -> Crochet:
    """Change it; switched on again, its failures are forgotten."""
    exiger_admin(par)
    refuser_autres(champs, CHAMPS)
    values = dict(champs)
    if "types" in values:
        values["types"] = _lire_types(values["types"])
    if "url" in values:
        _exiger_adresse(values["url"] or "")
    with transaction.atomic():
        row = _verrouiller(crochet_id, par, version)
        changed = appliquer(row, values)
        valider(row, changed)
        if "actif" in changed and row.actif:
            row.echecs, row.arrete_le = 0, None
        if changed:
            row.pause_jusqua = None
            row.version += 1
            row.save()
    return row


def changer_secret(*, par: Any, crochet_id: int, version: int | None = None) -> tuple[Crochet, str]:
    """A new secret; the old one signs nothing more."""
    exiger_admin(par)
    with transaction.atomic():
        row = _verrouiller(crochet_id, par, version)
        row.graine = secrets.token_urlsafe(32)
        row.version += 1
        row.save(update_fields=["graine", "version"])
    return row, signature.secret(row.pk, row.graine)


def retirer_crochet(*, par: Any, crochet_id: int, version: int | None = None) -> None:
    """It goes with its log, which is of the transport and not of the trade."""
    exiger_admin(par)
    with transaction.atomic():
        row = _verrouiller(crochet_id, par, version)
        row.envois.all().delete()
        row.delete()


def tester(*, par: Any, crochet_id: int) -> EnvoiCrochet:
    """Send it a `test.ping`, once, be it switched off; the log tells what came of it."""
    exiger_admin(par)
    with transaction.atomic():
        row = _verrouiller(crochet_id, par, None)
        sent = EnvoiCrochet.objects.create(
            crochet=row, type=PING, survenu_le=timezone.now(), donnees={"crochet_id": row.pk}
        )
        publier(EnvoiDu(envoi_id=sent.pk))
    return sent


def rejouer(*, par: Any, envoi_id: int) -> None:
    """Send a delivery again, with tries as at first; what waits already stays as it is."""
    exiger_admin(par)
    with transaction.atomic():
        rows = EnvoiCrochet.objects.visible_to(par).select_related("crochet")
        row = rows.select_for_update(of=("self",)).filter(pk=envoi_id).first()
        if row is None:
            raise Introuvable(_("Envoi introuvable."))
        if not row.crochet.actif and row.type != PING:
            raise Conflit(_("Ce crochet est arrêté : remettez-le d’abord en service."))
        again = row.relais_id and entretien.rejouer_plage(
            SORTIE, du=row.relais_id, au=row.relais_id
        )
        # The outbox has forgotten its event.
        if not again and row.etat != EtatEnvoi.EN_ATTENTE:
            publier(EnvoiDu(envoi_id=row.pk))
        row.etat = EtatEnvoi.EN_ATTENTE
        row.save(update_fields=["etat"])


def rejouer_plage(*, par: Any, crochet_id: int, du: int, au: int) -> int:
    """Send again what one subscription got of events `du` to `au` (both included); how many."""
    exiger_admin(par)
    rows = EnvoiCrochet.objects.filter(crochet_id=crochet_id, evenement_id__range=(du, au))
    ids = list(rows.order_by("evenement_id").values_list("pk", flat=True))
    for pk in ids:
        rejouer(par=par, envoi_id=pk)
    return len(ids)


def purger() -> int:
    """Forget deliveries of over `EVENEMENTS_JOURS` days ago that wait for nothing; how many."""
    limit = timezone.now() - timedelta(days=settings.EVENEMENTS_JOURS)
    old = EnvoiCrochet.objects.filter(date_creation__lt=limit).exclude(etat=EtatEnvoi.EN_ATTENTE)
    total = 0
    while ids := list(old.order_by("pk").values_list("pk", flat=True)[:LOT]):
        total += EnvoiCrochet.objects.filter(pk__in=ids).delete()[0]
    return total


def _verrouiller(crochet_id: int, par: Any, version: int | None) -> Crochet:
    rows = Crochet.objects.visible_to(par).select_for_update(of=("self",))
    row = rows.filter(pk=crochet_id).first()
    if row is None:
        raise Introuvable(_("Crochet introuvable."))
    if version is not None and version != row.version:
        raise VersionPerimee(
            _("Ce crochet a changé depuis que vous l’avez ouvert."),
            etat={"version": row.version, "version_lue": version},
        )
    return row


def _exiger_adresse(url: str) -> None:
    """Asked again at each sending: this early answer is for whoever types."""
    try:
        adresses.resoudre(adresses.lire(url))
    except adresses.AdresseRefusee as error:
        raise Invalide(str(error), {"url": [str(error)]}) from error


def _lire_types(types: Any) -> list[str]:
    known, wanted = catalogue.types(), sorted(set(types or ()))
    if wanted == [TOUS]:
        return wanted
    unknown = [name for name in wanted if name not in known]
    if unknown or not wanted:
        text = _("Choisissez des types connus, ou « * » seul pour tous.")
        if unknown:
            text += " " + _("Inconnus : %(noms)s.") % {"noms": ", ".join(unknown[:5])}
        raise Invalide(text, {"types": [text]})
    return wanted
