"""The short-lived address of a file: names the file and its reader, who is asked for again."""

from django.conf import settings
from django.core import signing

from comptes.models import Utilisateur
from documents.models import Document

_SEL = "documents.fichier"


def signer(document_id: int, lecteur: Utilisateur) -> str:
    """A text for an address, without a dot at its end."""
    return signing.dumps([document_id, lecteur.pk], salt=_SEL)


def document_de(texte: str) -> Document | None:
    """The file, if the signature is good and young and its reader may see it still."""
    try:
        number, reader_id = signing.loads(texte, salt=_SEL, max_age=settings.DOCUMENT_LIEN_SECONDES)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    reader = Utilisateur.objects.filter(pk=reader_id, is_active=True).first()
    if reader is None:
        return None
    return Document.objects.visible_to(reader).filter(pk=number).first()
