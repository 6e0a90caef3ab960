"""Depositing a file and taking it back; both are acts in the intervention's trail."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comptes.choices import Role
from core.caracteres import interdit, normaliser
from core.errors import Interdit, Introuvable
from core.validation import valider
from documents import stockage
from documents.choices import TypeDocument
from documents.contenu import controler
from documents.models import Document
from interventions.services import annexer

NOM_MAX = 255
# Taken back by mistake, a file can still be brought back by hand for so long.
GARDE = timedelta(days=30)


def _nom(nom: str) -> str:
    """The last part of the sender's name, printable and short enough."""
    bare = normaliser(nom).replace("\\", "/").rsplit("/", 1)[-1].strip().strip(".")
    clean = "".join(c for c in bare if not interdit(c))
    head, dot, tail = clean.rpartition(".")
    if dot and len(clean) > NOM_MAX:
        return head[: NOM_MAX - len(tail[:20]) - 1] + dot + tail[:20]
    return clean[:NOM_MAX] or _("document")


def deposer(
    *,
    par: Any,
    intervention_id: int,
    fichier: Any,
    type_document: str = "",
    description: str = "",
    visible_client: bool = True,
) -> Document:
    """Keep a file with an intervention; without a type a picture is a photo, else a report."""
    content = controler(fichier)
    kind = TypeDocument.PHOTO if content.mime.startswith("image/") else TypeDocument.RAPPORT
    # Before the locks: a disk is slow.
    where = stockage.ecrire(content.octets)
    try:
        with annexer("joindre", intervention_id=intervention_id, par=par) as p:
            row = Document(
                intervention=p.intervention,
                nom_fichier=_nom(fichier.name or ""),
                chemin=where,
                type_document=type_document or kind,
                mime=content.mime,
                taille=len(content.octets),
                empreinte=content.empreinte,
                description=description,
                visible_client=visible_client or par.role == Role.CLIENT,
                uploaded_by=par,
            )
            valider(row)
            row.save()
            p.description = _("Document ajouté : %(nom)s") % {"nom": row.nom_fichier}
            p.complements = {"document_id": row.pk}
            p.interne = not row.visible_client
    except BaseException:
        stockage.effacer(where)
        raise
    return row


def reprendre(
    *, fichier: Any, ecrire: Callable[[bytes], str] = stockage.ecrire, **colonnes: Any
) -> Document:
    """A document of another program, checked and kept as any, not saved: its taker does that.

    `colonnes` are `intervention_id`, `uploaded_by_id`, `date_upload`, `type_document`,
    `description`; `ecrire` puts the bytes away and says where.
    """
    content = controler(fichier)
    kind = TypeDocument.PHOTO if content.mime.startswith("image/") else TypeDocument.RAPPORT
    return Document(
        nom_fichier=_nom(fichier.name or ""),
        chemin=ecrire(content.octets),
        mime=content.mime,
        taille=len(content.octets),
        empreinte=content.empreinte,
        **{**colonnes, "type_document": colonnes.get("type_document") or kind},
    )


def peut_retirer(document: Document, par: Any) -> bool:
    """Those who manage, and whoever deposited it."""
    return par.role in (Role.ADMIN, Role.RESPONSABLE) or document.uploaded_by_id == par.pk


def retirer(*, par: Any, document_id: int) -> Document:
    """Take a file back: nobody sees it any more; its bytes go a month later."""
    seen = Document.objects.visible_to(par).filter(pk=document_id).first()
    if seen is None:
        raise Introuvable(_("Document introuvable."))
    if not peut_retirer(seen, par):
        raise Interdit(_("Seul qui l’a déposé, ou un responsable, retire un document."))
    with annexer("retirer_document", intervention_id=seen.intervention_id, par=par) as p:
        row = Document.objects.visible_to(par).filter(pk=document_id).first()
        if row is None:
            raise Introuvable(_("Document introuvable."))
        row.retire_le = p.moment
        row.save(update_fields=["retire_le"])
        p.description = _("Document retiré : %(nom)s") % {"nom": row.nom_fichier}
        p.complements = {"document_id": row.pk}
        p.interne = not row.visible_client
    return row


def nettoyer() -> int:
    """Remove the bytes of files taken back a month ago, and of those that no row names."""
    old = Document.objects.filter(retire_le__lt=timezone.now() - GARDE)
    gone = 0
    for row in old.iterator():
        stockage.effacer(row.chemin)
        gone += 1
    with transaction.atomic():
        known = set(Document.objects.values_list("chemin", flat=True))
    for where in stockage.orphelins(known, avant=time.time() - 86400):
        stockage.effacer(where)
        gone += 1
    return gone
