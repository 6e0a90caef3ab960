"""A list, or the rows ticked in it, taken out as CSV."""

from collections.abc import Iterator, Sequence
from itertools import chain

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from core.errors import Invalide
from core.nombres import lire_id
from listes import fichier_csv, services
from listes.definition import Liste
from listes.selectors import garde
from listes.views.communs import DeLaListe

IDS_MAX = 1000


def ids_de(valeurs: Sequence[str]) -> list[int]:
    """The ids ticked; raises `Invalide` for what is none, or for too many."""
    parts = [part for value in valeurs for part in value.split(",") if part.strip()]
    if len(parts) > IDS_MAX:
        raise Invalide(_("Choisissez au plus %(n)s lignes.") % {"n": IDS_MAX})
    try:
        return list(dict.fromkeys(lire_id(part.strip()) for part in parts))
    except ValueError as error:
        raise Invalide(str(error)) from error


def nom_de_fichier(liste: Liste) -> str:
    """« interventions-2026-11-22.csv »."""
    return f"{liste.cle}-{timezone.localdate().isoformat()}.csv"


class Export(DeLaListe, View):
    """Exactly this view as CSV; with `ids` and without `tout`, only these rows of it."""

    http_method_names = ["get", "options"]

    def get(self, request: HttpRequest, cle: str) -> StreamingHttpResponse:
        self.ouvrir_liste()
        liste = self.liste
        rows = liste.retenues()
        whole = request.GET.get("tout")
        ids = [] if whole else ids_de(request.GET.getlist("ids"))
        if ids:
            rows = rows.filter(pk__in=ids)
        kept = garde(request.user, cle)
        view = kept.trouver(request.GET.get("vue", ""))
        columns = kept.colonnes(liste.colonnes_offertes(), view)
        names = [column.nom for column in columns]
        pieces: Iterator[bytes] = fichier_csv.ecrire(liste, rows, columns)
        # Heading and first rows are read now: an error becomes a page, not half a file.
        head = [piece for piece in (next(pieces, b""), next(pieces, b"")) if piece]
        services.noter_export(par=request.user, liste=liste, colonnes=names, ids=ids)
        answer = StreamingHttpResponse(chain(head, pieces), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{nom_de_fichier(liste)}"'
        return answer
