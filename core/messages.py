"""Success that offers its way back: the message carries an « Annuler » that posts a real act.

`avec_annulation(request, "Client archivé.", reverse("clients:desarchiver", args=[pk]))`; `champs`
become hidden fields of that form. `templates/composants/messages.html` draws it.
"""

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.http import urlencode

from core.retours import reussir


def avec_annulation(
    request: HttpRequest, texte: str, url: str, *, champs: Mapping[str, str | int] | None = None
) -> None:
    """Say `texte`; « Annuler » posts `champs` to `url`, a path of ours."""
    query = urlencode(champs or {})
    reussir(request, texte, defaire=f"{url}?{query}" if query else url)
